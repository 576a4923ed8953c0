package chat.free4.ffi;

/**
 * When a datagram came, as {@code SO_TIMESTAMPNS} has the kernel say it beside the datagram
 * (socket(7), cmsg(3)): {@code cmsghdr} with length 0-7, level 8-11 and type 12-15, then a
 * timespec.
 */
final class Timestamp {
  /** Room that it takes. */
  static final long CONTROL_BYTES = 32;

  private static final int SOL_SOCKET = 1;
  private static final int SO_TIMESTAMPNS = 35;
  private static final long NANOS_A_SECOND = 1_000_000_000;

  private Timestamp() {}

  /** Nanoseconds since 1970; 0 when the kernel did not say. */
  static long of(MessageArray messages, int index) {
    boolean isThere =
        messages.controlLength(index) >= CONTROL_BYTES
            && messages.controlInt(index, 8) == SOL_SOCKET
            && messages.controlInt(index, 12) == SO_TIMESTAMPNS;
    return isThere
        ? messages.controlLong(index, 16) * NANOS_A_SECOND + messages.controlLong(index, 24)
        : 0;
  }
}
