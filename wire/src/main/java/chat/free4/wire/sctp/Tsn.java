package chat.free4.wire.sctp;

/**
 * Arithmetic of transmission sequence numbers, 32 bits, and of stream sequence numbers, 16 bits
 * (RFC 9260 section 1.7): both begin anew after the highest.
 */
public final class Tsn {
  private Tsn() {}

  /** True when TSN {@code a} comes before {@code b}. */
  public static boolean isBefore(int a, int b) {
    return a - b < 0;
  }

  /** How far TSN {@code to} is after {@code from}; negative when it is before. */
  public static int distance(int from, int to) {
    return to - from;
  }

  /** True when stream sequence number {@code a} comes before {@code b}. */
  public static boolean isStreamSequenceBefore(int a, int b) {
    return (short) (a - b) < 0;
  }

  /** The stream sequence number after {@code sequence}. */
  public static int nextStreamSequence(int sequence) {
    return (sequence + 1) & 0xffff;
  }
}
