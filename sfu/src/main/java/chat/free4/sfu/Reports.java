package chat.free4.sfu;

import chat.free4.wire.rtcp.NtpTime;
import chat.free4.wire.rtcp.RtcpWriter;
import java.lang.foreign.MemorySegment;

/**
 * Writes a peer's RTCP: once a second a receiver report about what it says and a sender report for
 * each slot that was active (RFC 3550 section 6.4), and in between NACKs (RFC 4585 section 6.2.1).
 */
final class Reports {
  /** Time between two reports to one peer. */
  static final long INTERVAL_NANOS = 1_000_000_000L;

  private final int[] lost = new int[NackList.MAX_MISSING];

  /** Writes one datagram with all that is due; gives its bytes, 0 when there is nothing. */
  int write(long nowNanos, RoomPeer peer, EngineCounters counters, MemorySegment out, long offset) {
    int bytes = 0;
    if (peer.isReportDue) {
      peer.isReportDue = false;
      bytes += writeReceiverReport(nowNanos, peer, out, offset);
      bytes += writeSenderReports(nowNanos, peer, out, offset + bytes);
    }
    int nack = writeNack(peer, out, offset + bytes);
    if (nack > 0) {
      counters.increment(EngineCounters.Count.NACKS_SENT);
    }
    return bytes + nack;
  }

  private static int writeReceiverReport(
      long nowNanos, RoomPeer peer, MemorySegment out, long offset) {
    Speaker speaker = peer.speaker();
    if (speaker == null || !speaker.received().isHeardSinceReport()) {
      return 0;
    }
    int loss = speaker.lossToReport(nowNanos);
    int bytes = RtcpWriter.receiverReport(out, offset, peer.reporterSsrc(), 1);
    return bytes + speaker.received().writeReportBlock(nowNanos, loss, out, offset + bytes);
  }

  private static int writeSenderReports(
      long nowNanos, RoomPeer peer, MemorySegment out, long offset) {
    // Not a wall clock: RFC 3550 section 6.4.1 allows any that all our reports share.
    long ntp = NtpTime.ofUnixNanos(nowNanos);
    int bytes = 0;
    for (VoiceSlot slot : peer.slots()) {
      if (slot.isSentSinceReport()) {
        bytes += slot.writeSenderReport(nowNanos, ntp, out, offset + bytes);
      }
    }
    return bytes;
  }

  private int writeNack(RoomPeer peer, MemorySegment out, long offset) {
    Speaker speaker = peer.speaker();
    NackList missing = speaker == null ? null : speaker.missing();
    if (speaker == null || missing == null) {
      return 0;
    }
    int count = missing.pollPending(lost);
    if (count == 0) {
      return 0;
    }
    int ssrc = speaker.received().ssrc();
    return RtcpWriter.nack(out, offset, peer.reporterSsrc(), ssrc, lost, count);
  }
}
