package chat.free4.wire.dtls;

import chat.free4.wire.DropReason;

/** Why bytes are not a DTLS record or not a handshake fragment. */
public enum DtlsDrop implements DropReason {
  /** Fewer bytes than a record header. */
  RECORD_TOO_SHORT("dtls_record_too_short"),
  /** The record's length reaches beyond the datagram. */
  RECORD_TRUNCATED("dtls_record_truncated"),
  /** A record without a body. */
  RECORD_EMPTY("dtls_record_empty"),
  /** A content type that DTLS 1.2 doesn't have. */
  RECORD_TYPE_UNKNOWN("dtls_record_type_unknown"),
  /** Neither DTLS 1.0 (which hellos are labelled with) nor 1.2. */
  RECORD_VERSION_UNKNOWN("dtls_record_version_unknown"),
  /** Fewer bytes than a handshake header. */
  HANDSHAKE_TOO_SHORT("dtls_handshake_too_short"),
  /** The fragment reaches beyond its record. */
  HANDSHAKE_TRUNCATED("dtls_handshake_truncated"),
  /** The fragment reaches beyond its message. */
  HANDSHAKE_FRAGMENT_OUTSIDE("dtls_handshake_fragment_outside"),
  /** The message is longer than {@link DtlsHandshakeHeader#MAX_MESSAGE_BYTES}. */
  HANDSHAKE_TOO_LONG("dtls_handshake_too_long");

  private final String label;

  DtlsDrop(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
