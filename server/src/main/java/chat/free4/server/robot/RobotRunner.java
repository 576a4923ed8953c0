package chat.free4.server.robot;

import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotDeed;
import chat.free4.room.robot.RobotEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where robots think: all of them on one thread, one event after the other, away from the threads
 * that rooms and voice need. A robot that does not come back in time has its thread left to it, and
 * the others go on with another.
 */
public final class RobotRunner implements AutoCloseable {
  /** Events that wait. */
  static final int MAX_WAITING = 1024;

  /** Threads that robots have not come back from; with as many, no robot is asked any more. */
  static final int MAX_STUCK = 4;

  /** So long a robot may take for an event, unless told otherwise. */
  public static final long PATIENCE_MILLIS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(RobotRunner.class);

  private static final Outcome NOBODY =
      new Outcome() {
        @Override
        public void did(List<RobotDeed> deeds) {}

        @Override
        public void failed(String how) {}
      };

  private final BlockingQueue<Task> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final List<Thinker> stuck = new ArrayList<>();
  private final long patienceMillis;
  private volatile boolean closed;
  private volatile boolean exhausted;
  private boolean started;

  /** What came of an event; called on the runner's thread. */
  public interface Outcome {
    /** The robot wants to do that. */
    void did(List<RobotDeed> deeds);

    /** It threw, did not come back, or wants to do too much. */
    void failed(String how);
  }

  private record Task(Robot robot, RobotEvent event, Outcome outcome) {}

  /** Waits so long for a robot. */
  public RobotRunner(long patienceMillis) {
    this.patienceMillis = patienceMillis;
  }

  /** Tells a robot of something; false, and it is not told, when too much waits. */
  public synchronized boolean tell(Robot robot, RobotEvent event, Outcome outcome) {
    if (closed || exhausted) {
      return false;
    }
    if (!started) {
      started = true; // a server without robots needs no thread
      Thread.ofVirtual().name("robots").start(this::run);
    }
    return waiting.offer(new Task(robot, event, outcome));
  }

  private void run() {
    Thinker thinker = new Thinker();
    try {
      while (!closed && !exhausted) {
        if (!think(waiting.take(), thinker)) {
          leaveBehind(thinker);
          thinker = new Thinker();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thinker.leave();
  }

  /** False when the robot has not come back. */
  private boolean think(Task task, Thinker thinker) throws InterruptedException {
    CompletableFuture<List<RobotDeed>> deeds = new CompletableFuture<>();
    thinker.give(
        () -> {
          try {
            deeds.complete(List.copyOf(task.robot.handle(task.event)));
          } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            deeds.completeExceptionally(e);
          }
        });
    try {
      List<RobotDeed> wanted = deeds.get(patienceMillis, TimeUnit.MILLISECONDS);
      if (wanted.size() > Robot.MAX_DEEDS) {
        task.outcome.failed("it wants " + wanted.size() + " things at once");
      } else {
        task.outcome.did(wanted);
      }
    } catch (ExecutionException e) {
      // By its kind alone: what an exception says may be what somebody has written.
      Throwable cause = e.getCause() == null ? e : e.getCause();
      task.outcome.failed("it threw " + cause.getClass().getSimpleName());
    } catch (TimeoutException e) {
      task.outcome.failed("it took longer than " + patienceMillis + " ms");
      return false;
    }
    return true;
  }

  private void leaveBehind(Thinker thinker) {
    thinker.leave();
    stuck.removeIf(former -> !former.isBusy());
    stuck.add(thinker);
    if (stuck.size() > MAX_STUCK) {
      LOG.error("{} robots do not come back: there are none until the next start", stuck.size());
      exhausted = true;
    }
  }

  /** The thread that robots think on, as long as each comes back. */
  private static final class Thinker {
    private final BlockingQueue<Runnable> thoughts = new ArrayBlockingQueue<>(1);
    private final Thread thread;
    private volatile boolean left;

    Thinker() {
      this.thread = Thread.ofPlatform().name("robot").daemon().start(this::run);
    }

    private void run() {
      while (!left) {
        try {
          thoughts.take().run();
          // A robot may have interrupted itself: the next one is not to notice.
          Thread.interrupted();
        } catch (InterruptedException e) {
          // Either that, or it is left.
        }
      }
    }

    void give(Runnable thought) throws InterruptedException {
      thoughts.put(thought);
    }

    /** It ends as soon as its robot comes back. */
    void leave() {
      left = true;
      thread.interrupt();
    }

    boolean isBusy() {
      return thread.isAlive();
    }
  }

  /** Tells nobody anything any more. */
  @Override
  public void close() {
    closed = true;
    // Whoever waits for an event looks around.
    waiting.offer(new Task(event -> List.of(), new RobotEvent.TimeUp(), NOBODY));
  }
}
