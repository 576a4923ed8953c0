package chat.free4.wire.rtcp;

import chat.free4.wire.DropReason;

/** Why an RTCP packet was refused, the whole compound with it. */
public enum RtcpDrop implements DropReason {
  /** Shorter than a header and a sender's SSRC. */
  TOO_SHORT("rtcp_too_short"),
  /** Longer than a datagram we handle. */
  TOO_LONG("rtcp_too_long"),
  /** A version that is not 2. */
  WRONG_VERSION("rtcp_wrong_version"),
  /** A packet type outside the range of RFC 5761 section 4. */
  WRONG_TYPE("rtcp_wrong_type"),
  /** A packet runs over the end of the compound. */
  TRUNCATED("rtcp_truncated"),
  /** A packet is too short for the items that it counts. */
  ITEMS_TRUNCATED("rtcp_items_truncated"),
  /** Padding before the last packet, or a padding count that cannot be. */
  BAD_PADDING("rtcp_bad_padding");

  private final String label;

  RtcpDrop(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
