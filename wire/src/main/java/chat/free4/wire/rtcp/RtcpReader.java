package chat.free4.wire.rtcp;

import chat.free4.wire.BigEndian;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the packets of a compound RTCP datagram (RFC 3550 section 6.1), or of a reduced-size
 * one (RFC 5506). One reader is used again and again; nothing is allocated.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P| RC/FMT  |       PT      |     length in words, less 1   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         SSRC of sender                        |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * </pre>
 *
 * <p>{@link #start} checks the whole datagram before anything of it is handed out; then {@code
 * while (reader.next())} goes through its packets. The getters of a packet type may be called on
 * that type only.
 */
public final class RtcpReader {
  /** Packet type of a sender report. */
  public static final int SENDER_REPORT = 200;

  /** Packet type of a receiver report. */
  public static final int RECEIVER_REPORT = 201;

  /** Packet type of a source description. */
  public static final int SOURCE_DESCRIPTION = 202;

  /** Packet type of a goodbye. */
  public static final int BYE = 203;

  /** Packet type of transport layer feedback (RFC 4585 section 6.1). */
  public static final int TRANSPORT_FEEDBACK = 205;

  /** Format of a generic NACK in transport layer feedback (RFC 4585 section 6.2.1). */
  public static final int FORMAT_NACK = 1;

  static final int HEADER_BYTES = 4;
  static final int SENDER_INFO_BYTES = 20;
  static final int REPORT_BLOCK_BYTES = 24;
  static final int FEEDBACK_HEADER_BYTES = 12;

  private MemorySegment segment = MemorySegment.NULL;
  private long nextAt;
  private long end;
  private long at;
  private int bytes;
  private int type;
  private int count;

  /**
   * Checks a plain datagram and stands before its first packet.
   *
   * @return null when every packet in it is well-formed
   */
  public @Nullable RtcpDrop start(MemorySegment datagram, long offset, int length) {
    segment = datagram;
    nextAt = offset;
    end = offset;
    if (length < HEADER_BYTES + 4) {
      return RtcpDrop.TOO_SHORT;
    }
    if (length > PacketBatch.MAX_DATAGRAM_BYTES) {
      return RtcpDrop.TOO_LONG;
    }
    long limit = offset + length;
    for (long packet = offset; packet < limit; ) {
      RtcpDrop drop = checkPacket(packet, limit);
      if (drop != null) {
        return drop;
      }
      packet += packetBytes(packet);
    }
    end = limit;
    return null;
  }

  private @Nullable RtcpDrop checkPacket(long packet, long limit) {
    if (packet + HEADER_BYTES > limit) {
      return RtcpDrop.TRUNCATED;
    }
    int first = BigEndian.u8(segment, packet);
    if (first >> 6 != 2) {
      return RtcpDrop.WRONG_VERSION;
    }
    int packetType = BigEndian.u8(segment, packet + 1);
    if (!DatagramKind.isRtcpType(packetType)) {
      return RtcpDrop.WRONG_TYPE;
    }
    int total = packetBytes(packet);
    if (packet + total > limit) {
      return RtcpDrop.TRUNCATED;
    }
    int padding = 0;
    if ((first & 0x20) != 0) {
      padding = BigEndian.u8(segment, packet + total - 1);
      boolean isLast = packet + total == limit;
      if (!isLast || padding == 0 || padding % 4 != 0 || padding > total - HEADER_BYTES) {
        return RtcpDrop.BAD_PADDING;
      }
    }
    return checkItems(packetType, first & 0x1f, total - padding);
  }

  private static @Nullable RtcpDrop checkItems(int packetType, int items, int content) {
    int least =
        switch (packetType) {
          case SENDER_REPORT -> HEADER_BYTES + 4 + SENDER_INFO_BYTES + items * REPORT_BLOCK_BYTES;
          case RECEIVER_REPORT -> HEADER_BYTES + 4 + items * REPORT_BLOCK_BYTES;
          case BYE -> HEADER_BYTES + 4 * items;
          case TRANSPORT_FEEDBACK -> FEEDBACK_HEADER_BYTES;
          default -> HEADER_BYTES;
        };
    return content < least ? RtcpDrop.ITEMS_TRUNCATED : null;
  }

