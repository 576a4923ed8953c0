package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
  private final Deadlines deadlines = new Deadlines();

  private static final class Someone extends Deadlines.Timed {
    @Override
    void handleTimeout(long nowNanos) {}
  }

  @Test
  void nobodyIsNeverDue() {
    assertThat(deadlines.next()).isEqualTo(Long.MAX_VALUE);
    assertThat(deadlines.pollDue(Long.MAX_VALUE - 1)).isNull();
  }

  @Test
  void whoIsSetAgainStandsOnce() {
    Someone someone = new Someone();
    deadlines.set(someone, 5);
    deadlines.set(someone, 3);
    deadlines.set(someone, 9);
    assertThat(deadlines.size()).isEqualTo(1);
    assertThat(deadlines.pollDue(8)).isNull();
    assertThat(deadlines.pollDue(9)).isSameAs(someone);
    assertThat(deadlines.size()).isZero();
  }

  @Test
  void neverTakesOut() {
    Someone someone = new Someone();
    deadlines.set(someone, 5);
    deadlines.set(someone, Long.MAX_VALUE);
    assertThat(deadlines.size()).isZero();
    deadlines.remove(someone);
    assertThat(deadlines.size()).isZero();
  }

  @Test
  void orderHoldsWhereNanoTimeWrapsAround() {
    Someone before = new Someone();
    Someone after = new Someone();
    deadlines.set(after, Long.MIN_VALUE + 10);
    deadlines.set(before, Long.MAX_VALUE - 10);
    assertThat(deadlines.pollDue(Long.MIN_VALUE)).isSameAs(before);
    assertThat(deadlines.pollDue(Long.MIN_VALUE)).isNull();
  }

  @Test
  void randomChangesKeepTheOrder() {
    long seed = 7;
    Random random = new Random(seed);
    List<Someone> all = new ArrayList<>();
    TreeMap<Long, Someone> model = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      all.add(new Someone());
    }
    for (int i = 0; i < 20_000; i++) {
      Someone someone = all.get(random.nextInt(all.size()));
      model.values().remove(someone);
      if (random.nextInt(4) == 0) {
        deadlines.remove(someone);
      } else {
        long due = random.nextLong(1_000_000_000);
        if (model.putIfAbsent(due, someone) == null) {
          deadlines.set(someone, due);
        } else {
          deadlines.remove(someone);
        }
      }
      assertThat(deadlines.size()).as("seed %d", seed).isEqualTo(model.size());
      assertThat(deadlines.next())
          .as("seed %d", seed)
          .isEqualTo(model.isEmpty() ? Long.MAX_VALUE : model.firstKey());
    }
    List<Deadlines.Timed> polled = new ArrayList<>();
    while (deadlines.size() > 0) {
      polled.add(Objects.requireNonNull(deadlines.pollDue(Integer.MAX_VALUE)));
    }
    assertThat(polled)
        .containsExactlyElementsOf(
            model.entrySet().stream()
                .sorted(Comparator.comparing(java.util.Map.Entry::getKey))
                .map(entry -> (Deadlines.Timed) entry.getValue())
                .toList());
  }
}
