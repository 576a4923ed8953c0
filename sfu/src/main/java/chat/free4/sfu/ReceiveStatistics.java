package chat.free4.sfu;

import chat.free4.wire.rtcp.NtpTime;
import chat.free4.wire.rtcp.RtcpWriter;
import chat.free4.wire.rtp.SequenceNumber;
import java.lang.foreign.MemorySegment;

/** What a receiver report says about one incoming stream (RFC 3550 sections 6.4.1, A.3 and A.8). */
final class ReceiveStatistics {
  /** A jump ahead over this begins a new stream (RFC 3550 section A.1). */
  static final int MAX_DROPOUT_PACKETS = 3000;

  private static final int TICKS_PER_MILLISECOND = 48;
  private static final long NANOS_PER_MILLISECOND = 1_000_000;

  private boolean started;
  private int ssrc;
  private long baseSequence;
  private long highestSequence;
  private long received;

  /** Packets of the streams before this one. */
  private long receivedFormerly;

  private long expectedBefore;
  private long receivedBefore;
  private boolean heardSinceReport;

  private int transit;

  /** Interarrival jitter in timestamp units, times 16. */
  private int scaledJitter;

  private int lastSr;
  private long lastSrNanos;

  /**
   * Takes a packet that was not there before.
   *
   * @return how far it is ahead of the highest until now: 1 in sequence, more over a gap, 0 or less
   *     when it comes late; 1 at the start of a stream
   */
  int handlePacket(long nowNanos, int packetSsrc, int sequence, int timestamp) {
    int ahead = started ? SequenceNumber.distance((int) highestSequence, sequence) : 1;
    if (!started || packetSsrc != ssrc || ahead > MAX_DROPOUT_PACKETS) {
      start(packetSsrc, sequence);
      ahead = 1;
    } else if (ahead > 0) {
      highestSequence += ahead;
    }
    received++;
    heardSinceReport = true;
    updateJitter(nowNanos, timestamp);
    return ahead;
  }

  private void start(int packetSsrc, int sequence) {
    started = true;
    ssrc = packetSsrc;
    baseSequence = sequence;
    highestSequence = sequence;
    receivedFormerly += received;
    received = 0;
    expectedBefore = 0;
    receivedBefore = 0;
    scaledJitter = 0;
    transit = 0;
    lastSr = 0;
  }

  private void updateJitter(long nowNanos, int timestamp) {
    int arrival = (int) (nowNanos / (NANOS_PER_MILLISECOND / TICKS_PER_MILLISECOND));
    int newTransit = arrival - timestamp;
    if (received > 1) {
      int difference = Math.abs(newTransit - transit);
      if (difference >= 0) {
        scaledJitter += difference - ((scaledJitter + 8) >> 4);
      }
    }
    transit = newTransit;
  }

  /** Takes the sender's report: a receiver report gives its time back. */
  void handleSenderReport(long nowNanos, int reportSsrc, long ntpTimestamp) {
    if (started && reportSsrc == ssrc) {
      lastSr = NtpTime.compact(ntpTimestamp);
      lastSrNanos = nowNanos;
    }
  }

  /** The stream's SSRC. */
  int ssrc() {
    return ssrc;
  }

  /** Packets of this stream and of those before it. */
  long received() {
    return receivedFormerly + received;
  }

  /** True when a packet came since the last report block. */
  boolean isHeardSinceReport() {
    return heardSinceReport;
  }

  /** Share of the packets lost since the last report block, in 1/256. */
  int fractionLost() {
    long expected = expected() - expectedBefore;
    long lost = expected - (received - receivedBefore);
    return expected <= 0 || lost <= 0 ? 0 : (int) Math.min(255, (lost << 8) / expected);
  }

  private long expected() {
    return highestSequence - baseSequence + 1;
  }

  /**
   * Writes a report block and begins the next interval.
   *
   * @param fractionLost what the sender is told: its own loss, or what its listeners see
   */
  int writeReportBlock(long nowNanos, int fractionLost, MemorySegment out, long offset) {
    int cumulativeLost = Math.clamp(expected() - received, Integer.MIN_VALUE, Integer.MAX_VALUE);
    int delay = lastSr == 0 ? 0 : NtpTime.compactDuration(nowNanos - lastSrNanos);
    int bytes =
        RtcpWriter.reportBlock(
            out,
            offset,
            ssrc,
            fractionLost,
            cumulativeLost,
            (int) highestSequence,
            scaledJitter >> 4,
            lastSr,
            delay);
    expectedBefore = expected();
    receivedBefore = received;
    heardSinceReport = false;
    return bytes;
  }
}
