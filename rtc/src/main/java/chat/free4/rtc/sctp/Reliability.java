package chat.free4.rtc.sctp;

/**
 * How hard to try with a message, and whether it waits for those before it (RFC 3758, RFC 7496).
 *
 * @param ordered true: comes after those that were sent before it on its stream
 * @param maxRetransmissions how often a piece of it is sent again; {@link #UNLIMITED}
 * @param lifetimeNanos how long it is worth sending; {@link #FOREVER}
 */
public record Reliability(boolean ordered, int maxRetransmissions, long lifetimeNanos) {
  /** No limit to retransmissions. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /** No limit to the lifetime. */
  public static final long FOREVER = Long.MAX_VALUE;

  /** Everything arrives, in order. */
  public static final Reliability ORDERED = new Reliability(true, UNLIMITED, FOREVER);

  /** Everything arrives, in any order. */
  public static final Reliability UNORDERED = new Reliability(false, UNLIMITED, FOREVER);

  /** Refuses negative limits. */
  public Reliability {
    if (maxRetransmissions < 0 || lifetimeNanos < 0) {
      throw new IllegalArgumentException("negative limit");
    }
  }

  /** True when a message may be given up. */
  public boolean isPartial() {
    return maxRetransmissions != UNLIMITED || lifetimeNanos != FOREVER;
  }
}
