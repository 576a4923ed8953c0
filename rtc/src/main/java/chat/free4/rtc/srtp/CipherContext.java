package chat.free4.rtc.srtp;

/** A context of {@link CipherSrtpBackend}. */
final class CipherContext implements SrtpContext {
  private final SrtpProfile profile;
  private final boolean outbound;
  private final SrtpCipher.Keys keys;
  private final SrtpStreams streams = new SrtpStreams();
  private boolean closed;

  CipherContext(SrtpProfile profile, boolean outbound, SrtpCipher.Keys keys) {
    this.profile = profile;
    this.outbound = outbound;
    this.keys = keys;
  }

  @Override
  public SrtpProfile profile() {
    return profile;
  }

  boolean isOutbound() {
    return outbound;
  }

  SrtpCipher.Keys keys() {
    return keys;
  }

  SrtpStreams streams() {
    return streams;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    keys.close();
  }
}
