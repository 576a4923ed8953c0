package chat.free4.robots.companion;

import static java.util.stream.Collectors.joining;

import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotDeed;
import chat.free4.room.robot.RobotEvent;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Greets who comes, answers when named, and brings up something when nobody has said a word for a
 * while. Where nobody takes it up, it keeps quiet: a room may be silent.
 */
final class Companion implements Robot {
  /** So long nobody has written anything. */
  static final long QUIET_MILLIS = 90_000;

  /** So often it brings up something that nobody answers. */
  static final int MAX_UNANSWERED = 2;

  /** Names that it greets by at once. */
  static final int MAX_NAMES = 3;

  private final Lines greetings;
  private final Lines answers;
  private final Lines replies;
  private final Lines topics;
  private int unanswered;

  Companion(Script script, RandomGenerator random) {
    this.greetings = new Lines(script.lines(Script.Part.GREETING), random);
    this.answers = new Lines(script.lines(Script.Part.QUESTION), random);
    this.replies = new Lines(script.lines(Script.Part.NAMED), random);
    this.topics = new Lines(script.lines(Script.Part.TOPIC), random);
  }

  @Override
  public List<RobotDeed> handle(RobotEvent event) {
    return switch (event) {
      case RobotEvent.Began(List<String> people) ->
          awake(greetings.next(people.stream().limit(MAX_NAMES).collect(joining(", "))));
      case RobotEvent.Joined(String nickname) -> awake(greetings.next(nickname));
      case RobotEvent.Said(String nickname, String text) when isNamed(text) -> {
        boolean asks = text.contains("?") || text.contains("？");
        yield awake((asks ? answers : replies).next(nickname));
      }
      case RobotEvent.Said _ -> {
        unanswered = 0;
        yield List.of(new RobotDeed.WakeAfter(QUIET_MILLIS));
      }
      case RobotEvent.TimeUp() -> {
        if (unanswered == MAX_UNANSWERED) {
          yield List.of();
        }
        unanswered++;
        yield List.of(new RobotDeed.Say(topics.next("")), new RobotDeed.WakeAfter(QUIET_MILLIS));
      }
      case RobotEvent.Played _ -> List.of();
      case RobotEvent.Left _ -> List.of();
    };
  }

  private List<RobotDeed> awake(String line) {
    unanswered = 0;
    return List.of(new RobotDeed.Say(line), new RobotDeed.WakeAfter(QUIET_MILLIS));
  }

  private static boolean isNamed(String text) {
    String name = CompanionKind.NICKNAME.toLowerCase(Locale.ROOT);
    return text.toLowerCase(Locale.ROOT).contains(name);
  }
}
