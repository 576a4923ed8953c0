package chat.free4.rtc.peer;

import chat.free4.rtc.srtp.SrtpProfile;

/** What a {@link Peer} tells its owner. */
public sealed interface PeerEvent {
  /** An authenticated check came in over this path: it belongs to this peer from now on. */
  record PathValidated(int path) implements PeerEvent {}

  /** The peer no longer uses this path; its index may be given to another 5-tuple. */
  record PathRetired(int path) implements PeerEvent {}

  /** Voice can flow both ways. */
  record Connected(SrtpProfile profile) implements PeerEvent {}

  /** The transport has ended; the peer must be removed. */
  record Closed(Reason reason) implements PeerEvent {}

  /** Why a transport ended. */
  enum Reason {
    /** No authenticated check within the consent time (RFC 7675 section 5.1). */
    CONSENT,
    /** The browser closed the DTLS association. */
    CLOSED,
    /** The browser's certificate is not the one its offer named. */
    FINGERPRINT,
    /** The handshake failed or did not finish in time. */
    HANDSHAKE
  }
}
