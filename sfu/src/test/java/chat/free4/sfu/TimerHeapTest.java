package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimerHeapTest {
  private static final class Timer extends TimerHeap.Entry {}

  private final TimerHeap<Timer> heap = new TimerHeap<>();

  @Test
  void isNeverDueWhenEmpty() {
    assertThat(heap.nextNanos()).isEqualTo(TimerHeap.NEVER);
    assertThat(heap.pollDue(Long.MAX_VALUE - 1)).isNull();
  }

  @Test
  void givesWhatIsDueAndForgetsIt() {
    Timer timer = new Timer();
    heap.schedule(timer, 10);
    assertThat(heap.pollDue(9)).isNull();
    assertThat(heap.pollDue(10)).isSameAs(timer);
    assertThat(timer.deadlineNanos()).isEqualTo(TimerHeap.NEVER);
    assertThat(heap.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void alwaysKnowsTheEarliest(long seed) {
    Random random = new Random(seed);
    List<Timer> timers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      timers.add(new Timer());
    }
    for (int i = 0; i < 20_000; i++) {
      Timer timer = timers.get(random.nextInt(timers.size()));
      int choice = random.nextInt(10);
      if (choice == 0) {
        heap.schedule(timer, TimerHeap.NEVER);
      } else if (choice == 1) {
        Timer due = heap.pollDue(random.nextInt(1000));
        assertThat(due == null || due.deadlineNanos() == TimerHeap.NEVER).isTrue();
      } else {
        heap.schedule(timer, random.nextInt(1000));
      }
      long earliest = timers.stream().mapToLong(Timer::deadlineNanos).min().orElseThrow();
      assertThat(heap.nextNanos()).as("seed %d, step %d", seed, i).isEqualTo(earliest);
    }
    long inside = timers.stream().filter(t -> t.deadlineNanos() != TimerHeap.NEVER).count();
    assertThat(heap.size()).isEqualTo((int) inside);
  }
}
