package chat.free4.sim.worker;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.server.media.VoiceListener;
import chat.free4.sfu.HeardPacket;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker's thread takes nothing of the heap for a packet: from the port through to the port. */
final class WorkerAllocationTest {
  private static final int MEMBERS = 12;
  private static final long PACKETS_A_FRAME = MEMBERS * (MEMBERS - 1);

  /**
   * Half a second of the members' time: in some of them nobody checks the path, which allocates.
   */
  private static final int FRAMES = 25;

  private static final int ROUNDS = 1000;
  private static final int MANY_ROUNDS = 10;

  /** Ten seconds: everybody checks the path twice, and gets reports. */
  private static final int MANY_FRAMES = 500;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(strings = {"ipsec-mb", "openssl"})
  void nothingIsAllocatedForAForwardedPacket(String srtp) throws IOException {
    try (RealRoom room = new RealRoom(MEMBERS, "--io=native", "--srtp=" + srtp)) {
      long worker = workerThread();
      assertThat(leastBytes(room, worker, () -> true))
          .as("bytes for %d frames of %d members", FRAMES, MEMBERS)
          .isZero();

      // What is left are the answers to checks, some 500 bytes each: little beside the packets.
      double leastOfMany = Double.MAX_VALUE;
      for (int round = 0; round < MANY_ROUNDS && leastOfMany >= 1; round++) {
        long before = THREADS.getThreadAllocatedBytes(worker);
        long packets = room.talk(MANY_FRAMES);
        long allocated = THREADS.getThreadAllocatedBytes(worker) - before;
        assertThat(packets).isGreaterThan(MANY_FRAMES * PACKETS_A_FRAME * 9 / 10);
        leastOfMany = Math.min(leastOfMany, allocated / (double) packets);
      }
      assertThat(leastOfMany).as("bytes a packet, checks and reports included").isLessThan(1);
    }
  }

  @Test
  void nothingIsAllocatedForAPacketThatEarsGetToo() throws IOException {
    AtomicLong heard = new AtomicLong();
    AtomicLong before = new AtomicLong();
    VoiceListener ears =
        new VoiceListener() {
          @Override
          public void handlePacket(long nowNanos, HeardPacket packet) {
            heard.incrementAndGet();
          }

          @Override
          public void handleTimeout(long nowNanos) {}
        };
    try (RealRoom room = new RealRoom(MEMBERS, "--io=native")) {
      room.listenTo(ears);
      // Rounds count in which ears were given something; they take it on a thread of their own.
      long least =
          leastBytes(room, workerThread(), () -> heard.get() > before.getAndSet(heard.get()));
      assertThat(least).as("bytes for %d frames of %d members", FRAMES, MEMBERS).isZero();
      assertThat(heard.get()).isGreaterThan(FRAMES);
    }
  }

  /** Code that is not compiled yet allocates; so the best round counts. */
  private static long leastBytes(RealRoom room, long worker, BooleanSupplier counts) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && least > 0; round++) {
      long before = THREADS.getThreadAllocatedBytes(worker);
      long packets = room.talk(FRAMES);
      long allocated = THREADS.getThreadAllocatedBytes(worker) - before;
      if (counts.getAsBoolean() && packets >= FRAMES * PACKETS_A_FRAME) {
        least = Math.min(least, allocated);
      }
    }
    return least;
  }

  private static long workerThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("media-0"))
        .findFirst()
        .orElseThrow()
        .threadId();
  }
}
