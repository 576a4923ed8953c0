package chat.free4.bench.load;

/** The longest time without any voice that a listener met. One thread uses it. */
final class Silence {
  private static final long NEVER = Long.MIN_VALUE;

  private long heardNanos = NEVER;
  private long longestNanos;

  /** From now on it is measured. */
  void begin(long nowNanos) {
    heardNanos = nowNanos;
    longestNanos = 0;
  }

  /** A voice was heard. */
  void heard(long nowNanos) {
    if (heardNanos != NEVER) {
      longestNanos = Math.max(longestNanos, nowNanos - heardNanos);
      heardNanos = Math.max(heardNanos, nowNanos);
    }
  }

  /** The longest until now; 0 when it was never begun. */
  long longestNanos() {
    return longestNanos;
  }
}
