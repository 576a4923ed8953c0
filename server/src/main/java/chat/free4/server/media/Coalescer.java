package chat.free4.server.media;

/**
 * Tells a worker how long to let datagrams gather before it takes them. One that is nearly idle
 * takes each at once. The busier it is, the more a larger batch is worth: fewer wake-ups and system
 * calls for the same voice. Belongs to the worker's thread.
 */
final class Coalescer {
  /** Longest pause; what a datagram may wait for it. */
  static final long MAX_PAUSE_NANOS = 1_000_000;

  /** Shorter pauses are not worth the timer. */
  static final long MIN_PAUSE_NANOS = 100_000;

  /** Up to this share of its time at work, a worker never pauses. */
  static final double CALM_SHARE = 0.6;

  /** The time that the share of work is measured over: each turn counts by its length in it. */
  static final long WINDOW_NANOS = 20_000_000;

  private double busyShare;

  /** Counts a turn: so long at work, and before it so long waiting. */
  void handleTurn(long waitedNanos, long workedNanos) {
    long turn = Math.max(1, waitedNanos + workedNanos);
    double weight = Math.min(1, (double) turn / WINDOW_NANOS);
    busyShare += weight * ((double) workedNanos / turn - busyShare);
  }

  /** How long to pause now; 0 not at all. */
  long pauseNanos() {
    double over = (busyShare - CALM_SHARE) / (1 - CALM_SHARE);
    long pause = (long) (MAX_PAUSE_NANOS * Math.min(1, over));
    return pause < MIN_PAUSE_NANOS ? 0 : pause;
  }
}
