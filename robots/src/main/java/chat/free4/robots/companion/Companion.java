package chat.free4.robots.companion;

import static java.util.stream.Collectors.joining;

import chat.free4.robots.script.Lines;
import chat.free4.robots.script.Script;
import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotDeed;
import chat.free4.room.robot.RobotDeed.Think.Turn;
import chat.free4.room.robot.RobotEvent;
import chat.free4.room.robot.RobotPlace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Greets who comes, answers when named, and brings up something when nobody has said a word for a
 * while. Where nobody takes it up, it keeps quiet: a room may be silent. What it answers is thought
 * of where there is a mind, and stands in its script where there is none or that fails.
 */
final class Companion implements Robot {
  /** So long nobody has written anything. */
  static final long QUIET_MILLIS = 90_000;

  /** So often it brings up something that nobody answers. */
  static final int MAX_UNANSWERED = 2;

  /** Names that it greets by at once. */
  static final int MAX_NAMES = 3;

  /** Lines that it remembers, as long as it sits here. */
  static final int MAX_REMEMBERED = RobotDeed.Think.MAX_TURNS;

  /** What a line of its script is for. */
  enum Part {
    /** Somebody comes. */
    GREETING,
    /** Somebody asks it something. */
    QUESTION,
    /** Somebody names it. */
    NAMED,
    /** Nobody says anything. */
    TOPIC,
    /** Its mind is away: said once, before it goes by these lines again. */
    ABSENT,
    /** What its mind is told of it, where it has one. */
    MIND
  }

  private final Lines greetings;
  private final Lines answers;
  private final Lines replies;
  private final Lines topics;
  private final Lines excuses;
  private final String instructions;
  private final boolean hasMind;
  private final Deque<Turn> remembered = new ArrayDeque<>();

  /** What it says where what it thinks of does not come; null when it thinks of nothing. */
  private @Nullable String instead;

  private final StringBuilder rest = new StringBuilder();
  private boolean hasBegun;
  private boolean isExcused;
  private int unanswered;

  Companion(Script<Part> script, RobotPlace place) {
    this.greetings = new Lines(script.lines(Part.GREETING), place.random());
    this.answers = new Lines(script.lines(Part.QUESTION), place.random());
    this.replies = new Lines(script.lines(Part.NAMED), place.random());
    this.topics = new Lines(script.lines(Part.TOPIC), place.random());
    this.excuses = new Lines(script.lines(Part.ABSENT), place.random());
    this.instructions = String.join("\n", script.lines(Part.MIND));
    this.hasMind = place.hasMind();
  }

  @Override
  public List<RobotDeed> handle(RobotEvent event) {
    return switch (event) {
      case RobotEvent.Began(List<String> people) ->
          awake(greetings.next(people.stream().limit(MAX_NAMES).collect(joining(", "))));
      case RobotEvent.Joined(String nickname) -> awake(greetings.next(nickname));
      case RobotEvent.Resumed _ -> List.of(new RobotDeed.WakeAfter(QUIET_MILLIS));
      case RobotEvent.Returned _ -> List.of(); // it has greeted them
      case RobotEvent.Said(String nickname, String text) -> heard(nickname, text);
      case RobotEvent.Heard(String nickname, String text) -> heard(nickname, text);
      case RobotEvent.TimeUp() -> {
        instead = null; // whatever it has waited for
        if (unanswered == MAX_UNANSWERED) {
          yield List.of();
        }
        unanswered++;
        yield remembered.isEmpty() ? say(topics.next("")) : answer(topics.next(""));
      }
      case RobotEvent.Played _ -> List.of();
      case RobotEvent.Thought(String text, boolean isLast) -> thought(text, isLast);
      case RobotEvent.ThoughtFailed _ -> failed();
      case RobotEvent.Left _ -> List.of();
    };
  }

  private List<RobotDeed> heard(String nickname, String text) {
    remember(new Turn(nickname, text));
    unanswered = 0;
    if (!isNamed(text)) {
      return List.of(new RobotDeed.WakeAfter(QUIET_MILLIS));
    }
    boolean asks = text.contains("?") || text.contains("？");
    return answer((asks ? answers : replies).next(nickname));
  }

  private List<RobotDeed> awake(String line) {
    unanswered = 0;
    return say(line);
  }

  private List<RobotDeed> say(String line) {
    remember(new Turn(null, line));
    return List.of(new RobotDeed.Say(line), new RobotDeed.WakeAfter(QUIET_MILLIS));
  }

  private void remember(Turn turn) {
    if (!hasMind) {
      return; // nobody will ever read it
    }
    if (remembered.size() == MAX_REMEMBERED) {
      remembered.removeFirst();
    }
    remembered.add(turn);
  }

  /** Has an answer thought of, or says the one from its script. */
  private List<RobotDeed> answer(String scripted) {
    if (!hasMind) {
      return say(scripted);
    }
    if (instead != null) {
      return List.of(new RobotDeed.WakeAfter(QUIET_MILLIS)); // one answer at a time
    }
    instead = scripted;
    hasBegun = false;
    rest.setLength(0);
    return List.of(
        new RobotDeed.Think(instructions, new ArrayList<>(remembered)),
        new RobotDeed.WakeAfter(QUIET_MILLIS));
  }

  /** The first sentence is said at once, all others together. */
  private List<RobotDeed> thought(String text, boolean isLast) {
    if (instead == null) {
      return List.of();
    }
    isExcused = false;
    if (!hasBegun && !text.isEmpty()) {
      hasBegun = true;
      return say(text);
    }
    rest.append(rest.isEmpty() ? "" : " ").append(text);
    return isLast ? end() : List.of();
  }

  private List<RobotDeed> end() {
    instead = null;
    String last = rest.toString().strip();
    rest.setLength(0);
    return last.isEmpty() ? List.of() : say(last);
  }

  private List<RobotDeed> failed() {
    String scripted = instead;
    if (scripted == null) {
      return List.of();
    }
    if (hasBegun) {
      return end(); // what has come is an answer
    }
    instead = null;
    List<RobotDeed> deeds = new ArrayList<>();
    if (!isExcused) {
      isExcused = true; // once, until it thinks again
      deeds.add(new RobotDeed.Say(excuses.next("")));
    }
    deeds.addAll(say(scripted));
    return deeds;
  }

  private static boolean isNamed(String text) {
    String name = CompanionKind.NICKNAME.toLowerCase(Locale.ROOT);
    return text.toLowerCase(Locale.ROOT).contains(name);
  }
}
