package chat.free4.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FrameScheduleTest {
  private static final long START = 1_000_000_000_000L;
  private static final long FRAME = FrameSchedule.FRAME_NANOS;

  private final FrameSchedule schedule = new FrameSchedule(START, 0, 1);

  private record Frame(long dueNanos, int publisher) {}

  /** Polls just when each frame is due, until {@code end}. */
  private List<Frame> framesUntil(long end) {
    List<Frame> frames = new ArrayList<>();
    for (long due = schedule.nextDueNanos(); due < end; due = schedule.nextDueNanos()) {
      frames.add(new Frame(due, schedule.pollDue(due)));
    }
    return frames;
  }

  @Test
  void everyPublisherSendsOnceInEach20Millis() {
    for (int i = 0; i < 7; i++) {
      schedule.add(START, i);
    }
    Map<Integer, List<Long>> times = new TreeMap<>();
    for (Frame frame : framesUntil(START + 10 * FRAME)) {
      times.computeIfAbsent(frame.publisher(), any -> new ArrayList<>()).add(frame.dueNanos());
    }
    assertThat(times).hasSize(7);
    for (List<Long> of : times.values()) {
      assertThat(of).hasSize(10);
      for (int i = 1; i < of.size(); i++) {
        assertThat(of.get(i) - of.get(i - 1)).isEqualTo(FRAME);
      }
    }
  }

  @Test
  void publishersAreSpreadOverTheFrameHoweverManyThereAre() {
    for (int count = 1; count <= 150; count++) {
      schedule.add(START, count);
      List<Frame> round = framesUntil(schedule.nextDueNanos() + 2 * FRAME);
      long widest = 0;
      for (int i = 1; i < round.size(); i++) {
        widest = Math.max(widest, round.get(i).dueNanos() - round.get(i - 1).dueNanos());
      }
      // Points of the golden ratio leave gaps of less than twice an even share, and a bit.
      assertThat(widest).as("%d publishers", count).isLessThan((long) (2.7 * FRAME / count) + 2);
    }
  }

  @Test
  void whoComesInAnothersPlaceSendsWhenThatOneDid() {
    schedule.add(START, 1);
    schedule.add(START, 2);
    List<Frame> before = framesUntil(START + FRAME);
    assertThat(schedule.replace(2, 7)).isTrue();
    assertThat(schedule.replace(2, 8)).as("nobody sends as 2 any more").isFalse();
    List<Frame> after = framesUntil(START + 2 * FRAME);
    assertThat(after).hasSameSizeAs(before).isNotEmpty();
    for (int i = 0; i < after.size(); i++) {
      int expected = before.get(i).publisher() == 2 ? 7 : before.get(i).publisher();
      assertThat(after.get(i)).isEqualTo(new Frame(before.get(i).dueNanos() + FRAME, expected));
    }
  }

  @Test
  void threadsShareTheFrameBetweenThem() {
    var first = new FrameSchedule(START, 0, 2);
    var second = new FrameSchedule(START, 1, 2);
    first.add(START, 0);
    second.add(START, 0);
    assertThat(Math.abs(first.nextDueNanos() - second.nextDueNanos())).isGreaterThan(FRAME / 4);
  }

  @Test
  void whoComesInTheMidstIsNotLateFromTheBeginning() {
    for (int i = 0; i < 50; i++) {
      long now = START + i * (FRAME + 3_111_111);
      var _ = framesUntil(now);
      schedule.add(now, i);
      assertThat(schedule.nextDueNanos()).as("publisher %d", i).isGreaterThanOrEqualTo(now);
    }
  }

  @Test
  void aLittleLateFrameIsSentAndAVeryLateOneIsLeftOut() {
    schedule.add(START, 3);
    long due = schedule.nextDueNanos();
    assertThat(schedule.pollDue(due - 1)).isEqualTo(FrameSchedule.NOBODY);
    assertThat(schedule.pollDue(due + FRAME / 2)).isEqualTo(3);
    assertThat(schedule.skipped()).isZero();

    long muchLater = due + FRAME + FrameSchedule.GIVE_UP_NANOS + 3 * FRAME;
    assertThat(schedule.pollDue(muchLater)).isEqualTo(3);
    assertThat(schedule.skipped()).isEqualTo(3);
    assertThat(muchLater - schedule.nextDueNanos())
        .isLessThanOrEqualTo(FrameSchedule.GIVE_UP_NANOS);
  }

  @Test
  void nobodyIsDueWhereNobodySends() {
    assertThat(schedule.nextDueNanos()).isEqualTo(FrameSchedule.NEVER);
    schedule.add(START, 1);
    schedule.clear();
    assertThat(schedule.nextDueNanos()).isEqualTo(FrameSchedule.NEVER);
    assertThat(schedule.pollDue(START + FRAME)).isEqualTo(FrameSchedule.NOBODY);
  }
}
