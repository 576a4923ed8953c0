package chat.free4.bench.load;

import chat.free4.wire.rtcp.NtpTime;
import chat.free4.wire.rtcp.RtcpWriter;
import chat.free4.wire.rtp.SequenceNumber;
import java.lang.foreign.MemorySegment;

/**
 * A voice slot as a listener meets it, by headers alone: what is missing, came twice, or came late
 * (RFC 3550 sections 6.4.1 and A.8).
 */
final class SlotStream {
  /** How far back a packet is recognized: twenty seconds of voice. */
  private static final int WINDOW = 1024;

  private static final long NANOS_PER_SAMPLE_TIMES_3 = 62_500;

  private final VoiceSource source;
  private final long[] seen = new long[WINDOW / Long.SIZE];

  /** Highest sequence number with its rollovers; below 0 before the first packet. */
  private long highest = -1;

  private long base;
  private long packets;
  private long duplicates;
  private long reordered;
  private long tooOld;
  private long reportedExpected;
  private long reportedPackets;
  private long everPackets;
  private double jitter;
  private int lastTransit;
  private int lastSr;
  private long lastSrNanos;

  SlotStream(VoiceSource source) {
    this.source = source;
  }

  int ssrc() {
    return source.ssrc();
  }

  VoiceSource source() {
    return source;
  }

  /** What comes from now on is counted anew; what is missing before is not missed any more. */
  void beginWindow() {
    base = highest + 1;
    packets = 0;
    duplicates = 0;
    reordered = 0;
    tooOld = 0;
    reportedExpected = 0;
    reportedPackets = 0;
  }

  /** Takes the header of a packet; false when it came before. */
  boolean handle(long arrivalNanos, int sequence, int timestamp) {
    if (highest < 0) {
      highest = sequence;
      base = sequence;
      mark(highest);
      count(arrivalNanos, timestamp);
      return true;
    }
    int ahead = SequenceNumber.distance((int) (highest & 0xffff), sequence);
    long index = highest + ahead;
    if (ahead > 0) {
      for (long i = highest + 1; i < index && i <= highest + WINDOW; i++) {
        unmark(i);
      }
      highest = index;
    } else if (ahead <= -WINDOW) {
      tooOld++;
      return false;
    } else if (isMarked(index)) {
      duplicates++;
      return false;
    } else {
      reordered++;
    }
    mark(index);
    if (index >= base) {
      count(arrivalNanos, timestamp);
    }
    return true;
  }

  private void count(long arrivalNanos, int timestamp) {
    packets++;
    everPackets++;
    // 48 kHz: a sample lasts 62,500 / 3 ns.
    int transit = (int) (arrivalNanos * 3 / NANOS_PER_SAMPLE_TIMES_3) - timestamp;
    if (everPackets > 1) {
      jitter += (Math.abs(transit - lastTransit) - jitter) / 16;
    }
    lastTransit = transit;
  }

  private void mark(long index) {
    int bit = (int) (index & (WINDOW - 1));
    seen[bit >>> 6] |= 1L << bit;
  }

  private void unmark(long index) {
    int bit = (int) (index & (WINDOW - 1));
    seen[bit >>> 6] &= ~(1L << bit);
  }

  private boolean isMarked(long index) {
    int bit = (int) (index & (WINDOW - 1));
    return (seen[bit >>> 6] & 1L << bit) != 0;
  }

  void handleSenderReport(long nowNanos, long ntpTimestamp) {
    lastSr = NtpTime.compact(ntpTimestamp);
    lastSrNanos = nowNanos;
  }

  /** True once a packet has come. */
  boolean isActive() {
    return highest >= 0;
  }

  /** Packets, each counted once. */
  long packets() {
    return packets;
  }

  /** Packets that came again. */
  long duplicates() {
    return duplicates;
  }

  /** Packets that came after a later one. */
  long reordered() {
    return reordered + tooOld;
  }

  /** Packets between the first and the last that did not come. */
  long lost() {
    return Math.max(0, expected() - packets);
  }

  private long expected() {
    return highest < 0 ? 0 : highest - base + 1;
  }

  /** Writes what a receiver report says of this slot. */
  int writeReportBlock(long nowNanos, MemorySegment out, long offset) {
    long expectedNow = expected() - reportedExpected;
    long lostNow = expectedNow - (packets - reportedPackets);
    int fraction =
        expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
    reportedExpected = expected();
    reportedPackets = packets;
    int delay = lastSr == 0 ? 0 : NtpTime.compactDuration(nowNanos - lastSrNanos);
    return RtcpWriter.reportBlock(
        out,
        offset,
        source.ssrc(),
        fraction,
        (int) (expected() - packets),
        (int) highest,
        (int) jitter,
        lastSr,
        delay);
  }
}
