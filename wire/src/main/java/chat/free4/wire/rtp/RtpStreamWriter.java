package chat.free4.wire.rtp;

import chat.free4.wire.BigEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes the packets of one outgoing stream: what stays the same (SSRC, payload type, MID, ids of
 * header extensions) is laid out once, what changes comes with each packet (RFC 3550 section 5.1,
 * RFC 8285 section 4). Allocates nothing per packet.
 *
 * <pre>
 * +----------------------+--------+--------------------------------+---------+
 * | fixed header, X set  | 1 CSRC | 0xBEDE: level, MID, padding    | payload |
 * +----------------------+--------+--------------------------------+---------+
 * </pre>
 *
 * <p>The block takes the two-byte form only when an id is over 14 or the MID over 16 bytes. It is
 * left out when no extension was negotiated.
 */
public final class RtpStreamWriter {
  /** A packet without audio level. */
  public static final int NO_LEVEL = RtpExtensions.ABSENT;

  /** Longest MID, in bytes, that is written. */
  public static final int MAX_MID_BYTES = 32;

  /** A rewritten packet is at most this many bytes longer than the one it was made from. */
  public static final int MAX_GROWTH_BYTES = 4 + 4 + 3 + 2 + MAX_MID_BYTES + 3;

  private final int ssrc;
  private final int payloadType;

  /** A block up to so long is kept in two numbers and not in an array, which lies elsewhere. */
  private static final int SHORT_BLOCK_BYTES = 16;

  /** Bytes of {@link #blockWithLevel}. */
  private final int withLevelBytes;

  // That block's bytes where it is short, most significant first.
  private final long blockHead;
  private final long blockTail;

  /** Block with a level element, whose value stands at {@link #levelAt}. */
  private final byte[] blockWithLevel;

  private final byte[] blockWithoutLevel;
  private final int levelAt;
  private final boolean hasLevel;

  /**
   * @param midExtension id of the MID extension; 0 leaves it out
   * @param mid the MID in ASCII
   * @param levelExtension id of the audio level extension; 0 leaves it out
   */
  public RtpStreamWriter(
      int ssrc, int payloadType, int midExtension, byte[] mid, int levelExtension) {
    if (payloadType < 0 || payloadType > 127) {
      throw new IllegalArgumentException("payload type " + payloadType);
    }
    if (mid.length > MAX_MID_BYTES) {
      throw new IllegalArgumentException("MID of " + mid.length + " bytes");
    }
    checkId(midExtension);
    checkId(levelExtension);
    this.ssrc = ssrc;
    this.payloadType = payloadType;
    boolean twoByte =
        Math.max(midExtension, levelExtension) > RtpExtensions.ONE_BYTE_MAX_ID
            || mid.length > RtpExtensions.ONE_BYTE_MAX_LENGTH;
    int usedMid = mid.length == 0 ? 0 : midExtension;
    this.blockWithLevel = block(twoByte, levelExtension, usedMid, mid);
    this.withLevelBytes = blockWithLevel.length;
    ByteBuffer words = ByteBuffer.allocate(Math.max(SHORT_BLOCK_BYTES, withLevelBytes));
    words.put(blockWithLevel);
    this.blockHead = words.getLong(0);
    this.blockTail = words.getLong(8);
    this.blockWithoutLevel = block(twoByte, 0, usedMid, mid);
    this.levelAt = twoByte ? 6 : 5;
    this.hasLevel = levelExtension != 0;
  }

  private static void checkId(int id) {
    if (id < 0 || id > 255) {
      throw new IllegalArgumentException("extension id " + id);
    }
  }

  private static byte[] block(boolean twoByte, int levelId, int midId, byte[] mid) {
    byte[] block = new byte[4 + 3 + 2 + mid.length + 3];
    int at = 4;
    if (levelId != 0) {
      at = element(block, at, twoByte, levelId, new byte[1]);
    }
    if (midId != 0) {
      at = element(block, at, twoByte, midId, mid);
    }
    if (at == 4) {
      return new byte[0];
    }
    int words = (at - 4 + 3) / 4;
    int profile = twoByte ? RtpExtensions.TWO_BYTE_PROFILE : RtpExtensions.ONE_BYTE_PROFILE;
    block[0] = (byte) (profile >> 8);
    block[1] = (byte) profile;
    block[3] = (byte) words;
    return Arrays.copyOf(block, 4 + 4 * words);
  }

