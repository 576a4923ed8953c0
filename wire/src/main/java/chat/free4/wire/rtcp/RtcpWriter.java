package chat.free4.wire.rtcp;

import chat.free4.wire.BigEndian;
import chat.free4.wire.rtp.SequenceNumber;
import java.lang.foreign.MemorySegment;

/**
 * Writes RTCP packets (RFC 3550 section 6.4, RFC 4585 section 6.2.1), one after the other into a
 * datagram. Each method returns the bytes it wrote; nothing is allocated.
 */
public final class RtcpWriter {
  /** Bytes of a sender report without report blocks. */
  public static final int SENDER_REPORT_BYTES = 28;

  /** Bytes of a receiver report without report blocks. */
  public static final int RECEIVER_REPORT_BYTES = 8;

  /** Bytes of a report block. */
  public static final int REPORT_BLOCK_BYTES = RtcpReader.REPORT_BLOCK_BYTES;

  /** Most report blocks in a report. */
  public static final int MAX_REPORT_BLOCKS = 31;

  /** Bytes of a goodbye with one source. */
  public static final int BYE_BYTES = 8;

  private static final int MIN_CUMULATIVE_LOST = -(1 << 23);
  private static final int MAX_CUMULATIVE_LOST = (1 << 23) - 1;
  private static final int NACK_SPAN = 16;

  private RtcpWriter() {}

  /** Writes a sender report without report blocks. */
  public static int senderReport(
      MemorySegment out,
      long offset,
      int ssrc,
      long ntpTimestamp,
      int rtpTimestamp,
      int packetCount,
      int octetCount) {
    header(out, offset, 0, RtcpReader.SENDER_REPORT, SENDER_REPORT_BYTES);
    BigEndian.put32(out, offset + 4, ssrc);
    BigEndian.put64(out, offset + 8, ntpTimestamp);
    BigEndian.put32(out, offset + 16, rtpTimestamp);
    BigEndian.put32(out, offset + 20, packetCount);
    BigEndian.put32(out, offset + 24, octetCount);
    return SENDER_REPORT_BYTES;
  }

  /**
   * Writes a receiver report up to its report blocks, which the caller writes after it.
   *
   * @param blocks how many will follow, up to {@link #MAX_REPORT_BLOCKS}
   */
  public static int receiverReport(MemorySegment out, long offset, int ssrc, int blocks) {
    int bytes = RECEIVER_REPORT_BYTES + blocks * REPORT_BLOCK_BYTES;
    header(out, offset, blocks, RtcpReader.RECEIVER_REPORT, bytes);
    BigEndian.put32(out, offset + 4, ssrc);
    return RECEIVER_REPORT_BYTES;
  }

  /**
   * Writes a report block.
   *
   * @param fractionLost in 1/256, up to 255
   * @param cumulativeLost capped to signed 24 bits
   */
  public static int reportBlock(
      MemorySegment out,
      long offset,
      int ssrc,
      int fractionLost,
      int cumulativeLost,
      int extendedHighestSequence,
      int jitter,
      int lastSr,
      int delaySinceLastSr) {
    BigEndian.put32(out, offset, ssrc);
    BigEndian.put8(out, offset + 4, fractionLost);
    BigEndian.put24(
        out, offset + 5, Math.clamp(cumulativeLost, MIN_CUMULATIVE_LOST, MAX_CUMULATIVE_LOST));
    BigEndian.put32(out, offset + 8, extendedHighestSequence);
    BigEndian.put32(out, offset + 12, jitter);
    BigEndian.put32(out, offset + 16, lastSr);
    BigEndian.put32(out, offset + 20, delaySinceLastSr);
    return REPORT_BLOCK_BYTES;
  }

  /**
   * Writes a generic NACK. At most {@code 12 + 4 * count} bytes.
   *
   * @param lost sequence numbers in their order, {@code count} of them
   */
  public static int nack(
      MemorySegment out, long offset, int senderSsrc, int mediaSsrc, int[] lost, int count) {
    int bytes = RtcpReader.FEEDBACK_HEADER_BYTES;
    int i = 0;
    while (i < count) {
      int packetId = lost[i++];
      int bitmask = 0;
      while (i < count) {
        int ahead = SequenceNumber.distance(packetId, lost[i]);
        if (ahead < 1 || ahead > NACK_SPAN) {
          break;
        }
        bitmask |= 1 << (ahead - 1);
        i++;
      }
      BigEndian.put16(out, offset + bytes, packetId);
      BigEndian.put16(out, offset + bytes + 2, bitmask);
      bytes += 4;
    }
    header(out, offset, RtcpReader.FORMAT_NACK, RtcpReader.TRANSPORT_FEEDBACK, bytes);
    BigEndian.put32(out, offset + 4, senderSsrc);
    BigEndian.put32(out, offset + 8, mediaSsrc);
    return bytes;
  }

  /** Writes a goodbye for one stream. */
  public static int bye(MemorySegment out, long offset, int ssrc) {
    header(out, offset, 1, RtcpReader.BYE, BYE_BYTES);
    BigEndian.put32(out, offset + 4, ssrc);
    return BYE_BYTES;
  }

  private static void header(MemorySegment out, long offset, int count, int type, int bytes) {
    BigEndian.put8(out, offset, 0x80 | count);
    BigEndian.put8(out, offset + 1, type);
    BigEndian.put16(out, offset + 2, bytes / 4 - 1);
  }
}
