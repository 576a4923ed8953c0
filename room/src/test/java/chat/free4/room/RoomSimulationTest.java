package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@link RoomSimulation} from fixed seeds; a failure names its seed and step. */
class RoomSimulationTest {
  private static final int SEEDS = 5;

  @Test
  void tenThousandJoinsLeaveNobodyBehind() {
    int joins = 0;
    int lives = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      RoomSimulation simulation = run(seed, 10_000 / SEEDS);
      joins += simulation.joins();
      lives += simulation.lives();
    }
    assertThat(joins).isGreaterThanOrEqualTo(10_000);
    assertThat(lives).isGreaterThan(SEEDS);
  }

  @Test
  @Tag("long")
  void aMillionJoinsLeaveNobodyBehind() {
    for (long seed = 1_000; seed < 1_100; seed++) {
      run(seed, 10_000);
    }
  }

  private static RoomSimulation run(long seed, int joins) {
    RoomSimulation simulation = new RoomSimulation(seed);
    int step = 0;
    try {
      while (simulation.joins() < joins) {
        simulation.step();
        if (++step % 50 == 0) {
          simulation.checkAfterQuiet();
        }
      }
      simulation.end();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ", step " + step, e);
    }
    return simulation;
  }
}
