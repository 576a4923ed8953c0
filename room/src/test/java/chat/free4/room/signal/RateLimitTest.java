package chat.free4.room.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long START = -5_000_000_000L; // System.nanoTime may be negative

  @Test
  void givesTheBurstAndThenTheRate() {
    RateLimit limit = new RateLimit(START, 10, 20);
    for (int i = 0; i < 20; i++) {
      assertThat(limit.take(START, 1)).isTrue();
    }
    assertThat(limit.take(START, 1)).isFalse();
    assertThat(limit.waitNanos(START, 1)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    assertThat(limit.take(START + TimeUnit.MILLISECONDS.toNanos(100), 1)).isTrue();
    assertThat(limit.take(START + TimeUnit.MILLISECONDS.toNanos(100), 1)).isFalse();
  }

  @Test
  void rateHoldsOverALongTime() {
    RateLimit limit = new RateLimit(START, 50, 100);
    int taken = 0;
    for (int milli = 0; milli < 60_000; milli++) {
      if (limit.take(START + TimeUnit.MILLISECONDS.toNanos(milli), 1)) {
        taken++;
      }
    }
    assertThat(taken).isBetween(100 + 50 * 59, 100 + 50 * 60);
  }

  @Test
  void doesNotSaveMoreThanTheBurst() {
    RateLimit limit = new RateLimit(START, 10, 20);
    long later = START + TimeUnit.HOURS.toNanos(1);
    assertThat(limit.take(later, 20)).isTrue();
    assertThat(limit.take(later, 1)).isFalse();
  }

  @Test
  void whatWasRefusedCostsNothing() {
    RateLimit limit = new RateLimit(START, 10, 20);
    assertThat(limit.take(START, 15)).isTrue();
    assertThat(limit.take(START, 6)).isFalse();
    assertThat(limit.take(START, 5)).isTrue();
  }

  @Test
  void refusesSenselessRates() {
    assertThatThrownBy(() -> new RateLimit(0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RateLimit(0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
