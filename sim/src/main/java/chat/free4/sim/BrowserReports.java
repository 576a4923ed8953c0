package chat.free4.sim;

import chat.free4.wire.rtcp.NtpTime;
import chat.free4.wire.rtcp.RtcpDrop;
import chat.free4.wire.rtcp.RtcpReader;
import chat.free4.wire.rtcp.RtcpWriter;
import chat.free4.wire.rtp.SequenceNumber;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A browser's RTCP: once a second a sender report of its microphone and a receiver report of its
 * slots (RFC 3550 section 6.4), and NACKs where they were negotiated (RFC 4585 section 6.2.1).
 */
public final class BrowserReports {
  /** Time between two reports. */
  static final long INTERVAL_NANOS = 1_000_000_000L;

  private static final long NEVER = Long.MAX_VALUE;
  private static final int NACK_BITS = 16;

  private final int microphoneSsrc;
  private final VirtualMicrophone microphone;
  private final List<SlotReceiver> slots;
  private final boolean nack;
  private final RtcpReader reader = new RtcpReader();
  private final int[] due = new int[MissingPackets.MAX_MISSING];
  private long nextReportNanos = NEVER;
  private boolean reportDue;
  private int nextSlotToAsk;
  private long resent;
  private long nacksSent;
  private int lastFractionLost;
  private long roundTripNanos = -1;

  BrowserReports(
      int microphoneSsrc, VirtualMicrophone microphone, List<SlotReceiver> slots, boolean nack) {
    this.microphoneSsrc = microphoneSsrc;
    this.microphone = microphone;
    this.slots = slots;
    this.nack = nack;
  }

  void start(long firstNanos) {
    nextReportNanos = firstNanos;
  }

  void stop() {
    nextReportNanos = NEVER;
    reportDue = false;
  }

  /** Takes a decrypted RTCP datagram. */
  @Nullable RtcpDrop handle(
      long nowNanos, MemorySegment slab, long offset, int length, SentPackets sent) {
    RtcpDrop drop = reader.start(slab, offset, length);
    while (reader.next()) {
      if (reader.type() == RtcpReader.SENDER_REPORT) {
        handleSenderReport(nowNanos);
      }
      if (reader.type() == RtcpReader.SENDER_REPORT
          || reader.type() == RtcpReader.RECEIVER_REPORT) {
        handleBlocks(nowNanos);
      } else if (reader.isNack() && reader.mediaSsrc() == microphoneSsrc) {
        handleNack(sent);
      }
    }
    return drop;
  }

  private void handleSenderReport(long nowNanos) {
    for (SlotReceiver slot : slots) {
      if (slot.ssrc() == reader.senderSsrc()) {
        slot.handleSenderReport(nowNanos, reader.ntpTimestamp());
      }
    }
  }

  private void handleBlocks(long nowNanos) {
    for (int i = 0; i < reader.count(); i++) {
      if (reader.blockSsrc(i) == microphoneSsrc) {
        lastFractionLost = reader.fractionLost(i);
        roundTripNanos =
            NtpTime.roundTripNanos(
                NtpTime.ofUnixNanos(nowNanos), reader.lastSr(i), reader.delaySinceLastSr(i));
      }
    }
  }

  private void handleNack(SentPackets sent) {
    for (int i = 0; i < reader.nackCount(); i++) {
      int packetId = reader.nackPacketId(i);
      resend(sent, packetId);
      for (int bit = 0; bit < NACK_BITS; bit++) {
        if ((reader.nackBitmask(i) >> bit & 1) != 0) {
          resend(sent, SequenceNumber.plus(packetId, bit + 1));
        }
      }
    }
  }

  private void resend(SentPackets sent, int sequence) {
    if (sent.resend(sequence)) {
      resent++;
    }
  }

  void handleTimeout(long nowNanos) {
    if (nextReportNanos <= nowNanos) {
      nextReportNanos = nowNanos + INTERVAL_NANOS;
      reportDue = true;
    }
    nextSlotToAsk = 0;
  }

  long nextNanos() {
    long next = nextReportNanos;
    if (nack && next != NEVER) {
      for (SlotReceiver slot : slots) {
        next = Math.min(next, slot.missing().nextNanos());
      }
    }
    return next;
  }

  /** Writes the next datagram; 0 when there is none. */
  int poll(long nowNanos, MemorySegment out, long offset) {
    if (reportDue) {
      reportDue = false;
      return writeReport(nowNanos, out, offset);
    }
    while (nack && nextSlotToAsk < slots.size()) {
      SlotReceiver slot = slots.get(nextSlotToAsk++);
      int count = slot.missing().collectDue(nowNanos, due);
      if (count > 0) {
        nacksSent++;
        return RtcpWriter.nack(out, offset, microphoneSsrc, slot.ssrc(), due, count);
      }
    }
    return 0;
  }

  private int writeReport(long nowNanos, MemorySegment out, long offset) {
    int bytes = 0;
    if (microphone.packets() > 0) {
      bytes +=
          RtcpWriter.senderReport(
              out,
              offset,
              microphoneSsrc,
              NtpTime.ofUnixNanos(nowNanos),
              microphone.timestamp(),
              (int) microphone.packets(),
              (int) microphone.octets());
    }
    int active = 0;
    for (SlotReceiver slot : slots) {
      active += slot.packets() > 0 ? 1 : 0;
    }
    active = Math.min(active, RtcpWriter.MAX_REPORT_BLOCKS);
    bytes += RtcpWriter.receiverReport(out, offset + bytes, microphoneSsrc, active);
    for (SlotReceiver slot : slots) {
      if (slot.packets() > 0 && active > 0) {
        bytes += slot.writeReportBlock(nowNanos, out, offset + bytes);
        active--;
      }
    }
    return bytes;
  }

  /** Packets sent again on the server's NACK. */
  public long resent() {
    return resent;
  }

  /** NACKs sent. */
  public long nacksSent() {
    return nacksSent;
  }

  /** What the server last said of our packets, in 1/256. */
  public int lastFractionLost() {
    return lastFractionLost;
  }

  /** Round-trip time by the server's last report; -1 when there was none. */
  public long roundTripNanos() {
    return roundTripNanos;
  }
}
