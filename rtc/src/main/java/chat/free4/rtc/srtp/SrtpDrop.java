package chat.free4.rtc.srtp;

import chat.free4.wire.DropReason;

/** Why the SRTP layer refused a packet. */
public enum SrtpDrop implements DropReason {
  /** Not an RTP or RTCP packet, or one whose header lies. */
  MALFORMED("srtp_malformed"),
  /** Too short to hold a header and the trailer of its profile. */
  TOO_SHORT("srtp_too_short"),
  /** Would grow over a datagram. */
  TOO_LONG("srtp_too_long"),
  /** The authentication tag does not fit: another key, or a changed packet. */
  AUTH_FAILED("srtp_auth_failed"),
  /** Its index was seen before. */
  REPLAYED("srtp_replayed"),
  /** Its index is behind the replay window. */
  TOO_OLD("srtp_too_old"),
  /** An SRTCP packet without the E bit: not encrypted, which nobody here negotiates. */
  NOT_ENCRYPTED("srtp_not_encrypted"),
  /** One stream more than a context remembers. */
  TOO_MANY_STREAMS("srtp_too_many_streams"),
  /** All indices of a stream are used up (RFC 3711 section 9.2). */
  KEY_EXHAUSTED("srtp_key_exhausted"),
  /** The context was closed. */
  CLOSED("srtp_closed");

  private final String label;

  SrtpDrop(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
