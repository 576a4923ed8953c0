package chat.free4.room.signal;

/**
 * A token bucket, kept as one time: when it would be full again. Time comes in as a parameter and
 * must not run backwards.
 */
public final class RateLimit {
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final long perSecond;
  private final long burstNanos;
  private long fullAtNanos;

  /**
   * A full bucket.
   *
   * @param perSecond tokens that come back a second
   * @param burst tokens it holds
   */
  public RateLimit(long nowNanos, long perSecond, long burst) {
    if (perSecond <= 0 || burst <= 0) {
      throw new IllegalArgumentException(perSecond + " a second, " + burst + " at once");
    }
    this.perSecond = perSecond;
    this.burstNanos = toNanos(burst);
    this.fullAtNanos = nowNanos;
  }

  /** Takes tokens; false, and takes none, when there aren't as many. */
  public boolean take(long nowNanos, long tokens) {
    if (waitNanos(nowNanos, tokens) > 0) {
      return false;
    }
    fullAtNanos = Math.max(fullAtNanos, nowNanos) + toNanos(tokens);
    return true;
  }

  /** How long until so many tokens are there; for more than the bucket holds: until it is full. */
  public long waitNanos(long nowNanos, long tokens) {
    long needed = Math.min(toNanos(tokens), burstNanos);
    return Math.max(0, Math.max(fullAtNanos, nowNanos) + needed - burstNanos - nowNanos);
  }

  /** How long until the bucket is full. */
  public long fullInNanos(long nowNanos) {
    return Math.max(0, fullAtNanos - nowNanos);
  }

  private long toNanos(long tokens) {
    return Math.multiplyExact(tokens, SECOND_NANOS) / perSecond;
  }
}
