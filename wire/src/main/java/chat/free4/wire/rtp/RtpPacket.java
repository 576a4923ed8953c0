package chat.free4.wire.rtp;

import chat.free4.wire.BigEndian;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Reads an RTP packet where it lies (RFC 3550 section 5.1); nothing is allocated.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           synchronization source (SSRC) identifier            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |            contributing source (CSRC) identifiers             |
 * |                             ....                              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      defined by profile       |           length              |  if X
 * |                        header extension                       |
 * </pre>
 *
 * <p>Check a packet first: {@link #checkHeader} when its payload is still encrypted, {@link #check}
 * when it is plain. The other readers are safe only on a packet that passed.
 */
public final class RtpPacket {
  /** Bytes of the fixed header. */
  public static final int FIXED_HEADER_BYTES = 12;

  /** Most CSRCs a packet can carry. */
  public static final int MAX_CSRCS = 15;

  private static final int EXTENSION_HEADER_BYTES = 4;

  private RtpPacket() {}

  /**
   * Checks the header of a packet whose payload may be encrypted.
   *
   * @return null when the header, its CSRCs and its extension block lie within the packet
   */
  public static @Nullable RtpDrop checkHeader(MemorySegment packet, long offset, int length) {
    if (length < FIXED_HEADER_BYTES) {
      return RtpDrop.TOO_SHORT;
    }
    if (length > PacketBatch.MAX_DATAGRAM_BYTES) {
      return RtpDrop.TOO_LONG;
    }
    int first = BigEndian.u8(packet, offset);
    if (first >> 6 != 2) {
      return RtpDrop.WRONG_VERSION;
    }
    int header = FIXED_HEADER_BYTES + 4 * (first & 0x0f);
    if (header > length) {
      return RtpDrop.CSRC_TRUNCATED;
    }
    if ((first & 0x10) == 0) {
      return null;
    }
    if (header + EXTENSION_HEADER_BYTES > length) {
      return RtpDrop.EXTENSION_TRUNCATED;
    }
    header += EXTENSION_HEADER_BYTES + 4 * BigEndian.u16(packet, offset + header + 2);
    return header > length ? RtpDrop.EXTENSION_TRUNCATED : null;
  }

  /**
   * Checks a plain packet: its header and its padding.
   *
   * @return null when it is well-formed
   */
  public static @Nullable RtpDrop check(MemorySegment packet, long offset, int length) {
    RtpDrop drop = checkHeader(packet, offset, length);
    if (drop != null || !hasPadding(packet, offset)) {
      return drop;
    }
    int padding = BigEndian.u8(packet, offset + length - 1);
    boolean fits = padding > 0 && padding <= length - headerLength(packet, offset);
    return fits ? null : RtpDrop.BAD_PADDING;
  }

  /** True when the last byte counts padding. */
  public static boolean hasPadding(MemorySegment packet, long offset) {
    return (BigEndian.u8(packet, offset) & 0x20) != 0;
  }

  /** True when a header extension follows the CSRCs. */
  public static boolean hasExtension(MemorySegment packet, long offset) {
    return (BigEndian.u8(packet, offset) & 0x10) != 0;
  }

  /** How many CSRCs there are. */
  public static int csrcCount(MemorySegment packet, long offset) {
    return BigEndian.u8(packet, offset) & 0x0f;
  }

  /** The marker bit; for Opus, the first packet after silence (RFC 7587 section 4.2). */
  public static boolean marker(MemorySegment packet, long offset) {
    return (BigEndian.u8(packet, offset + 1) & 0x80) != 0;
  }

  /** The payload type, 0 to 127. */
  public static int payloadType(MemorySegment packet, long offset) {
    return BigEndian.u8(packet, offset + 1) & 0x7f;
  }

  /** The sequence number, 0 to 65535. */
  public static int sequenceNumber(MemorySegment packet, long offset) {
    return BigEndian.u16(packet, offset + 2);
  }

  /** The timestamp, unsigned 32 bits in an int. */
  public static int timestamp(MemorySegment packet, long offset) {
    return BigEndian.i32(packet, offset + 4);
  }

  /** The SSRC, unsigned 32 bits in an int. */
  public static int ssrc(MemorySegment packet, long offset) {
    return BigEndian.i32(packet, offset + 8);
  }

  /** The CSRC at {@code index}, below {@link #csrcCount}; unsigned 32 bits in an int. */
  public static int csrc(MemorySegment packet, long offset, int index) {
    return BigEndian.i32(packet, offset + FIXED_HEADER_BYTES + 4L * index);
  }

  /** Bytes before the payload: fixed header, CSRCs and extension block. */
  public static int headerLength(MemorySegment packet, long offset) {
    int header = FIXED_HEADER_BYTES + 4 * csrcCount(packet, offset);
    if (!hasExtension(packet, offset)) {
      return header;
    }
    return header + EXTENSION_HEADER_BYTES + 4 * BigEndian.u16(packet, offset + header + 2);
  }

  /** Bytes of a plain packet's payload, without its padding. */
  public static int payloadLength(MemorySegment packet, long offset, int length) {
    int payload = length - headerLength(packet, offset);
    return hasPadding(packet, offset)
        ? payload - BigEndian.u8(packet, offset + length - 1)
        : payload;
  }
}
