package chat.free4.wire.rtp;

/** Arithmetic on 16-bit RTP sequence numbers, which wrap (RFC 3550 section 5.1, RFC 1982). */
public final class SequenceNumber {
  /** How many there are. */
  public static final int COUNT = 1 << 16;

  private SequenceNumber() {}

  /** The number {@code steps} after {@code sequence}; steps may be negative. */
  public static int plus(int sequence, int steps) {
    return (sequence + steps) & 0xffff;
  }

  /** How far {@code to} is ahead of {@code from}: -32768 to 32767. */
  public static int distance(int from, int to) {
    return (short) (to - from);
  }

  /** True when {@code sequence} comes after {@code other}. */
  public static boolean isAfter(int sequence, int other) {
    return distance(other, sequence) > 0;
  }
}