  private static int element(byte[] block, int start, boolean twoByte, int id, byte[] data) {
    int at = start;
    if (twoByte) {
      block[at++] = (byte) id;
      block[at++] = (byte) data.length;
    } else {
      block[at++] = (byte) (id << 4 | data.length - 1);
    }
    System.arraycopy(data, 0, block, at, data.length);
    return at + data.length;
  }

  /** Reads a little of all that a header is made of; the sum means nothing. */
  public int fetch() {
    return withLevelBytes + (int) blockTail;
  }

  /** The stream's SSRC. */
  public int ssrc() {
    return ssrc;
  }

  /**
   * Writes a packet whose payload is that of {@code in}, a plain packet that passed {@link
   * RtpPacket#check}; its marker is kept, its padding is not. The two must not overlap, and {@code
   * out} must have room for {@link #MAX_GROWTH_BYTES} more than {@code in}.
   *
   * @param csrc who speaks; 0 leaves it out
   * @param audioLevel the element as {@link RtpExtensions#audioLevel} read it, or {@link #NO_LEVEL}
   * @return bytes written
   */
  public int rewrite(
      MemorySegment in,
      long inOffset,
      int inLength,
      MemorySegment out,
      long outOffset,
      int sequence,
      int timestamp,
      int csrc,
      int audioLevel) {
    boolean marker = RtpPacket.marker(in, inOffset);
    int header = writeHeader(out, outOffset, marker, sequence, timestamp, csrc, audioLevel);
    int payload = RtpPacket.payloadLength(in, inOffset, inLength);
    long from = inOffset + RtpPacket.headerLength(in, inOffset);
    MemorySegment.copy(in, from, out, outOffset + header, payload);
    return header + payload;
  }

  /**
   * Writes the header of a packet whose payload the caller puts after it.
   *
   * @param csrc who speaks; 0 leaves it out
   * @param audioLevel the element as {@link RtpExtensions#audioLevel} read it, or {@link #NO_LEVEL}
   * @return bytes written
   */
  public int writeHeader(
      MemorySegment out,
      long outOffset,
      boolean marker,
      int sequence,
      int timestamp,
      int csrc,
      int audioLevel) {
    boolean withLevel = hasLevel && audioLevel != NO_LEVEL;
    int blockBytes = withLevel ? withLevelBytes : blockWithoutLevel.length;
    int csrcCount = csrc == 0 ? 0 : 1;
    int first = 0x80 | (blockBytes == 0 ? 0 : 0x10) | csrcCount;
    BigEndian.put8(out, outOffset, first);
    BigEndian.put8(out, outOffset + 1, (marker ? 0x80 : 0) | payloadType);
    BigEndian.put16(out, outOffset + 2, sequence);
    BigEndian.put32(out, outOffset + 4, timestamp);
    BigEndian.put32(out, outOffset + 8, ssrc);
    int header = RtpPacket.FIXED_HEADER_BYTES;
    if (csrcCount == 1) {
      BigEndian.put32(out, outOffset + header, csrc);
      header += 4;
    }
    long blockAt = outOffset + header;
    if (withLevel && blockBytes <= SHORT_BLOCK_BYTES) {
      // What is written behind a shorter one is where the payload will stand.
      BigEndian.put64(out, blockAt, blockHead);
      BigEndian.put64(out, blockAt + Long.BYTES, blockTail);
    } else {
      byte[] block = withLevel ? blockWithLevel : blockWithoutLevel;
      MemorySegment.copy(block, 0, out, ValueLayout.JAVA_BYTE, blockAt, blockBytes);
    }
    if (withLevel) {
      BigEndian.put8(out, blockAt + levelAt, audioLevel);
    }
    return header + blockBytes;
  }
}
