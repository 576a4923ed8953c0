package chat.free4.robots.host;

import chat.free4.robots.draw.Cue;
import chat.free4.robots.draw.Table;
import chat.free4.robots.script.Lines;
import chat.free4.robots.script.Script;
import chat.free4.room.robot.GameMove;
import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotDeed;
import chat.free4.room.robot.RobotEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Hosts draw and guess: says who draws, who has guessed it, how much time is left, and how it ends.
 * It follows the game's log as players' browsers do ({@link Table}), and plays no part in it: the
 * game goes on without it.
 */
final class Host implements Robot {
  /** So long before a turn's end it says so. */
  static final long SOON_MILLIS = 10_000;

  /** Where less than that is drawn, half of it is not worth a word. */
  static final long LEAST_FOR_HALF_MILLIS = 40_000;

  /** When it says something. */
  enum Part {
    /** It comes, and no game is on. */
    HELLO,
    /** Somebody lays the game on the table. */
    OPENED,
    /** It begins. */
    BEGUN,
    /** Another round begins. */
    ROUND,
    /** Somebody chooses a word. */
    CHOOSES,
    /** Somebody draws. */
    DRAWS,
    /** Somebody is the first to have it. */
    FIRST,
    /** Somebody has it. */
    GUESSED,
    /** Half of the time is gone. */
    HALF,
    /** Ten seconds are left. */
    SOON,
    /** All have it. */
    ALL,
    /** The time is up. */
    TIME,
    /** Nothing was drawn. */
    IDLE,
    /** Who draws does not want to, or has gone. */
    PASSED,
    /** What it was. */
    WORD,
    /** The game is over. */
    OVER,
    /** Somebody has ended it. */
    STOPPED
  }

  private final Map<Part, Lines> lines = new EnumMap<>(Part.class);
  private Table table = new Table();
  private final List<RobotDeed> deeds = new ArrayList<>();

  /** The step in which it has asked to be told of the time. */
  private long timedStep;

  private boolean isHalf;

  /** It has said hello, or did before the room came here. */
  private boolean isKnown;

  /** Of what was brought back, in whatever order: the next game may show that it went otherwise. */
  private boolean isUnsure;

  Host(Script<Part> script, RandomGenerator random) {
    for (Part part : Part.values()) {
      lines.put(part, new Lines(script.lines(part), random));
    }
  }

  @Override
  public List<RobotDeed> handle(RobotEvent event) {
    deeds.clear();
    switch (event) {
      case RobotEvent.Played(var moves, boolean isPast) -> {
        for (RobotEvent.Played.Written written : moves) {
          if (isUnsure && !isPast && written.move() instanceof GameMove.Open) {
            table = new Table();
            isUnsure = false;
          }
          List<Cue> cues = table.take(written.by(), written.move());
          if (!isPast) {
            cues.forEach(this::speak);
          }
        }
        isUnsure |= isPast && isKnown;
        if (isPast && !isKnown && !table.isOn()) {
          say(Part.HELLO, "");
        }
        isKnown = true;
      }
      case RobotEvent.Resumed _ -> isKnown = true;
      case RobotEvent.TimeUp() -> timeUp();
      default -> {
        // People come, go and talk: the game has a host, the room a companion.
      }
    }
    return List.copyOf(deeds.subList(0, Math.min(deeds.size(), MAX_DEEDS)));
  }

  private void speak(Cue cue) {
    switch (cue) {
      case Cue.Opened(String by) -> say(Part.OPENED, by);
      case Cue.Begun(int rounds) -> say(Part.BEGUN, Integer.toString(rounds));
      case Cue.Chooses(String drawer, int round) -> {
        if (round > 1) {
          say(Part.ROUND, Integer.toString(round));
        }
        say(Part.CHOOSES, drawer);
      }
      case Cue.Draws(String drawer, int seconds) -> {
        say(Part.DRAWS, drawer);
        long millis = TimeUnit.SECONDS.toMillis(seconds);
        isHalf = millis >= LEAST_FOR_HALF_MILLIS;
        timedStep = table.step();
        deeds.add(new RobotDeed.WakeAfter(isHalf ? millis / 2 : millis - SOON_MILLIS));
      }
      case Cue.Guessed(List<String> nicknames, boolean areFirst) ->
          say(areFirst ? Part.FIRST : Part.GUESSED, String.join(", ", nicknames));
      case Cue.Ended(Cue.How how) -> say(partOf(how), "");
      case Cue.Shown(String word) -> say(Part.WORD, word);
      case Cue.Over(String stoppedBy) ->
          say(stoppedBy.isEmpty() ? Part.OVER : Part.STOPPED, stoppedBy);
    }
  }

  private static Part partOf(Cue.How how) {
    return switch (how) {
      case ALL -> Part.ALL;
      case TIME -> Part.TIME;
      case IDLE -> Part.IDLE;
      case PASSED -> Part.PASSED;
    };
  }

  private void timeUp() {
    if (table.phase() != Table.Phase.DRAWING || table.step() != timedStep) {
      return;
    }
    say(isHalf ? Part.HALF : Part.SOON, "");
    if (isHalf) {
      isHalf = false;
      long millis = TimeUnit.SECONDS.toMillis(table.seconds());
      deeds.add(new RobotDeed.WakeAfter(millis - millis / 2 - SOON_MILLIS));
    }
  }

  private void say(Part part, String what) {
    Lines some = Objects.requireNonNull(lines.get(part)); // all parts are there
    deeds.add(new RobotDeed.Say(some.next(what)));
  }
}
