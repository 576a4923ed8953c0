package chat.free4.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
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
