package chat.free4.server.host;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread on which everything of one kind happens: tasks in the order they came, and what is due
 * in time. So nothing in there needs a lock. Rooms have one, the directory has another.
 */
public final class ControlTask implements AutoCloseable {
  /** Tasks that may wait before new ones are refused. */
  static final int MAX_TASKS = 65_536;

  /**
   * Ends of sockets and news of media are taken beyond that: there are no more of them than there
   * are sockets and peers. This is the number that only a bug can reach.
   */
  static final int MAX_ESSENTIAL_TASKS = 4 * MAX_TASKS;

  private static final long MAX_WAIT_NANOS = 1_000_000_000;
  private static final long JOIN_MILLIS = 2000;
  private static final Logger LOG = LoggerFactory.getLogger(ControlTask.class);

  private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final LongConsumer onTime;
  private final LongSupplier nextTime;
  private final Thread thread;
  private volatile boolean stopping;

  /**
   * A task that does not run yet.
   *
   * @param name of its thread
   * @param onTime called with the time when something may be due
   * @param nextTime when that is next; {@link Long#MAX_VALUE} never
   */
  public ControlTask(String name, LongConsumer onTime, LongSupplier nextTime) {
    this.onTime = onTime;
    this.nextTime = nextTime;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Runs {@code task} soon; false when too many wait. */
  public boolean offer(Runnable task) {
    return tasks.size() < MAX_TASKS && tasks.offer(task);
  }

  /** Runs {@code task} soon, also when too many others wait. */
  public void offerEssential(Runnable task) {
    if (tasks.size() >= MAX_ESSENTIAL_TASKS) {
      throw new IllegalStateException("this task is stuck");
    }
    tasks.add(task);
  }

  /** How many wait. */
  public int waiting() {
    return tasks.size();
  }

  private void run() {
    while (!stopping) {
      try {
        turn();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | AssertionError e) {
        // A bug, in one room or session: the others go on.
        LOG.error("a control task failed", e);
      }
    }
  }

  private void turn() throws InterruptedException {
    long due = nextTime.getAsLong();
    long now = System.nanoTime();
    if (due != Long.MAX_VALUE && due - now <= 0) {
      onTime.accept(now);
      due = nextTime.getAsLong();
    }
    long wait = due == Long.MAX_VALUE ? MAX_WAIT_NANOS : Math.clamp(due - now, 0, MAX_WAIT_NANOS);
    Runnable task = tasks.poll(wait, TimeUnit.NANOSECONDS);
    if (task != null) {
      task.run();
    }
  }

  /** Ends the thread; what waits is forgotten. */
  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
