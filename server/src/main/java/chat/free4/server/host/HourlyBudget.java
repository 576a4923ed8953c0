package chat.free4.server.host;

import java.util.concurrent.TimeUnit;

/** So much an hour: an hour's worth may be used at once, and comes back evenly. */
final class HourlyBudget {
  private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

  private final long nanosPerUnit;

  /** When all of it is there again. */
  private long fullAtNanos;

  /** A full one. */
  HourlyBudget(long nowNanos, long units) {
    this.nanosPerUnit = HOUR_NANOS / units;
    this.fullAtNanos = nowNanos;
  }

  /** True where so much is left. */
  boolean has(long nowNanos, int wanted) {
    return Math.max(fullAtNanos - nowNanos, 0) + cost(wanted) <= HOUR_NANOS;
  }

  /** Takes as much, whether or not it is left. */
  void take(long nowNanos, int taken) {
    fullAtNanos = nowNanos + Math.max(fullAtNanos - nowNanos, 0) + cost(taken);
  }

  private long cost(int wanted) {
    return wanted * nanosPerUnit;
  }
}
