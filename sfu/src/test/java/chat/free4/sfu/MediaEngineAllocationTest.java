package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.Stage.Browser;
import chat.free4.wire.BigEndian;
import chat.free4.wire.PacketBatch;
import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The hot path allocates nothing: forwarding, ranking, reports and loss, over many packets. */
final class MediaEngineAllocationTest {
  private static final int MEMBERS = 12;
  private static final int FRAMES = 5000;

  /** What the JVM itself may allocate on this thread meanwhile, over all packets together. */
  private static final long TOLERATED_BYTES = 64 * 1024;

  private final Stage stage = new Stage(1);
  private final Stage otherPart = new Stage(2);
  private final PacketBatch in = new PacketBatch(Arena.ofAuto(), 64);
  private final PacketBatch out = new PacketBatch(Arena.ofAuto(), 64);
  private final PacketBatch relayed = new PacketBatch(Arena.ofAuto(), 16);
  private long now;
  private int sequence;
  private long sent;
  private long sentElsewhere;

  /** One frame of everybody, written by hand: the harness around the engine does allocate. */
  private void frame(List<Browser> browsers, MemorySegment[] templates) {
    sequence++;
    in.clear();
    for (int i = 0; i < MEMBERS; i++) {
      boolean isLost = (sequence + i) % 50 == 0;
      if (isLost) {
        continue;
      }
      int length = (int) templates[i].byteSize();
      int index = in.add(browsers.get(i).path, length);
      long at = in.offset(index);
      MemorySegment.copy(templates[i], 0, in.slab(), at, length);
      BigEndian.put16(in.slab(), at + 2, sequence);
      BigEndian.put32(in.slab(), at + 4, sequence * 960);
      // The level element's value: who is loud changes all the time.
      BigEndian.put8(in.slab(), at + 17, 30 + (sequence / 40 + i) % MEMBERS * 8);
    }
    stage.engine.handleDatagrams(now, in);
    relay();
    drain();
    now += Stage.FRAME;
    if (stage.engine.pollTimeout() <= now) {
      stage.engine.handleTimeout(now);
      drain();
    }
  }

  /** What is for the other part goes there, as it lies. */
  private void relay() {
    relayed.clear();
    while (stage.engine.pollRelays(relayed) > 0) {
      otherPart.engine.handleRelayed(now, relayed);
      relayed.clear();
      for (int count = otherPart.engine.pollTransmits(out);
          count > 0;
          count = otherPart.engine.pollTransmits(out)) {
        sentElsewhere += count;
        out.clear();
      }
    }
  }

  private void drain() {
    while (true) {
      int count = stage.engine.pollTransmits(out);
      if (count == 0) {
        return;
      }
      sent += count;
      out.clear();
    }
  }

  @Test
  void allocatesNothingPerPacketInSteadyState() {
    runAndMeasure();
    assertThat(sentElsewhere).isZero();
  }

  @Test
  void allocatesNothingPerPacketThatCrossesToAnotherPart() {
    stage.join(1, 99, 6);
    stage.command(new MediaCommand.SpanRoom(1, 0b1));
    otherPart.join(1, 100, 6);
    otherPart.command(new MediaCommand.SpanRoom(1, 0b1));
    runAndMeasure();
    assertThat(sentElsewhere).isGreaterThan(6L * 2 * FRAMES * 9 / 10);
    assertThat(otherPart.engine.counters().drops().keySet()).isSubsetOf("late");
  }

  private void runAndMeasure() {
    List<Browser> browsers = stage.joinMany(1, MEMBERS, 6);
    now = stage.now;
    MemorySegment[] templates = new MemorySegment[MEMBERS];
    for (int i = 0; i < MEMBERS; i++) {
      byte[] packet = browsers.get(i).voice(0, 0, 30, 80);
      templates[i] = Arena.ofAuto().allocate(packet.length);
      MemorySegment.copy(packet, 0, templates[i], ValueLayout.JAVA_BYTE, 0, packet.length);
    }
    for (int i = 0; i < FRAMES; i++) {
      frame(browsers, templates);
    }
    long sentBefore = sent;
    long switchesBefore = stage.engine.counters().slotSwitches();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = 0; i < FRAMES; i++) {
      frame(browsers, templates);
    }
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    long packets = sent - sentBefore;
    assertThat(packets).isGreaterThan(FRAMES * 6L * MEMBERS * 9 / 10);
    assertThat(stage.engine.counters().slotSwitches()).isGreaterThan(switchesBefore);
    assertThat(stage.engine.counters().nacksSent()).isPositive();
    assertThat(allocated)
        .as("%d bytes over %d packets", allocated, packets)
        .isLessThan(TOLERATED_BYTES);
  }
}
