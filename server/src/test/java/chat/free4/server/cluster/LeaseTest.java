package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LeaseTest {
  private static final long START = 5_000_000_000L;
  private final Lease lease = new Lease(START);

  @Test
  void whoGoesOnHasIt() {
    long now = START;
    for (int i = 0; i < 100; i++) {
      now = lease.nextTick();
      assertThat(lease.tick(now)).isFalse();
      assertThat(lease.isOver(now)).isFalse();
    }
    assertThat(lease.tick(now + Lease.MAX_STILL_NANOS)).as("only busy").isFalse();
  }

  @Test
  void whoStoodStillLetsGoOnceAndTakesNothingUntilTheOthersHadTheirSay() {
    long woke = START + Lease.MAX_STILL_NANOS + 1;
    assertThat(lease.isOver(woke)).as("before it has looked").isTrue();
    assertThat(lease.tick(woke)).isTrue();
    assertThat(lease.tick(woke + Lease.TICK_NANOS)).isFalse();
    for (long now = woke; now < woke + Lease.DISTRUST_NANOS; now += Lease.TICK_NANOS) {
      lease.tick(now);
      assertThat(lease.isOver(now)).isTrue();
    }
    lease.tick(woke + Lease.DISTRUST_NANOS);
    assertThat(lease.isOver(woke + Lease.DISTRUST_NANOS)).isFalse();
  }

  @Test
  void aSlowStartIsNoSleep() {
    long begun = START + 2 * Lease.MAX_STILL_NANOS;
    lease.begin(begun);
    assertThat(lease.tick(begun + Lease.TICK_NANOS)).isFalse();
    assertThat(lease.isOver(begun + Lease.TICK_NANOS)).isFalse();
  }

  @Test
  void itLetsGoBeforeOthersTakeOver() {
    assertThat(Lease.MAX_STILL_NANOS + Lease.TICK_NANOS).isLessThan(Lease.TAKEN_OVER_NANOS);
  }
}
