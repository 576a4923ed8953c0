package chat.free4.rtc.peer;

import chat.free4.rtc.Transmit;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.wire.DropReason;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One remote browser (or, from the other side, one server): an ICE agent, a DTLS endpoint and the
 * SRTP contexts that follow from them, sans I/O. It takes STUN and DTLS; media goes in batches
 * through the {@link chat.free4.rtc.srtp.SrtpBackend}, with {@link #inbound} and {@link #outbound}.
 *
 * <p>Made of parts that its owner chooses: {@code new Peer(ice, dtls, srtp)}. A server gives an
 * {@link chat.free4.rtc.ice.IceLiteAgent} and the DTLS server; a virtual browser an {@link
 * chat.free4.rtc.ice.IceControllingAgent} (and goes on to call its {@code addPath}) and the DTLS
 * client. DTLS starts with the first path that ICE validates.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Peer {
  /** Never: what {@link #pollTimeout} gives when nothing is due. */
  public static final long NEVER = Long.MAX_VALUE;

  private Peer() {}

  /**
   * Takes a STUN or DTLS datagram.
   *
   * @return why it was dropped, for the owner to count; null when it was taken
   */
  public @Nullable DropReason handleDatagram(
      long nowNanos, int path, MemorySegment slab, long offset, int length) {
    throw new UnsupportedOperationException();
  }

  /** Does what is due; also to be called when the DTLS handshake's wakeup ran. */
  public void handleTimeout(long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** Writes the next STUN or DTLS datagram; false when there is none. */
  public boolean pollTransmit(Transmit out) {
    throw new UnsupportedOperationException();
  }

  /** The next event; null when there is none. */
  public @Nullable PeerEvent pollEvent() {
    throw new UnsupportedOperationException();
  }

  /** When {@link #handleTimeout} is to be called next; {@link #NEVER} when nothing is due. */
  public long pollTimeout() {
    throw new UnsupportedOperationException();
  }

  /** New ICE credentials for the same DTLS association. */
  public void restartIce(long nowNanos, IceCredentials local, IceCredentials remote) {
    throw new UnsupportedOperationException();
  }

  /** Ends the transport: a close_notify is left to be polled, and no event. */
  public void close(long nowNanos) {
    throw new UnsupportedOperationException();
  }

  /** Where media goes; {@link chat.free4.wire.PacketBatch#NO_PATH} before the first check. */
  public int selectedPath() {
    throw new UnsupportedOperationException();
  }

  /** True when media that comes over {@code path} belongs to this peer. */
  public boolean isValidated(int path) {
    throw new UnsupportedOperationException();
  }

  /** Decrypts what the other side sends; null before Connected and after the end. */
  public @Nullable SrtpContext inbound() {
    throw new UnsupportedOperationException();
  }

  /** Encrypts what we send; null before Connected and after the end. */
  public @Nullable SrtpContext outbound() {
    throw new UnsupportedOperationException();
  }

  /** When the last authenticated STUN message came. */
  public long lastHeardNanos() {
    throw new UnsupportedOperationException();
  }
}
