package chat.free4.sfu;

import chat.free4.rtc.Transmit;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.PeerEvent;
import chat.free4.rtc.peer.PeerParameters;
import chat.free4.rtc.peer.PeerParameters.DataLine;
import chat.free4.rtc.sctp.DataChannels;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.wire.DropReason;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What the engine needs of {@link chat.free4.rtc.peer.Peer}: ICE, DTLS and the SRTP contexts of one
 * member. Its own type so that forwarding can be tested without a handshake.
 */
interface Transport {
  /** Makes transports. */
  @FunctionalInterface
  interface Factory {
    Transport create(long nowNanos, PeerParameters parameters);
  }

  /** Takes STUN or DTLS; gives why it was dropped, or null. */
  @Nullable DropReason handleDatagram(
      long nowNanos, int path, MemorySegment slab, long offset, int length);

  /** Does what is due. */
  void handleTimeout(long nowNanos);

  /** True, once, after its handshake asked for a {@link #handleTimeout}. */
  boolean pollWakeup();

  /** Writes the next STUN or DTLS datagram; false when there is none. */
  boolean pollTransmit(Transmit out);

  /** Writes the next datagram of its data channels; false when there is none. */
  boolean pollData(Transmit out);

  /** Its data channels; null when there are none yet. */
  @Nullable DataChannels dataChannels();

  /** The next event; null when there is none. */
  @Nullable PeerEvent pollEvent();

  /** When {@link #handleTimeout} is to be called next. */
  long pollTimeout();

  /** New ICE credentials for the same DTLS association. */
  void restartIce(long nowNanos, IceCredentials local, IceCredentials remote);

  /** Data channels may be opened over it from now on. */
  void openData(DataLine line);

  /** Ends it: what is left to be sent can still be polled. */
  void close(long nowNanos);

  /** Where media goes; {@link chat.free4.wire.PacketBatch#NO_PATH} before the first check. */
  int selectedPath();

  /** Decrypts; null unless connected. */
  @Nullable SrtpContext inbound();

  /** Encrypts; null unless connected. */
  @Nullable SrtpContext outbound();
}
