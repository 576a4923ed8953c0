package chat.free4.rtc.sctp;

/** How long to wait for an acknowledgement (RFC 9260 section 6.3). */
final class RetransmissionTimeout {
  static final long INITIAL_NANOS = 1_000_000_000L;

  /**
   * Not the second that RFC 9260 recommends: browsers take 400 ms too. Twice the time for which the
   * other side may hold an acknowledgement back.
   */
  static final long MIN_NANOS = 400_000_000L;

  /** Not a minute: who was in a tunnel shall not wait so long once it is out. */
  static final long MAX_NANOS = 10_000_000_000L;

  private long smoothedNanos;
  private long variationNanos;
  private long nanos = INITIAL_NANOS;

  long nanos() {
    return nanos;
  }

  /** Takes a measured round trip of something that was sent once. */
  void measure(long roundTripNanos) {
    if (smoothedNanos == 0) {
      smoothedNanos = roundTripNanos;
      variationNanos = roundTripNanos / 2;
    } else {
      long error = Math.abs(smoothedNanos - roundTripNanos);
      variationNanos += (error - variationNanos) / 4;
      smoothedNanos += (roundTripNanos - smoothedNanos) / 8;
    }
    nanos = Math.clamp(smoothedNanos + 4 * variationNanos, MIN_NANOS, MAX_NANOS);
  }

  /** What was waited for did not come in time. */
  void backOff() {
    nanos = Math.min(2 * nanos, MAX_NANOS);
  }
}
