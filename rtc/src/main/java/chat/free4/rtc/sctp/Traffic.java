package chat.free4.rtc.sctp;

import chat.free4.rtc.sctp.StateCookie.RemoteSide;
import chat.free4.wire.DropReason;
import chat.free4.wire.sctp.Sctp;
import chat.free4.wire.sctp.SctpReader;
import chat.free4.wire.sctp.SctpWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What goes to and fro in an association once both sides know each other's numbers. */
final class Traffic {
  private static final int SHUTDOWN_BYTES = 8;

  private final SendSide sending;
  private final ReceiveSide receiving;
  private final StreamResets resets;
  private final Heartbeat heartbeat;

  Traffic(
      long nowNanos,
      SctpSettings settings,
      SendSide sending,
      RemoteSide remote,
      int initialTsn,
      Consumer<SctpEvent> events) {
    int inbound = Math.min(settings.maxStreams(), remote.outbound());
    this.sending = sending;
    this.receiving = new ReceiveSide(settings, remote.initialTsn(), inbound);
    this.resets = new StreamResets(settings, sending, receiving, remote, initialTsn, events);
    this.heartbeat = new Heartbeat(nowNanos);
    sending.open(remote);
  }

  ReceiveSide receiving() {
    return receiving;
  }

  StreamResets resets() {
    return resets;
  }

  /** Takes DATA, SACK or FORWARD TSN. */
  @Nullable DropReason handleChunk(long nowNanos, SctpReader chunk) {
    return switch (chunk.type()) {
      case Sctp.DATA -> receiving.handleData(chunk);
      case Sctp.SACK -> sending.handleSack(nowNanos, chunk);
      default -> receiving.handleForwardTsn(chunk);
    };
  }

  boolean handleHeartbeatAck(long nowNanos, SctpReader chunk) {
    return heartbeat.handleAck(nowNanos, chunk.parameters(), sending.timeout());
  }

  void handleTimeout(long nowNanos) {
    receiving.handleTimeout(nowNanos);
    sending.handleTimeout(nowNanos);
    resets.handleTimeout(nowNanos);
    heartbeat.handleTimeout(nowNanos, sending.timeout());
  }

  long nextTimeoutNanos() {
    return Math.min(
        Math.min(receiving.nextTimeoutNanos(), sending.nextTimeoutNanos()),
        Math.min(resets.nextTimeoutNanos(), heartbeat.nextTimeoutNanos()));
  }

  /** How often in a row the other side was silent when it should not have been. */
  int silences() {
    return sending.timeouts() + heartbeat.missed();
  }

  /**
   * Fills a packet.
   *
   * @param shutdown true when it is to hold SHUTDOWN, if there is room
   * @return true when it holds SHUTDOWN
   */
  boolean write(long nowNanos, SctpWriter out, boolean shutdown) {
    if (receiving.isAckDue()) {
      receiving.writeAck(out);
    }
    boolean shutsDown = shutdown && out.room() >= SHUTDOWN_BYTES;
    if (shutsDown) {
      out.beginChunk(Sctp.SHUTDOWN, 0);
      out.put32(receiving.cumulativeTsn());
      out.endChunk();
    }
    if (resets.isDue() && resets.fits(out)) {
      resets.write(nowNanos, out);
    }
    heartbeat.write(nowNanos, out);
    sending.write(nowNanos, out);
    return shutsDown;
  }
}
