package chat.free4.sfu;

import chat.free4.rtc.Transmit;
import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.dtls.DtlsEnvironment;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.ice.PathAddresses;
import chat.free4.rtc.peer.Peer;
import chat.free4.rtc.peer.PeerEvent;
import chat.free4.rtc.peer.PeerParameters.DataLine;
import chat.free4.rtc.sctp.DataChannels;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.wire.DropReason;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The transport of a real browser. Notes which handshake has asked to be looked at: the flag is all
 * that a handshake's thread touches here, and spares the engine a look at all others.
 */
final class PeerTransport implements Transport {
  private final Peer peer;
  private final AtomicBoolean woken;

  private PeerTransport(Peer peer, AtomicBoolean woken) {
    this.peer = peer;
    this.woken = woken;
  }

  static Transport.Factory factory(
      DtlsCertificate certificate,
      DtlsEnvironment environment,
      SrtpBackend srtp,
      PathAddresses addresses) {
    return (nowNanos, parameters) -> {
      AtomicBoolean woken = new AtomicBoolean();
      Runnable wakeup =
          () -> {
            woken.set(true);
            environment.wakeup().run();
          };
      DtlsEnvironment own =
          new DtlsEnvironment(environment.handshakes(), environment.random(), wakeup);
      return new PeerTransport(
          Peer.answering(nowNanos, parameters, certificate, own, srtp, addresses), woken);
    };
  }

  @Override
  public @Nullable DropReason handleDatagram(
      long nowNanos, int path, MemorySegment slab, long offset, int length) {
    return peer.handleDatagram(nowNanos, path, slab, offset, length);
  }

  @Override
  public void handleTimeout(long nowNanos) {
    peer.handleTimeout(nowNanos);
  }

  @Override
  public boolean pollWakeup() {
    return woken.get() && woken.getAndSet(false);
  }

  @Override
  public boolean pollTransmit(Transmit out) {
    return peer.pollTransmit(out);
  }

  @Override
  public boolean pollData(Transmit out) {
    return peer.pollData(out);
  }

  @Override
  public @Nullable DataChannels dataChannels() {
    return peer.dataChannels();
  }

  @Override
  public @Nullable PeerEvent pollEvent() {
    return peer.pollEvent();
  }

  @Override
  public long pollTimeout() {
    return peer.pollTimeout();
  }

  @Override
  public void openData(DataLine line) {
    peer.openData(line);
  }

  @Override
  public void restartIce(long nowNanos, IceCredentials local, IceCredentials remote) {
    peer.restartIce(nowNanos, local, remote);
  }

  @Override
  public void close(long nowNanos) {
    peer.close(nowNanos);
  }

  @Override
  public int selectedPath() {
    return peer.selectedPath();
  }

  @Override
  public @Nullable SrtpContext inbound() {
    return peer.inbound();
  }

  @Override
  public @Nullable SrtpContext outbound() {
    return peer.outbound();
  }
}
