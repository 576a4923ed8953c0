package chat.free4.wire.rtp;

import chat.free4.wire.BigEndian;
import java.lang.foreign.MemorySegment;

/**
 * Finds elements of a header extension block, in the one-byte and the two-byte form (RFC 8285
 * section 4). Works on packets that passed {@link RtpPacket#checkHeader}; an element that runs over
 * the block's end counts as absent, as does everything after it.
 *
 * <pre>
 * one-byte form, 0xBEDE                      two-byte form, 0x100X
 *  0 1 2 3 4 5 6 7                            0                   1
 * +-+-+-+-+-+-+-+-+                           0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
 * |  ID   | len-1 |  data ...                +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * +-+-+-+-+-+-+-+-+                          |       ID      |     length    |  data ...
 *                                            +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class RtpExtensions {
  /** Returned when there is no such element. */
  public static final int ABSENT = -1;

  /** The block's profile in the one-byte form. */
  static final int ONE_BYTE_PROFILE = 0xbede;

  /** The block's profile in the two-byte form, without its four application bits. */
  static final int TWO_BYTE_PROFILE = 0x1000;

  /** Largest id of the one-byte form; 15 is reserved and ends the block. */
  static final int ONE_BYTE_MAX_ID = 14;

  /** Most bytes of an element in the one-byte form. */
  static final int ONE_BYTE_MAX_LENGTH = 16;

  private static final int ONE_BYTE_STOP_ID = 15;
  private static final int VOICE_ACTIVITY_BIT = 0x80;
  private static final int LEVEL_MASK = 0x7f;

  private RtpExtensions() {}

  /**
   * Finds the element with {@code id}; of several, the first.
   *
   * @return {@link #ABSENT}, or a value that {@link #dataOffset} and {@link #dataLength} take apart
   */
  public static int find(MemorySegment packet, long offset, int id) {
    if (id <= 0 || !RtpPacket.hasExtension(packet, offset)) {
      return ABSENT;
    }
    int block = RtpPacket.FIXED_HEADER_BYTES + 4 * RtpPacket.csrcCount(packet, offset);
    int profile = BigEndian.u16(packet, offset + block);
    int end = RtpPacket.headerLength(packet, offset);
    if (profile == ONE_BYTE_PROFILE) {
      return findOneByte(packet, offset, block + 4, end, id);
    }
    if ((profile & 0xfff0) == TWO_BYTE_PROFILE) {
      return findTwoByte(packet, offset, block + 4, end, id);
    }
    return ABSENT;
  }

  /** Where the data of a found element begins, in bytes from the packet's first. */
  public static int dataOffset(int found) {
    return found >> 8;
  }

  /** Bytes of a found element's data. */
  public static int dataLength(int found) {
    return found & 0xff;
  }

  /**
   * The audio level element (RFC 6464 section 3) as it is: take it apart by {@link #level} and
   * {@link #isVoice}, or hand it on to {@link RtpStreamWriter}.
   *
   * @return 0 to 255; {@link #ABSENT} when the packet does not carry it
   */
  public static int audioLevel(MemorySegment packet, long offset, int id) {
    int found = find(packet, offset, id);
    if (found == ABSENT || dataLength(found) == 0) {
      return ABSENT;
    }
    return BigEndian.u8(packet, offset + dataOffset(found));
  }

  /** The level in an audio level element, in -dBov: 0 is loudest, 127 is silence. */
  public static int level(int audioLevel) {
    return audioLevel & LEVEL_MASK;
  }

  /** True when the sender marked an audio level element as voice. */
  public static boolean isVoice(int audioLevel) {
    return (audioLevel & VOICE_ACTIVITY_BIT) != 0;
  }

  /** True when the packet carries the MID {@code mid} (RFC 9143 section 15.1). */
  public static boolean hasMid(MemorySegment packet, long offset, int id, byte[] mid) {
    int found = find(packet, offset, id);
    return found != ABSENT && dataEquals(packet, offset, found, mid);
  }

  private static boolean dataEquals(MemorySegment packet, long offset, int found, byte[] expected) {
    if (dataLength(found) != expected.length) {
      return false;
    }
    long data = offset + dataOffset(found);
    for (int i = 0; i < expected.length; i++) {
      if (BigEndian.u8(packet, data + i) != (expected[i] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  private static int findOneByte(MemorySegment packet, long offset, int start, int end, int id) {
    int at = start;
    while (at < end) {
      int head = BigEndian.u8(packet, offset + at);
      at++;
      if (head == 0) {
        continue; // padding
      }
      int elementId = head >> 4;
      int length = (head & 0x0f) + 1;
      if (elementId == ONE_BYTE_STOP_ID || at + length > end) {
        return ABSENT;
      }
      // Id 0 with a length is not padding but must be skipped (RFC 8285 section 4.2).
      if (elementId == id) {
        return at << 8 | length;
      }
      at += length;
    }
    return ABSENT;
  }

  private static int findTwoByte(MemorySegment packet, long offset, int start, int end, int id) {
    int at = start;
    while (at < end) {
      int elementId = BigEndian.u8(packet, offset + at);
      at++;
      if (elementId == 0) {
        continue; // padding
      }
      if (at >= end) {
        return ABSENT;
      }
      int length = BigEndian.u8(packet, offset + at);
      at++;
      if (at + length > end) {
        return ABSENT;
      }
      if (elementId == id) {
        return at << 8 | length;
      }
      at += length;
    }
    return ABSENT;
  }
}
