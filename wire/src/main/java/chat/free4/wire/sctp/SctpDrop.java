package chat.free4.wire.sctp;

import chat.free4.wire.DropReason;

/** Why an SCTP packet, or a data channel message in one, was refused as malformed. */
public enum SctpDrop implements DropReason {
  /** Shorter than a header and a chunk. */
  TOO_SHORT("sctp_too_short"),
  /** Longer than a datagram we handle, or not a multiple of four. */
  BAD_LENGTH("sctp_bad_length"),
  /** The checksum is not that of the packet. */
  WRONG_CHECKSUM("sctp_wrong_checksum"),
  /** A chunk runs over the end of the packet, or says that it is shorter than its header. */
  TRUNCATED("sctp_truncated"),
  /** A chunk has not the length that its type, or what it counts, asks for. */
  WRONG_CHUNK_LENGTH("sctp_wrong_chunk_length"),
  /** DATA without a byte of payload. */
  NO_USER_DATA("sctp_no_user_data"),
  /** A parameter or cause runs over the end of its chunk, or is too short for its type. */
  BAD_PARAMETER("sctp_bad_parameter"),
  /** A gap block that ends before it begins, or does not come after the one before it. */
  BAD_GAP_BLOCK("sctp_bad_gap_block"),
  /** A chunk that must be alone in its packet is not (RFC 9260 section 6.10). */
  NOT_ALONE("sctp_not_alone"),
  /** A zero where RFC 9260 section 3.3.2 allows none: verification tag or number of streams. */
  BAD_INIT("sctp_bad_init"),
  /** A data channel's message that is neither DATA_CHANNEL_OPEN nor DATA_CHANNEL_ACK. */
  UNKNOWN_DCEP("dcep_unknown"),
  /** DATA_CHANNEL_OPEN whose lengths don't add up, or whose words are not UTF-8. */
  BAD_DCEP_OPEN("dcep_bad_open");

  private final String label;

  SctpDrop(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
