package chat.free4.server.host;

import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotDeed;
import chat.free4.room.robot.RobotEvent;
import chat.free4.room.robot.RobotKind;
import chat.free4.room.robot.RobotPlace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Robots that do what a robot must not, as soon as somebody says "now". */
public final class UnrulyRobots {
  private UnrulyRobots() {}

  private static boolean isNow(RobotEvent event) {
    return event instanceof RobotEvent.Said(String _, String text) && text.equals("now");
  }

  /** Throws. */
  public static final class Throwing implements RobotKind {
    @Override
    public String name() {
      return "throwing";
    }

    @Override
    public String nickname(String language) {
      return "Throwing";
    }

    @Override
    public Robot create(RobotPlace place) {
      return event -> {
        if (isNow(event)) {
          throw new IllegalStateException("a bug");
        }
        return List.of();
      };
    }
  }

  /** Computes for ever. */
  public static final class Stalling implements RobotKind {
    @Override
    public String name() {
      return "stalling";
    }

    @Override
    public String nickname(String language) {
      return "Stalling";
    }

    @Override
    public Robot create(RobotPlace place) {
      return event -> {
        // Ends, but not within a test's patience with it.
        long until = System.nanoTime() + 20_000_000_000L;
        while (isNow(event) && System.nanoTime() - until < 0) {
          Thread.onSpinWait();
        }
        return List.of();
      };
    }
  }

  /** Says a sentence of 100,000 characters with everything in it that is no text. */
  public static final class Verbose implements RobotKind {
    @Override
    public String name() {
      return "verbose";
    }

    @Override
    public String nickname(String language) {
      return "Verbose\u202e\u0000 with a name that does not end";
    }

    @Override
    public Robot create(RobotPlace place) {
      String text = "<b>$(id)</b> `id`; \u0000\u001b[31m\u202e\ud800 & ".repeat(4_000);
      return event -> isNow(event) ? List.of(new RobotDeed.Say(text)) : List.of();
    }
  }

  /** Says far too much. */
  public static final class Flooding implements RobotKind {
    @Override
    public String name() {
      return "flooding";
    }

    @Override
    public String nickname(String language) {
      return "Flooding";
    }

    @Override
    public Robot create(RobotPlace place) {
      return event -> {
        if (!isNow(event) && !(event instanceof RobotEvent.TimeUp)) {
          return List.of();
        }
        RobotDeed line = new RobotDeed.Say("and another thing");
        List<RobotDeed> deeds = new ArrayList<>(Collections.nCopies(Robot.MAX_DEEDS - 1, line));
        deeds.add(new RobotDeed.WakeAfter(1));
        return deeds;
      };
    }
  }
}
