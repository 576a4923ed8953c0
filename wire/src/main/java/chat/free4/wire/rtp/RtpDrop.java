package chat.free4.wire.rtp;

import chat.free4.wire.DropReason;

/** Why an RTP packet was refused. */
public enum RtpDrop implements DropReason {
  /** Shorter than the fixed header. */
  TOO_SHORT("rtp_too_short"),
  /** Longer than a datagram we handle. */
  TOO_LONG("rtp_too_long"),
  /** The version is not 2. */
  WRONG_VERSION("rtp_wrong_version"),
  /** The CSRC list runs over the end. */
  CSRC_TRUNCATED("rtp_csrc_truncated"),
  /** The header extension runs over the end. */
  EXTENSION_TRUNCATED("rtp_extension_truncated"),
  /** The padding count is 0 or more than the payload. */
  BAD_PADDING("rtp_bad_padding");

  private final String label;

  RtpDrop(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
