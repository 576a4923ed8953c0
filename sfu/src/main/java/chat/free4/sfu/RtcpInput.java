package chat.free4.sfu;

import chat.free4.wire.DropReason;
import chat.free4.wire.rtcp.RtcpReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Reads the RTCP of browsers: sender reports about what they say, receiver reports and NACKs about
 * what they hear. Everything else (BYE, SDES, extended reports) is passed over: a stream ends with
 * its transport.
 */
final class RtcpInput {
  private final RtcpReader reader = new RtcpReader();
  private final Forwarder forwarder;
  private final EngineCounters counters;

  RtcpInput(Forwarder forwarder, EngineCounters counters) {
    this.forwarder = forwarder;
    this.counters = counters;
  }

  /** Takes a plain datagram; gives why it was dropped, or null. */
  @Nullable DropReason handle(
      long nowNanos, RoomPeer peer, MemorySegment slab, long offset, int length) {
    DropReason drop = reader.start(slab, offset, length);
    if (drop != null) {
      return drop;
    }
    while (reader.next()) {
      if (reader.type() == RtcpReader.SENDER_REPORT) {
        handleSenderReport(nowNanos, peer);
        handleReportBlocks(nowNanos, peer);
      } else if (reader.type() == RtcpReader.RECEIVER_REPORT) {
        handleReportBlocks(nowNanos, peer);
      } else if (reader.isNack()) {
        handleNack(peer);
      }
    }
    return null;
  }

  private void handleSenderReport(long nowNanos, RoomPeer peer) {
    Speaker speaker = peer.speaker();
    if (speaker != null) {
      speaker.received().handleSenderReport(nowNanos, reader.senderSsrc(), reader.ntpTimestamp());
    }
  }

  private void handleReportBlocks(long nowNanos, RoomPeer peer) {
    for (int i = 0; i < reader.count(); i++) {
      VoiceSlot slot = peer.slotOf(reader.blockSsrc(i));
      if (slot != null) {
        slot.handleLossReport(nowNanos, reader.fractionLost(i));
      }
    }
  }

  private void handleNack(RoomPeer peer) {
    VoiceSlot slot = peer.slotOf(reader.mediaSsrc());
    if (slot == null) {
      return;
    }
    for (int i = 0; i < reader.nackCount(); i++) {
      int sequence = reader.nackPacketId(i);
      resend(slot, sequence);
      for (int bits = reader.nackBitmask(i); bits != 0; bits &= bits - 1) {
        resend(slot, sequence + 1 + Integer.numberOfTrailingZeros(bits) & 0xffff);
      }
    }
  }

  private void resend(VoiceSlot slot, int sequence) {
    MediaDrop drop = forwarder.resend(slot, sequence);
    if (drop != null) {
      counters.drop(drop);
    }
  }
}
