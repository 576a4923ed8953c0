package chat.free4.rtc.dtls;

import chat.free4.wire.DropReason;

/** Why a {@link DtlsEndpoint} refused a record that is well formed. */
public enum DtlsEndpointDrop implements DropReason {
  /** Not started yet, or closed already. */
  NOT_OPEN("dtls_not_open"),
  /** Before a ClientHello nothing else is read. */
  HELLO_EXPECTED("dtls_hello_expected"),
  /** The handshake has {@link DtlsEndpoint#MAX_INBOUND_RECORDS} records to read. */
  QUEUE_FULL("dtls_queue_full"),
  /** A ChangeCipherSpec, or what follows it, came before CertificateVerify did: it is resent. */
  CERTIFICATE_VERIFY_EXPECTED("dtls_certificate_verify_expected"),
  /** An epoch that is not in use. */
  EPOCH_UNKNOWN("dtls_epoch_unknown"),
  /** Longer than a datagram that comes in one piece. */
  RECORD_TOO_LONG("dtls_record_too_long"),
  /** Encrypted, but without room for nonce and tag. */
  PROTECTED_RECORD_TOO_SHORT("dtls_protected_record_too_short"),
  /** Replayed, not authentic, or out of place: what RFC 6347 section 4.1.2.7 says to discard. */
  RECORD_REFUSED("dtls_record_refused"),
  /** Application data, which nobody has negotiated. */
  APPLICATION_DATA("dtls_application_data");

  private final String label;

  DtlsEndpointDrop(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
