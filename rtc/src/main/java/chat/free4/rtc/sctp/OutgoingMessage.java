package chat.free4.rtc.sctp;

/** A message on its way out. */
final class OutgoingMessage {
  final OutgoingStream stream;
  final int payloadProtocol;
  final byte[] payload;
  final Reliability reliability;
  final long expiresAtNanos;

  /** Set with its first fragment, so that what is given up before leaves no hole. */
  int sequence;

  /** Bytes that have a TSN. */
  int sent;

  boolean abandoned;

  OutgoingMessage(
      OutgoingStream stream,
      int payloadProtocol,
      byte[] payload,
      Reliability reliability,
      long nowNanos) {
    this.stream = stream;
    this.payloadProtocol = payloadProtocol;
    this.payload = payload;
    this.reliability = reliability;
    long lifetime = reliability.lifetimeNanos();
    this.expiresAtNanos =
        lifetime == Reliability.FOREVER ? Reliability.FOREVER : nowNanos + lifetime;
  }

  int remaining() {
    return payload.length - sent;
  }

  boolean isExpired(long nowNanos) {
    return nowNanos >= expiresAtNanos;
  }
}
