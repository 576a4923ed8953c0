package chat.free4.sfu;

/**
 * How long one speaker has held the floor: seconds in which its packets were more than silence, and
 * went out in at least one slot. Sampled with the speaker's reports, from a count that is kept
 * anyway, so that a packet costs nothing; noted beside that only when a first slot comes or the
 * last one goes.
 *
 * <p>Nothing here is the client's claim. A level (RFC 6464) that says silence makes talk no
 * shorter, and longer frames do not either: a second counts whole. Silence is what discontinuous
 * transmission leaves of it (RFC 6716 section 2.1.9), a packet in 400 ms.
 */
final class FloorTime {
  /** Packets a second that are silence still. */
  static final int SILENT_PACKETS = 6;

  /** Talk is told in pieces of about this length, and what there is of it when it ends. */
  static final long TOLD_NANOS = 2_000_000_000L;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_PER_MILLISECOND = 1_000_000;

  /** Packets received when the first slot came. */
  private long packetsBefore;

  private boolean isHeard;

  /** Packets that were heard since the last sample, up to the last time nobody did. */
  private long packets;

  private boolean sampled;
  private long sampledNanos;
  private long untoldNanos;

  /** A first slot carries the speaker, who has sent so many packets. */
  void begin(long received) {
    isHeard = true;
    packetsBefore = received;
  }

  /** No slot carries it any more. */
  void end(long received) {
    isHeard = false;
    packets += received - packetsBefore;
  }

  /**
   * Looks at the time since the last sample.
   *
   * @param isHeardElsewhere other parts of the room hear it, whatever its slots here
   * @return talk to tell of, in milliseconds; 0 while there is none, or more may follow
   */
  int sample(long nowNanos, long received, boolean isHeardElsewhere) {
    if (isHeard || isHeardElsewhere) {
      packets += received - packetsBefore;
    }
    packetsBefore = received;
    long elapsedNanos = nowNanos - sampledNanos;
    boolean talks = sampled && packets * NANOS_PER_SECOND > SILENT_PACKETS * elapsedNanos;
    sampled = true;
    sampledNanos = nowNanos;
    packets = 0;
    if (talks) {
      untoldNanos += elapsedNanos;
    }
    if (talks && untoldNanos < TOLD_NANOS) {
      return 0;
    }
    return takeUntoldMillis();
  }

  /** What was not told yet, when the speaker goes. */
  int takeUntoldMillis() {
    long millis = untoldNanos / NANOS_PER_MILLISECOND;
    untoldNanos = 0;
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }
}
