package chat.free4.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a voice packet costs; in interleaved rounds, the best of each. */
@Tag("figures")
class SrtpFiguresTest {
  private static final int BATCH = 32;
  private static final int ROUNDS = 12;
  private static final int BATCHES_A_ROUND = 4000;
  private static final int PACKET_BYTES = 100;
  private static final int[] CROWDS = {10, 1000, 4000};
  private static final int CROWD_BATCH = 256;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int CROWD_BATCHES_A_ROUND = 400;

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void costOfAVoicePacket(SrtpProfile profile) {
    List<Lane> lanes =
        Arrays.stream(SrtpLibrary.values()).map(library -> new Lane(library, profile)).toList();
    for (int round = 0; round < ROUNDS; round++) {
      lanes.forEach(Lane::round);
    }
    for (Lane lane : lanes) {
      System.out.printf(
          "figure: SRTP by %s, %s, %d bytes, batches of %d: protect %d ns, unprotect %d ns%n",
          lane.library.label(), profile, PACKET_BYTES, BATCH, lane.protecting, lane.unprotecting);
    }
  }

  /** Thousands of contexts do not stay in the caches until their next packet. */
  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void costByTheNumberOfListeners(SrtpProfile profile) {
    SrtpBackend backend = SrtpBackends.choose(SrtpChoice.AUTO).open();
    List<Crowd> crowds =
        IntStream.of(CROWDS).mapToObj(size -> new Crowd(backend, profile, size)).toList();
    for (int round = 0; round < ROUNDS; round++) {
      crowds.forEach(Crowd::round);
    }
    for (Crowd crowd : crowds) {
      System.out.printf(
          "figure: SRTP, %s, to %d listeners, batches of %d: header and protect %d ns of CPU%n",
          profile, crowd.listeners.length, CROWD_BATCH, crowd.protecting);
    }
  }

  /** One stream to each of many. */
  private static final class Crowd {
    final SrtpBackend backend;
    final SrtpContext[] listeners;
    final SrtpContext[] contexts = new SrtpContext[CROWD_BATCH];
    final PacketBatch batch = new PacketBatch(Arena.ofAuto(), CROWD_BATCH);
    final RtpStreamWriter writer = new RtpStreamWriter(1, 111, 4, new byte[] {'0'}, 1);
    long protecting = Long.MAX_VALUE;
    int sequence;
    int next;

    Crowd(SrtpBackend backend, SrtpProfile profile, int size) {
      this.backend = backend;
      this.listeners = new SrtpContext[size];
      Arrays.setAll(listeners, listener -> SrtpPackets.outbound(backend, profile));
    }

    void round() {
      long begin = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < CROWD_BATCHES_A_ROUND; i++) {
        batch.clear();
        while (!batch.isFull()) {
          if (next == 0) {
            sequence++;
          }
          contexts[batch.count()] = listeners[next];
          int slot = batch.add(0, PACKET_BYTES);
          writer.writeHeader(batch.slab(), batch.offset(slot), false, sequence, 0, 7, 30);
          next = (next + 1) % listeners.length;
        }
        backend.protect(batch, contexts, 0, CROWD_BATCH);
        assertThat(batch.length(CROWD_BATCH - 1)).isGreaterThan(PACKET_BYTES);
      }
      long nanos = THREADS.getCurrentThreadCpuTime() - begin;
      protecting = Math.min(protecting, nanos / ((long) CROWD_BATCH * CROWD_BATCHES_A_ROUND));
    }
  }

  /** One backend with a stream of its own. */
  private static final class Lane {
    final SrtpLibrary library;
    final SrtpBackend backend;
    final SrtpContext[] senders = new SrtpContext[BATCH];
    final SrtpContext[] receivers = new SrtpContext[BATCH];
    final PacketBatch batch = new PacketBatch(Arena.ofAuto(), BATCH);
    final RtpStreamWriter writer = new RtpStreamWriter(1, 111, 4, new byte[] {'0'}, 1);
    long protecting = Long.MAX_VALUE;
    long unprotecting = Long.MAX_VALUE;
    int sequence;

    Lane(SrtpLibrary library, SrtpProfile profile) {
      this.library = library;
      this.backend = SrtpBackends.choose(List.of(library)).open();
      Arrays.fill(senders, SrtpPackets.outbound(backend, profile));
      Arrays.fill(receivers, SrtpPackets.inbound(backend, profile));
    }

    void round() {
      long protectNanos = 0;
      long unprotectNanos = 0;
      for (int i = 0; i < BATCHES_A_ROUND; i++) {
        batch.clear();
        for (int slot = 0; slot < BATCH; slot++) {
          batch.add(0, PACKET_BYTES);
          writer.writeHeader(batch.slab(), batch.offset(slot), false, sequence++, 0, 7, 30);
        }
        long begin = System.nanoTime();
        backend.protect(batch, senders, 0, BATCH);
        long middle = System.nanoTime();
        backend.unprotect(batch, receivers, 0, BATCH);
        unprotectNanos += System.nanoTime() - middle;
        protectNanos += middle - begin;
        assertThat(batch.length(BATCH - 1)).isEqualTo(PACKET_BYTES);
      }
      protecting = Math.min(protecting, protectNanos / (BATCH * BATCHES_A_ROUND));
      unprotecting = Math.min(unprotecting, unprotectNanos / (BATCH * BATCHES_A_ROUND));
    }
  }
}
