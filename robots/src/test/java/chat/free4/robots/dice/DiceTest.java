package chat.free4.robots.dice;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotDeed;
import chat.free4.room.robot.RobotEvent;
import chat.free4.room.robot.RobotPlace;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Dice, by a seed. */
final class DiceTest {
  private final Robot robot =
      new DiceKind().create(new RobotPlace("en", new SplittableRandom(20261123), false, "self"));

  private List<RobotDeed> deeds(String text) {
    return robot.handle(new RobotEvent.Said("Ada", text));
  }

  private String said(String text) {
    return ((RobotDeed.Say) deeds(text).getFirst()).text();
  }

  @Test
  void oneDieHasSixSidesUnlessAnotherIsAskedFor() {
    TreeSet<String> seen = new TreeSet<>();
    for (int i = 0; i < 500; i++) {
      seen.add(said(i % 2 == 0 ? "roll" : " ROLL d6 "));
    }
    assertThat(seen).containsExactly("Ada: 1", "Ada: 2", "Ada: 3", "Ada: 4", "Ada: 5", "Ada: 6");
    assertThat(said("roll d1")).isEqualTo("Ada: 1");
    assertThat(said("roll 3d1")).isEqualTo("Ada: 1 + 1 + 1 = 3");
  }

  @Test
  void whatIsNoRollIsLeftAlone() {
    for (String text : List.of("", "rolls", "roll 0d6", "roll 10d6", "roll 2d0", "roll 2d1000")) {
      assertThat(deeds(text)).as(text).isEmpty();
    }
    assertThat(robot.handle(new RobotEvent.Joined("Ada"))).isEmpty();
  }
}
