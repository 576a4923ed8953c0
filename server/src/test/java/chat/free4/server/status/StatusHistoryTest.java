package chat.free4.server.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chat.free4.server.status.StatusHistory.Counts;
import org.junit.jupiter.api.Test;

final class StatusHistoryTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void countersBecomeWhatTheyCountInASecond() {
    StatusHistory history = new StatusHistory(0, new Counts(0, 0, 1_000, SECOND));
    history.add(4 * SECOND, 4_000, new Counts(7, 2, 5_000, 3 * SECOND));
    assertThat(history.samples()).containsExactly(new StatusSample(4_000, 7, 2, 1_000, 0.5));
  }

  @Test
  void aWorkerThatBeganAnewIsNoNegativeTraffic() {
    StatusHistory history = new StatusHistory(0, new Counts(0, 0, 1_000_000, 0));
    history.add(SECOND, 1_000, new Counts(1, 1, 30, 0));
    history.add(2 * SECOND, 2_000, new Counts(1, 1, 80, 0));
    assertThat(history.samples())
        .extracting(StatusSample::forwardsASecond)
        .containsExactly(0.0, 50.0);
  }

  @Test
  void anHourIsKept() {
    StatusHistory history = new StatusHistory(0, new Counts(0, 0, 0, 0));
    for (int step = 1; step <= StatusHistory.MAX_SAMPLES + 3; step++) {
      history.add(5L * step * SECOND, step * 5_000L, new Counts(step, 0, 0, 0));
    }
    assertThat(history.samples()).hasSize(StatusHistory.MAX_SAMPLES);
    assertThat(history.samples().getFirst().members()).isEqualTo(4);
    assertThat(history.samples().getLast().atMillis() - history.samples().getFirst().atMillis())
        .isCloseTo(3_600_000L, within(10_000L));
  }
}
