package chat.free4.sfu;

import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The packets that a slot has sent last, as they went out: a NACK is answered with the identical
 * SRTP packet, which no receiver takes for a replay and which costs no cipher. One ring of bytes,
 * the oldest overwritten first.
 */
final class PacketHistory {
  /** Times that one packet is sent again. */
  static final int MAX_RESENDS = 4;

  /** Least time between two resends of one packet. */
  static final long MIN_RESEND_NANOS = 10_000_000;

  private final byte[] ring;
  private final int mask;
  private final int[] sequences;
  private final long[] starts;
  private final int[] lengths;
  private final int[] resends;
  private final long[] sentNanos;

  /** Bytes ever written, ends of the ring that were left over included. */
  private long written;

  /**
   * @param packets a power of two
   */
  PacketHistory(int packets, int bytes) {
    ring = new byte[bytes];
    mask = packets - 1;
    sequences = new int[packets];
    starts = new long[packets];
    lengths = new int[packets];
    resends = new int[packets];
    sentNanos = new long[packets];
  }

  /** Keeps a packet as it is sent now; one that is longer than the ring is not kept. */
  void store(long nowNanos, int sequence, MemorySegment packet, long offset, int length) {
    if (length > ring.length) {
      return;
    }
    int at = (int) (written % ring.length);
    if (at + length > ring.length) {
      written += ring.length - at;
      at = 0;
    }
    MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, offset, ring, at, length);
    int index = sequence & mask;
    sequences[index] = sequence;
    starts[index] = written;
    lengths[index] = length;
    resends[index] = 0;
    sentNanos[index] = nowNanos;
    written += length;
  }

  /**
   * Asks to send a packet again; counts it as sent when it may be.
   *
   * @return null when it may; {@link #copyTo} then gives it until the next {@link #store}
   */
  @Nullable MediaDrop requestResend(long nowNanos, int sequence) {
    int index = sequence & mask;
    if (lengths[index] == 0
        || sequences[index] != sequence
        || starts[index] + ring.length < written) {
      return MediaDrop.NOT_IN_HISTORY;
    }
    if (resends[index] >= MAX_RESENDS
        || (resends[index] > 0 && nowNanos - sentNanos[index] < MIN_RESEND_NANOS)) {
      return MediaDrop.RESEND_LIMITED;
    }
    resends[index]++;
    sentNanos[index] = nowNanos;
    return null;
  }

  /** Appends a packet whose resend was granted to {@code out}. */
  void copyTo(PacketBatch out, int path, int sequence) {
    int index = sequence & mask;
    int slot = out.add(path, lengths[index]);
    int at = (int) (starts[index] % ring.length);
    MemorySegment.copy(
        ring, at, out.slab(), ValueLayout.JAVA_BYTE, out.offset(slot), lengths[index]);
  }
}
