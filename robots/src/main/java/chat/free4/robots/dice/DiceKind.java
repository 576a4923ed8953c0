package chat.free4.robots.dice;

import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotDeed;
import chat.free4.room.robot.RobotEvent;
import chat.free4.room.robot.RobotKind;
import chat.free4.room.robot.RobotPlace;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rolls dice for who writes "roll", "roll 2d6" and the like. The whole of a robot, to begin another
 * from (docs/robots.md):
 *
 * <ol>
 *   <li>A {@link RobotKind} has a name and makes robots. It is found because its class stands in
 *       META-INF/services of a jar on the class path.
 *   <li>A {@link Robot} is told what happens, one {@link RobotEvent} after the other, and gives
 *       what it does about it. It has no clock and no thread: whoever wants to be called later
 *       gives a {@link RobotDeed.WakeAfter}. Chance comes from its {@link RobotPlace}, so that a
 *       test with a seed sees the same again.
 *   <li>It does not wait for anything. One that throws, takes long or says too much is taken out.
 * </ol>
 */
public final class DiceKind implements RobotKind {
  private static final Pattern ROLL =
      Pattern.compile("roll(?: +([1-9]?)d([1-9][0-9]{0,2}))?", Pattern.CASE_INSENSITIVE);

  @Override
  public String name() {
    return "dice";
  }

  @Override
  public String nickname(String language) {
    return "Dice";
  }

  @Override
  public Robot create(RobotPlace place) {
    return event -> {
      if (!(event instanceof RobotEvent.Said(String nickname, String text))) {
        return List.of();
      }
      Matcher roll = ROLL.matcher(text.strip());
      return roll.matches()
          ? List.of(new RobotDeed.Say(nickname + ": " + roll(roll, place)))
          : List.of();
    };
  }

  private static String roll(Matcher roll, RobotPlace place) {
    String wanted = roll.group(1);
    int dice = wanted == null || wanted.isEmpty() ? 1 : Integer.parseInt(wanted);
    String sided = roll.group(2);
    int sides = sided == null ? 6 : Integer.parseInt(sided);
    int[] eyes = IntStream.range(0, dice).map(_ -> 1 + place.random().nextInt(sides)).toArray();
    String terms = IntStream.of(eyes).mapToObj(String::valueOf).collect(Collectors.joining(" + "));
    return dice == 1 ? terms : terms + " = " + IntStream.of(eyes).sum();
  }
}
