package chat.free4.rtc.srtp;

/**
 * One direction of one transport: session keys, rollover counters and replay windows of its streams
 * (RFC 3711 section 3.2). Made and understood by one {@link SrtpBackend} alone.
 */
public interface SrtpContext {
  /** Indices of a stream that are remembered: five seconds of voice; the RFC demands 64. */
  int REPLAY_WINDOW = 256;

  /** Most streams of a context; packets of further SSRCs are refused. */
  int MAX_STREAMS = 64;

  /** The profile its packets are protected by. */
  SrtpProfile profile();

  /**
   * This context, given for packets of one stream alone: they need not be looked up. It takes
   * others too, and ends with this one.
   */
  default SrtpContext ofStream(int ssrc) {
    return this;
  }

  /** Forgets the keys. Packets given to this context afterwards are dropped. */
  void close();
}
