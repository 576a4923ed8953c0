package chat.free4.rtc.srtp;

import org.jspecify.annotations.Nullable;

/** A context of {@link CipherSrtpBackend}. */
final class CipherContext implements SrtpContext {
  private final SrtpProfile profile;
  private final boolean outbound;
  private final SrtpCipher.Keys keys;
  private final SrtpStreams streams = new SrtpStreams(this);
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

  /** The stream of this SSRC; null when there is none and there can be no more. */
  @Nullable SrtpStream streamOf(int ssrc) {
    SrtpStream stream = streams.find(ssrc);
    return stream != null || streams.isFull() ? stream : streams.add(ssrc);
  }

  @Override
  public SrtpContext ofStream(int ssrc) {
    SrtpStream stream = outbound ? streamOf(ssrc) : null;
    return stream == null ? this : stream;
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
