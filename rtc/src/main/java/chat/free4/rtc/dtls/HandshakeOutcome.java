package chat.free4.rtc.dtls;

import org.bouncycastle.tls.DTLSTransport;

/** How a handshake ended. */
sealed interface HandshakeOutcome {
  /** Both sides have the keys; the record layer goes over to the worker. */
  record Done(DTLSTransport records, DtlsEvent.Established keys) implements HandshakeOutcome {}

  /** There is no association. */
  record Failed(DtlsEvent.Reason reason) implements HandshakeOutcome {}
}
