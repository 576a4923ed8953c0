package chat.free4.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a datagram on a WebRTC 5-tuple carries, told by its first byte (RFC 7983 section 7).
 *
 * <pre>
 *            [0..3]     STUN
 *            [20..63]   DTLS
 *            [128..191] RTP or RTCP (told apart by RFC 5761 section 4)
 *            else       nothing we speak
 * </pre>
 */
public enum PacketKind {
  STUN,
  DTLS,
  /** RTP or RTCP, under SRTP. */
  MEDIA,
  UNKNOWN;

  /** The kind of the datagram of {@code length} bytes at {@code offset}. */
  public static PacketKind of(MemorySegment slab, long offset, int length) {
    if (length <= 0) {
      return UNKNOWN;
    }
    int first = slab.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
    if (first <= 3) {
      return STUN;
    }
    if (first >= 128 && first <= 191) {
      return MEDIA;
    }
    return first >= 20 && first <= 63 ? DTLS : UNKNOWN;
  }
}
