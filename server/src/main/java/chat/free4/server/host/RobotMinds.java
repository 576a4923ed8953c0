package chat.free4.server.host;

import chat.free4.room.robot.RobotDeed;
import chat.free4.room.robot.RobotEvent;
import chat.free4.room.robot.RobotEvent.ThoughtFailed.Why;
import chat.free4.server.robot.ChatMind;
import chat.free4.server.robot.Mind;
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has answers thought of for robots: each on a thread of its own that waits for the mind, so many
 * at once, and as much as a room's budget allows. What comes is brought to control's thread, on
 * which everything else here is.
 */
final class RobotMinds {
  /** Answers that are thought of at once. */
  static final int MAX_AT_ONCE = 16;

  /** The rooms of this server share the budgets of so many. */
  static final int FULL_BUDGETS = 32;

  private static final Logger LOG = LoggerFactory.getLogger(RobotMinds.class);

  private final @Nullable Mind mind;
  private final int budget;
  private final HourlyBudget all;
  private final Consumer<Runnable> control;
  private final BiConsumer<SeatedRobot, RobotEvent> tell;
  private int atOnce;

  /** {@code tell} is for what robots are to be told whatever else waits for them. */
  RobotMinds(
      long nowNanos,
      RobotHelp help,
      Consumer<Runnable> control,
      BiConsumer<SeatedRobot, RobotEvent> tell) {
    this.mind = help.mind();
    this.budget = help.mindBudget();
    this.all = new HourlyBudget(nowNanos, (long) FULL_BUDGETS * budget);
    this.control = control;
    this.tell = tell;
  }

  /** True where there is one. */
  boolean isThere() {
    return mind != null;
  }

  /** A robot wants an answer thought of. */
  void think(long nowNanos, SeatedRobot robot, RobotDeed.Think wanted) {
    Mind asked = mind;
    if (asked == null || robot.thought != null || atOnce == MAX_AT_ONCE) {
      tell.accept(robot, new RobotEvent.ThoughtFailed(Why.NOT_NOW));
      return;
    }
    int characters = ChatMind.length(wanted) + Mind.MAX_ANSWER;
    HourlyBudget own = robot.room.mindBudget(() -> new HourlyBudget(nowNanos, budget));
    if (!own.has(nowNanos, characters) || !all.has(nowNanos, characters)) {
      tell.accept(robot, new RobotEvent.ThoughtFailed(Why.BUDGET));
      return;
    }
    own.take(nowNanos, characters);
    all.take(nowNanos, characters);
    atOnce++;
    Thread thread = Thread.ofVirtual().name("mind").unstarted(() -> run(asked, robot, wanted));
    robot.thought = thread;
    thread.start();
  }

  private void run(Mind asked, SeatedRobot robot, RobotDeed.Think wanted) {
    RobotEvent end = new RobotEvent.Thought("", true);
    try {
      asked.think(
          wanted,
          sentence -> control.accept(() -> hand(robot, new RobotEvent.Thought(sentence, false))));
    } catch (IOException | InterruptedException e) {
      end = new RobotEvent.ThoughtFailed(Why.FAILED); // it is logged where it was asked
    } catch (RuntimeException e) {
      LOG.error("a mind failed: {}", e.getClass().getSimpleName()); // what it says may be anything
      end = new RobotEvent.ThoughtFailed(Why.FAILED);
    } finally {
      RobotEvent last = end;
      control.accept(
          () -> {
            atOnce--;
            robot.thought = null;
            hand(robot, last);
          });
    }
  }

  private void hand(SeatedRobot robot, RobotEvent event) {
    if (!robot.gone) {
      tell.accept(robot, event);
    }
  }

  /** Nobody waits for what is thought of for it. */
  static void gone(SeatedRobot robot) {
    Thread thread = robot.thought;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
