package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster under faults, in virtual time; what must hold is checked at each answer. */
final class ClusterSimulationTest {
  private static final int FAULTS = 15;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void nobodyIsServedTwiceOrByAFormerLifeAndAllAreServedAfterwards(long seed) {
    ClusterSimulation cluster = new ClusterSimulation(seed, 4, 40);
    cluster.run(3_000);
    cluster.assertAllAreServed();
    for (int i = 0; i < FAULTS; i++) {
      cluster.fault();
      cluster.run(2_500);
    }
    cluster.heal();
    cluster.run(40_000);
    cluster.assertAllAreServed();
    assertThat(cluster.worked()).isGreaterThan(1_000);
  }
}
