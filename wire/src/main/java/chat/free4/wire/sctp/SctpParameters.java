package chat.free4.wire.sctp;

import chat.free4.wire.BigEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Walks over what stands in a chunk as type, length and value: parameters (RFC 9260 section 3.2.1)
 * and error causes (section 3.3.10). Handed out by {@link SctpReader}, which has checked them.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |             type              |   length, without padding     |
 * |                             value                             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class SctpParameters {
  private MemorySegment segment = MemorySegment.NULL;
  private int nextAt;
  private int end;
  private int at;

  SctpParameters() {}

  static boolean areWellFormed(MemorySegment segment, int from, int end) {
    int at = from;
    while (at < end) {
      if (at + Sctp.CHUNK_HEADER_BYTES > end) {
        return false;
      }
      int length = BigEndian.u16(segment, at + 2);
      if (length < Sctp.CHUNK_HEADER_BYTES || at + length > end) {
        return false;
      }
      // The last one's padding is the chunk's.
      at += Sctp.padded(length);
    }
    return true;
  }

  void start(MemorySegment packet, int from, int to) {
    segment = packet;
    nextAt = from;
    end = to;
  }

  /** Goes to the next one; false after the last. */
  public boolean next() {
    if (nextAt >= end) {
      return false;
    }
    at = nextAt;
    nextAt = at + Sctp.padded(BigEndian.u16(segment, at + 2));
    return true;
  }

  /** Its type, or the code of a cause. */
  public int type() {
    return BigEndian.u16(segment, at);
  }

  /** Bytes of its value. */
  public int length() {
    return BigEndian.u16(segment, at + 2) - Sctp.CHUNK_HEADER_BYTES;
  }

  /** 8 bits of the value; {@code offset} counts from its first byte. */
  public int u8(int offset) {
    return BigEndian.u8(segment, at + Sctp.CHUNK_HEADER_BYTES + offset);
  }

  /** 16 bits of the value. */
  public int u16(int offset) {
    return BigEndian.u16(segment, at + Sctp.CHUNK_HEADER_BYTES + offset);
  }

  /** 32 bits of the value. */
  public int i32(int offset) {
    return BigEndian.i32(segment, at + Sctp.CHUNK_HEADER_BYTES + offset);
  }

  /** A copy of the value. */
  public byte[] value() {
    return segment.asSlice(at + Sctp.CHUNK_HEADER_BYTES, length()).toArray(ValueLayout.JAVA_BYTE);
  }
}
