package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster under faults, in virtual time; what must hold is checked at each answer. */
final class ClusterSimulationTest {
  private static final int FAULTS = 15;
  private static final int LONG_RUNS = 10;
  private static final int LONG_FAULTS = 50;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void nobodyIsServedTwiceOrByAFormerLifeAndAllAreServedAfterwards(long seed) {
    letGoWrong(seed, FAULTS);
  }

  /** 500 faults, each run another: who has one that fails gets it back by its seed. */
  @Test
  @Tag("long")
  void andSoThroughManyFaultsOfSeedsThatNobodyHasSeen() {
    long first = new SecureRandom().nextLong();
    for (long seed = first; seed < first + LONG_RUNS; seed++) {
      System.out.printf("a cluster under %d faults, seed %d%n", LONG_FAULTS, seed);
      letGoWrong(seed, LONG_FAULTS);
    }
  }

  private static void letGoWrong(long seed, int faults) {
    ClusterSimulation cluster = new ClusterSimulation(seed, 4, 40);
    cluster.run(3_000);
    cluster.assertAllAreServed();
    for (int i = 0; i < faults; i++) {
      cluster.fault();
      cluster.run(2_500);
    }
    cluster.heal();
    cluster.run(40_000);
    cluster.assertAllAreServed();
    assertThat(cluster.worked()).isGreaterThan(1_000);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {7, 8, 9})
  void aNodeThatIsAddedGetsItsShareOfTheRoomsAndFewMoveInAnyMinute(long seed) {
    ClusterSimulation cluster = new ClusterSimulation(seed, 3, 80);
    cluster.run(75_000);
    cluster.assertAllAreServed();
    int before = cluster.sharedOut();
    int added = cluster.addNode();
    cluster.run(12_000);
    assertThat(cluster.shardsOf(added)).as("those with rooms come later").isLessThanOrEqualTo(4);
    for (int minute = 0; minute < 6; minute++) {
      cluster.run(60_000); // each round looks at how many have moved
    }
    cluster.run(3_000);
    cluster.assertAllAreServed();
    cluster.debts().assertPaid();
    assertThat(cluster.clientsOf(added)).as("of 80, a fourth at best").isBetween(10L, 30L);
    assertThat(cluster.sharedOut() - before).as("rooms that moved").isBetween(10, 30);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 5, 6})
  void whatRoomsKnowOutlivesTheirNodesUpToOneTurn(long seed) {
    ClusterSimulation cluster = new ClusterSimulation(seed, 4, 40);
    cluster.run(3_000);
    for (int i = 0; i < FAULTS; i++) {
      cluster.faultOfNodes();
      cluster.run(12_000);
      cluster.assertAllAreServed();
      cluster.debts().assertPaid();
    }
    assertThat(cluster.debts().handedOver()).as("rooms handed over").isPositive();
    assertThat(cluster.debts().lost()).as("rooms of killed nodes").isPositive();
  }
}
