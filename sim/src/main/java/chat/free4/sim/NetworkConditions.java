package chat.free4.sim;

/**
 * What a network does to datagrams, the same in both directions. Shares are from 0 to 1.
 *
 * @param delayNanos what every datagram takes
 * @param jitterNanos added to it, evenly spread from 0 to this
 * @param loss share that never arrives
 * @param reorder share that takes {@code reorderNanos} longer, and so is overtaken
 * @param reorderNanos how much longer
 * @param duplicate share that arrives twice
 */
public record NetworkConditions(
    long delayNanos,
    long jitterNanos,
    double loss,
    double reorder,
    long reorderNanos,
    double duplicate) {
  private static final long MILLI = 1_000_000L;

  /** 10 ms each way, and nothing goes wrong. */
  public static final NetworkConditions GOOD = new NetworkConditions(10 * MILLI, 0, 0, 0, 0, 0);

  /** 20 to 35 ms each way; loses, overtakes and doubles {@code share} of the datagrams each. */
  public static NetworkConditions rough(double share) {
    return new NetworkConditions(20 * MILLI, 15 * MILLI, share, share, 60 * MILLI, share);
  }
}
