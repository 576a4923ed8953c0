package chat.free4.rtc.dtls;

/** Who speaks first in a DTLS handshake (RFC 8842 section 5): the active side is the client. */
public enum DtlsRole {
  CLIENT,
  SERVER
}
