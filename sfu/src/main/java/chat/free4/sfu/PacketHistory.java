package chat.free4.sfu;

import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The packets that one listener was sent last, over all its slots, as they went out: a NACK is
 * answered with the identical SRTP packet, which no receiver takes for a replay and which costs no
 * cipher. One ring of bytes, the oldest overwritten first, in records that are written from front
 * to back: keeping a packet touches its own two or three cache lines and no other.
 *
 * <pre>
 *  0          8          12       14        16
 *  | last sent | back     | length | resends | packet, padded to 8 bytes
 *                                            2: sequence number, 8: SSRC
 * </pre>
 *
 * <p>NACKs are rare, so nothing is kept for finding a packet: they search backwards, each record
 * saying where the one before it begins.
 */
final class PacketHistory {
  /** Times that one packet is sent again. */
  static final int MAX_RESENDS = 4;

  /** Least time between two resends of one packet. */
  static final long MIN_RESEND_NANOS = 10_000_000;

  /**
   * Packets that one listener may ask for within {@link #SEARCH_WINDOW_NANOS}: all that it is sent
   * while six members speak at once.
   */
  static final int MAX_SEARCHES = 512;

  /** What {@link #MAX_SEARCHES} is counted in. */
  static final long SEARCH_WINDOW_NANOS = 1_000_000_000;

  /** Bytes of a record before its packet. */
  static final int RECORD_BYTES = 16;

  private static final int BACK_AT = 8;
  private static final int LENGTH_AT = 12;
  private static final int RESENDS_AT = 14;
  private static final int SEQUENCE_AT = RECORD_BYTES + 2;
  private static final int SSRC_AT = RECORD_BYTES + 8;
  private static final int ALIGNMENT = 8;

  /** No record; also the {@code back} of the first. */
  private static final int NONE = -1;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] ring;
  private final int mask;

  /** Where the next record begins, counted over all that was ever written. */
  private long written;

  /** Where the newest record begins. */
  private long newest = NONE;

  private long granted = NONE;
  private long searchedSince;
  private int searches;

  /**
   * @param bytes a power of two
   */
  PacketHistory(int bytes) {
    ring = new byte[bytes];
    mask = bytes - 1;
  }

  /** Reads a little of where the next record will be written; the sum means nothing. */
  int fetch() {
    int at = (int) written & mask;
    return ring[at] + ring[(at + 64) & mask] + ring[(at + 128) & mask];
  }

  /** Keeps an RTP packet as it is sent now; one that is longer than the ring is not kept. */
  void store(long nowNanos, MemorySegment packet, long offset, int length) {
    int record = RECORD_BYTES + length;
    if (record > ring.length) {
      return;
    }
    int at = (int) written & mask;
    if (at + record > ring.length) {
      written += ring.length - at;
      at = 0;
    }
    int back = newest == NONE ? NONE : (int) (written - newest);
    LONG.set(ring, at, nowNanos);
    INT.set(ring, at + BACK_AT, back);
    INT.set(ring, at + LENGTH_AT, length << Short.SIZE);
    MemorySegment.copy(packet, ValueLayout.JAVA_BYTE, offset, ring, at + RECORD_BYTES, length);
    newest = written;
    written += (record + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /**
   * Asks to send a packet again; counts it as sent when it may be.
   *
   * @return null when it may; {@link #granted} then says where it is
   */
  @Nullable MediaDrop requestResend(long nowNanos, int ssrc, int sequence) {
    if (searches == 0 || nowNanos - searchedSince >= SEARCH_WINDOW_NANOS) {
      searchedSince = nowNanos;
      searches = 0;
    }
    if (searches == MAX_SEARCHES) {
      return MediaDrop.RESEND_LIMITED;
    }
    searches++;
    long position = find(ssrc, sequence);
    if (position == NONE) {
      return MediaDrop.NOT_IN_HISTORY;
    }
    int at = (int) position & mask;
    int resends = (short) SHORT.get(ring, at + RESENDS_AT);
    if (resends >= MAX_RESENDS
        || (resends > 0 && nowNanos - (long) LONG.get(ring, at) < MIN_RESEND_NANOS)) {
      return MediaDrop.RESEND_LIMITED;
    }
    SHORT.set(ring, at + RESENDS_AT, (short) (resends + 1));
    LONG.set(ring, at, nowNanos);
    granted = position;
    return null;
  }

  private long find(int ssrc, int sequence) {
    long oldest = written - ring.length;
    long position = newest;
    while (position != NONE && position >= oldest) {
      int at = (int) position & mask;
      if ((int) INT.get(ring, at + SSRC_AT) == ssrc
          && ((short) SHORT.get(ring, at + SEQUENCE_AT) & 0xffff) == sequence) {
        return position;
      }
      int back = (int) INT.get(ring, at + BACK_AT);
      position = back == NONE ? NONE : position - back;
    }
    return NONE;
  }

  /** Which packet was granted last, for {@link #copyTo} before the next {@link #store}. */
  long granted() {
    return granted;
  }

  /** Appends a packet whose resend was granted to {@code out}. */
  void copyTo(PacketBatch out, int path, long position) {
    int at = (int) position & mask;
    int length = (short) SHORT.get(ring, at + LENGTH_AT);
    int slot = out.add(path, length);
    MemorySegment.copy(
        ring, at + RECORD_BYTES, out.slab(), ValueLayout.JAVA_BYTE, out.offset(slot), length);
  }
}
