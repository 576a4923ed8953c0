package chat.free4.bench.load;

import chat.free4.wire.BigEndian;
import java.lang.foreign.MemorySegment;

/**
 * What a publisher says, so that a listener can check what it was told, and how long it took:
 *
 * <pre>
 * +--------------+------------------+--------------------+------------------------+--------+
 * | TOC (8 bits) | member (32 bits) | sequence (32 bits) | sent, ns since 1970    | filler |
 * +--------------+------------------+--------------------+------------------------+--------+
 * </pre>
 *
 * <p>The TOC (RFC 6716 section 3.1) says one CELT frame of 20 ms, for which any bytes are valid: a
 * real browser in the same room decodes it, to noise.
 */
public final class VoicePayload {
  /** Bytes without filler: the shortest payload. */
  public static final int MIN_BYTES = 17;

  /** Longest payload: with all headers and an authentication tag it fits an Ethernet datagram. */
  public static final int MAX_BYTES = 1200;

  private static final int TOC_CELT_20_MS_MONO = 0xF8;
  private static final int MEMBER_AT = 1;
  private static final int SEQUENCE_AT = 5;
  private static final int SENT_AT = 9;

  private VoicePayload() {}

  /** Writes a payload of {@code length} bytes. */
  static void write(
      MemorySegment out, long offset, int length, int member, int sequence, long sentNanos) {
    BigEndian.put8(out, offset, TOC_CELT_20_MS_MONO);
    BigEndian.put32(out, offset + MEMBER_AT, member);
    BigEndian.put32(out, offset + SEQUENCE_AT, sequence);
    BigEndian.put64(out, offset + SENT_AT, sentNanos);
    out.asSlice(offset + MIN_BYTES, length - MIN_BYTES).fill((byte) member);
  }

  /** True when it can be one of ours. */
  static boolean isWhole(int length) {
    return length >= MIN_BYTES;
  }

  /** Who said it. */
  static int member(MemorySegment payload, long offset) {
    return BigEndian.i32(payload, offset + MEMBER_AT);
  }

  /** When it was sent. */
  static long sentNanos(MemorySegment payload, long offset) {
    return BigEndian.i64(payload, offset + SENT_AT);
  }
}
