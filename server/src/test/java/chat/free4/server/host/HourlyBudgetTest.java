package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** So much an hour, in virtual time. */
final class HourlyBudgetTest {
  private static final long BEGIN = -5_000_000_000L; // System.nanoTime may be negative

  private static long minutes(int minutes) {
    return BEGIN + TimeUnit.MINUTES.toNanos(minutes);
  }

  @Test
  void anHoursWorthMayBeUsedAtOnceAndComesBackEvenly() {
    HourlyBudget budget = new HourlyBudget(BEGIN, 6_000);
    assertThat(budget.has(BEGIN, 6_000)).isTrue();
    assertThat(budget.has(BEGIN, 6_001)).as("more than it ever holds").isFalse();
    budget.take(BEGIN, 6_000);
    assertThat(budget.has(BEGIN, 1)).isFalse();
    assertThat(budget.has(minutes(10), 1_000)).isTrue();
    assertThat(budget.has(minutes(10), 1_001)).isFalse();
    budget.take(minutes(10), 1_000);
    assertThat(budget.has(minutes(10), 1)).isFalse();
    assertThat(budget.has(minutes(200), 6_000)).isTrue();
    assertThat(budget.has(minutes(200), 6_001)).isFalse();
  }

  @Test
  void theLargestNumbersDoNotOverflow() {
    HourlyBudget budget = new HourlyBudget(Long.MAX_VALUE - 1, 64_000_000);
    budget.take(Long.MAX_VALUE - 1, 100_000);
    assertThat(budget.has(Long.MIN_VALUE, 64_000_000 - 200_000)).isTrue();
    assertThat(budget.has(Long.MIN_VALUE, 64_000_000)).isFalse();
  }
}