  private int packetBytes(long packet) {
    return 4 * (BigEndian.u16(segment, packet + 2) + 1);
  }

  /** Goes to the next packet; false after the last. */
  public boolean next() {
    if (nextAt >= end) {
      return false;
    }
    at = nextAt;
    int first = BigEndian.u8(segment, at);
    type = BigEndian.u8(segment, at + 1);
    count = first & 0x1f;
    bytes = packetBytes(at);
    nextAt = at + bytes;
    if ((first & 0x20) != 0) {
      bytes -= BigEndian.u8(segment, at + bytes - 1);
    }
    return true;
  }

  /** The packet type: one of the constants, or another that the caller skips. */
  public int type() {
    return type;
  }

  /** Number of report blocks, chunks or sources; in feedback the format. */
  public int count() {
    return count;
  }

  /** True on a generic NACK. */
  public boolean isNack() {
    return type == TRANSPORT_FEEDBACK && count == FORMAT_NACK;
  }

  /** SSRC of the sender of a report or feedback. */
  public int senderSsrc() {
    return BigEndian.i32(segment, at + 4);
  }

  /** Sender report: NTP timestamp. */
  public long ntpTimestamp() {
    return BigEndian.i64(segment, at + 8);
  }

  /** Sender report: RTP timestamp of the same instant. */
  public int rtpTimestamp() {
    return BigEndian.i32(segment, at + 16);
  }

  /** Sender report: packets sent, modulo 2^32. */
  public int packetCount() {
    return BigEndian.i32(segment, at + 20);
  }

  /** Sender report: payload bytes sent, modulo 2^32. */
  public int octetCount() {
    return BigEndian.i32(segment, at + 24);
  }

  private long block(int index) {
    int blocks = type == SENDER_REPORT ? HEADER_BYTES + 4 + SENDER_INFO_BYTES : HEADER_BYTES + 4;
    return at + blocks + (long) index * REPORT_BLOCK_BYTES;
  }

  /** Report block, below {@link #count}: the stream that is reported on. */
  public int blockSsrc(int index) {
    return BigEndian.i32(segment, block(index));
  }

  /** Report block: share of packets lost since the last report, in 1/256. */
  public int fractionLost(int index) {
    return BigEndian.u8(segment, block(index) + 4);
  }

  /** Report block: packets lost since the beginning, signed 24 bits. */
  public int cumulativeLost(int index) {
    return BigEndian.u24(segment, block(index) + 5) << 8 >> 8;
  }

  /** Report block: wraps in the upper, highest sequence number in the lower 16 bits. */
  public int extendedHighestSequence(int index) {
    return BigEndian.i32(segment, block(index) + 8);
  }

  /** Report block: interarrival jitter in timestamp units. */
  public int jitter(int index) {
    return BigEndian.i32(segment, block(index) + 12);
  }

  /** Report block: compact NTP timestamp of the last sender report; 0 when there was none. */
  public int lastSr(int index) {
    return BigEndian.i32(segment, block(index) + 16);
  }

  /** Report block: delay since that report, in 1/65536 s. */
  public int delaySinceLastSr(int index) {
    return BigEndian.i32(segment, block(index) + 20);
  }

  /** Goodbye, below {@link #count}: a stream that ends. */
  public int byeSsrc(int index) {
    return BigEndian.i32(segment, at + HEADER_BYTES + 4L * index);
  }

  /** Feedback: the stream it is about. */
  public int mediaSsrc() {
    return BigEndian.i32(segment, at + 8);
  }

  /** NACK: how many pairs of packet id and bitmask there are. */
  public int nackCount() {
    return (bytes - FEEDBACK_HEADER_BYTES) / 4;
  }

  /** NACK, below {@link #nackCount}: a lost sequence number. */
  public int nackPacketId(int index) {
    return BigEndian.u16(segment, at + FEEDBACK_HEADER_BYTES + 4L * index);
  }

  /** NACK: bit i (from the lowest) says that packet id + i + 1 is lost too. */
  public int nackBitmask(int index) {
    return BigEndian.u16(segment, at + FEEDBACK_HEADER_BYTES + 4L * index + 2);
  }
}
