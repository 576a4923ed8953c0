package chat.free4.rtc.dtls;

import chat.free4.rtc.srtp.SrtpProfile;

/** What a {@link DtlsEndpoint} tells its owner. */
public sealed interface DtlsEvent {
  /**
   * The handshake is done and the peer's certificate has the expected fingerprint; keys as RFC 5764
   * section 4.2 exports them.
   */
  record Established(
      SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt)
      implements DtlsEvent {}

  /** The association has ended; nothing more is sent or read. */
  record Closed(Reason reason) implements DtlsEvent {}

  /** Why an association ended. */
  enum Reason {
    /** The peer said close_notify. */
    CLOSED_BY_PEER,
    /** The peer's certificate is not the one its SDP named. */
    WRONG_FINGERPRINT,
    /** No common profile, a bad message, or a fatal alert. */
    HANDSHAKE_FAILED,
    /** The handshake did not finish in time. */
    TIMED_OUT,
    /** Closed by our own side. */
    CLOSED_LOCALLY
  }
}
