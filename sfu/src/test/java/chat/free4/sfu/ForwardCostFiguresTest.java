package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.Stage.Browser;
import chat.free4.wire.BigEndian;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the engine's own work for a forwarded packet costs in rooms of very different size: three
 * members speak, everybody hears them, and SRTP is left out. CPU time of the thread, in interleaved
 * rounds, the median.
 */
@Tag("figures")
final class ForwardCostFiguresTest {
  private static final int[] SIZES = {10, 100, 1000, 2000};
  private static final int SPEAKING = 3;
  private static final int SLOTS = 6;
  private static final int ROUNDS = 9;
  private static final int PACKETS_A_ROUND = 240_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** A room, and three members who go on speaking in it. */
  private static final class Hall {
    final Stage stage = new Stage(1);
    final int members;
    final List<Browser> browsers;
    final PacketBatch in = new PacketBatch(Arena.ofAuto(), SPEAKING);
    final PacketBatch out = new PacketBatch(Arena.ofAuto(), 512);
    final MemorySegment[] templates = new MemorySegment[SPEAKING];
    final double[] nanosAPacket = new double[ROUNDS];
    long now;
    int sequence;
    long sent;

    Hall(int members) {
      this.members = members;
      this.browsers = stage.joinMany(1, members, SLOTS);
      this.now = stage.now;
      for (int i = 0; i < SPEAKING; i++) {
        byte[] packet = browsers.get(i).voice(0, 0, Stage.LOUD, 80);
        templates[i] = Arena.ofAuto().allocate(packet.length);
        MemorySegment.copy(packet, 0, templates[i], ValueLayout.JAVA_BYTE, 0, packet.length);
      }
    }

    void frame() {
      sequence++;
      in.clear();
      for (int i = 0; i < SPEAKING; i++) {
        int length = (int) templates[i].byteSize();
        long at = in.offset(in.add(browsers.get(i).path, length));
        MemorySegment.copy(templates[i], 0, in.slab(), at, length);
        BigEndian.put16(in.slab(), at + 2, sequence);
        BigEndian.put32(in.slab(), at + 4, sequence * RtpRewriter.FRAME_TICKS);
      }
      stage.engine.handleDatagrams(now, in);
      drain();
      now += Stage.FRAME;
      if (stage.engine.pollTimeout() <= now) {
        stage.engine.handleTimeout(now);
        drain();
      }
    }

    private void drain() {
      out.clear();
      for (int count = stage.engine.pollTransmits(out);
          count > 0;
          count = stage.engine.pollTransmits(out)) {
        sent += count;
        out.clear();
      }
    }

    double round() {
      long before = sent;
      long started = THREADS.getCurrentThreadCpuTime();
      while (sent - before < PACKETS_A_ROUND) {
        frame();
      }
      return (THREADS.getCurrentThreadCpuTime() - started) / (double) (sent - before);
    }
  }

  @Test
  void costOfAForwardedPacketByTheSizeOfTheRoom() {
    List<Hall> halls = new ArrayList<>();
    for (int size : SIZES) {
      halls.add(new Hall(size));
    }
    halls.forEach(Hall::round);
    for (int round = 0; round < ROUNDS; round++) {
      for (Hall hall : halls) {
        hall.nanosAPacket[round] = hall.round();
      }
    }
    for (Hall hall : halls) {
      Arrays.sort(hall.nanosAPacket);
      System.out.printf(
          "figure: a forwarded packet in a room of %d, %d speaking, no SRTP: %.0f ns (%.0f to"
              + " %.0f)%n",
          hall.members,
          SPEAKING,
          hall.nanosAPacket[ROUNDS / 2],
          hall.nanosAPacket[0],
          hall.nanosAPacket[ROUNDS - 1]);
      assertThat(hall.stage.engine.counters().forwarded()).isGreaterThan(PACKETS_A_ROUND);
    }
  }
}
