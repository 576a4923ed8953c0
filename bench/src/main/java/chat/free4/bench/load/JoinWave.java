package chat.free4.bench.load;

import chat.free4.bench.load.JoinDesk.Seat;
import chat.free4.bench.load.measure.LatencyHistogram;
import chat.free4.bench.load.measure.LoadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Members that begin to join one after the other, so many a second, however long each takes. What
 * became of them is told once all are through.
 */
final class JoinWave {
  private final JoinDesk desk;
  private final Executor people;
  private final List<Seat> seats;
  private final int perSecond;
  private final Consumer<Joined> onJoined;
  private final AtomicInteger busyRetries = new AtomicInteger();
  private final LatencyHistogram times = new LatencyHistogram();
  private final List<Joined> joined = new ArrayList<>();
  private final Map<String, Integer> failures = new TreeMap<>();
  private final long beganNanos = System.nanoTime();
  private int done;
  private long endedNanos = beganNanos;

  private JoinWave(
      JoinDesk desk, Executor people, List<Seat> seats, int perSecond, Consumer<Joined> onJoined) {
    this.desk = desk;
    this.onJoined = onJoined;
    this.people = people;
    this.seats = seats;
    this.perSecond = perSecond;
  }

  /**
   * Lets them begin, now and on.
   *
   * @param people runs each of them on a thread that may block
   * @param onJoined gets each who is in; any thread
   */
  static JoinWave begin(
      JoinDesk desk, Executor people, List<Seat> seats, int perSecond, Consumer<Joined> onJoined) {
    JoinWave wave = new JoinWave(desk, people, List.copyOf(seats), perSecond, onJoined);
    people.execute(wave::sendIn);
    return wave;
  }

  private void sendIn() {
    for (int i = 0; i < seats.size(); i++) {
      Seat seat = seats.get(i);
      long due = beganNanos + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      people.execute(() -> join(seat));
    }
  }

  private void join(Seat seat) {
    long began = System.nanoTime();
    try {
      Joined member = desk.join(seat, busyRetries);
      onJoined.accept(member);
      synchronized (this) {
        joined.add(member);
        times.add(System.nanoTime() - began);
        end();
      }
    } catch (RuntimeException e) {
      String why = e.getMessage() == null ? e.toString() : e.getMessage();
      synchronized (this) {
        failures.merge(why, 1, Integer::sum);
        end();
      }
    }
  }

  private void end() {
    done++;
    endedNanos = System.nanoTime();
  }

  /** How many want to join. */
  int size() {
    return seats.size();
  }

  /** How many are through: in, or without hope. */
  synchronized int done() {
    return done;
  }

  /** True once all are through, and the last has been for so long. */
  synchronized boolean isOverFor(long nanos) {
    return done == seats.size() && System.nanoTime() - endedNanos >= nanos;
  }

  /** Those who are in. */
  synchronized List<Joined> joined() {
    return List.copyOf(joined);
  }

  /** From its beginning to the end of the last. */
  synchronized double seconds() {
    return (endedNanos - beganNanos) / 1e9;
  }

  /** What became of them. */
  synchronized LoadResult.Joins result() {
    return new LoadResult.Joins(
        seats.size(),
        joined.size(),
        seconds() == 0 ? 0 : joined.size() / seconds(),
        times.percentileNanos(0.5),
        times.percentileNanos(0.99),
        times.maxNanos(),
        busyRetries.get(),
        failures.entrySet().stream().map(e -> e.getValue() + " x " + e.getKey()).toList());
  }
}
