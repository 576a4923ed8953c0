package chat.free4.wire;

import java.lang.foreign.MemorySegment;

/**
 * What a datagram on the media port is, by its first bytes (RFC 7983 section 7; RTCP among RTP by
 * RFC 5761 section 4).
 *
 * <pre>
 *                +----------------+
 *                |        [0..3] -+--> STUN
 *                |      [20..63] -+--> DTLS
 *                |    [128..191] -+--> RTP, or RTCP when the second byte is in [192..223]
 *                +----------------+
 * </pre>
 */
public enum DatagramKind {
  STUN,
  DTLS,
  RTP,
  RTCP,
  UNKNOWN;

  private static final int RTCP_MIN_TYPE = 192;
  private static final int RTCP_MAX_TYPE = 223;

  /** The kind of the {@code length} bytes at {@code offset}. */
  public static DatagramKind of(MemorySegment segment, long offset, int length) {
    if (length < 2) {
      return UNKNOWN;
    }
    int first = BigEndian.u8(segment, offset);
    if (first >= 128 && first <= 191) {
      return isRtcpType(BigEndian.u8(segment, offset + 1)) ? RTCP : RTP;
    }
    if (first <= 3) {
      return STUN;
    }
    return first >= 20 && first <= 63 ? DTLS : UNKNOWN;
  }

  /** True when an RTP or RTCP packet with this second byte is RTCP. */
  public static boolean isRtcpType(int secondByte) {
    return secondByte >= RTCP_MIN_TYPE && secondByte <= RTCP_MAX_TYPE;
  }
}
