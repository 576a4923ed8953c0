package chat.free4.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a worker lets datagrams gather. */
class CoalescerTest {
  private static final long MICROS = 1_000;

  private final Coalescer coalescer = new Coalescer();

  @Test
  void aWorkerThatIsNearlyIdleTakesEachDatagramAtOnce() {
    assertThat(coalescer.pauseNanos()).isZero();
    turns(10_000, 150 * MICROS, 50 * MICROS);
    assertThat(coalescer.pauseNanos()).isZero();
  }

  @Test
  void oneThatWorksAllTheTimePausesForTheLongestPauseAndNotLonger() {
    turns(10_000, 0, 500 * MICROS);
    assertThat(coalescer.pauseNanos())
        .isBetween(Coalescer.MAX_PAUSE_NANOS - MICROS, Coalescer.MAX_PAUSE_NANOS);
  }

  @Test
  void thePauseGrowsWithTheWork() {
    long former = 0;
    for (int percent = 70; percent <= 100; percent += 10) {
      turns(10_000, (100 - percent) * MICROS, percent * MICROS);
      assertThat(coalescer.pauseNanos()).isGreaterThan(former);
      former = coalescer.pauseNanos();
    }
  }

  @Test
  void aPauseThatTheTimerIsNotWorthIsNone() {
    turns(10_000, 38 * MICROS, 62 * MICROS);
    assertThat(coalescer.pauseNanos()).isZero();
  }

  @Test
  void aQuietMomentEndsThePausesAtOnce() {
    turns(10_000, 0, 500 * MICROS);
    coalescer.handleTurn(Coalescer.WINDOW_NANOS, 10 * MICROS);
    assertThat(coalescer.pauseNanos()).isZero();
  }

  @Test
  void turnsWithoutTimeAreTaken() {
    turns(10, 0, 0);
    assertThat(coalescer.pauseNanos()).isZero();
  }

  private void turns(int count, long waitedNanos, long workedNanos) {
    for (int i = 0; i < count; i++) {
      coalescer.handleTurn(waitedNanos, workedNanos);
    }
  }
}
