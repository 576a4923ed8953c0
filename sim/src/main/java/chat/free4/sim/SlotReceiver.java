package chat.free4.sim;

import chat.free4.wire.BigEndian;
import chat.free4.wire.rtcp.NtpTime;
import chat.free4.wire.rtcp.RtcpWriter;
import chat.free4.wire.rtp.RtpExtensions;
import chat.free4.wire.rtp.RtpPacket;
import chat.free4.wire.rtp.SequenceNumber;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * A voice slot as a listener meets it: who is heard in it, and whether it is one continuous stream
 * (RFC 3550 sections 6.4.1 and A.8). It looks into the payload too, and counts where the speaker's
 * own word contradicts the CSRC.
 */
public final class SlotReceiver {
  private static final int NONE = -1;
  private static final int SEQUENCES = SequenceNumber.COUNT;
  private static final int SAMPLES_PER_MILLI = 48;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private final String mid;
  private final int ssrc;
  private final int levelExtension;
  private final Map<Integer, Heard> heard = new TreeMap<>();
  private final BitSet seen = new BitSet(SEQUENCES);
  private final MissingPackets missing = new MissingPackets();
  private int highest = NONE;
  private int rollovers;
  private int base;
  private int speaker;
  private long packets;
  private long duplicates;
  private long outOfOrder;
  private long wrongSpeakers;
  private long timestampFaults;
  private int lastTimestamp;
  private int firstTimestamp;
  private long firstNanos;
  private long leastDriftNanos;
  private long mostDriftNanos;
  private double jitter;
  private int lastTransit;
  private int expectedPrior;
  private long receivedPrior;
  private int lastSr;
  private long lastSrNanos;

  SlotReceiver(String mid, int ssrc, int levelExtension) {
    this.mid = mid;
    this.ssrc = ssrc;
    this.levelExtension = levelExtension;
  }

  /** What was heard of one speaker in this slot. */
  public static final class Heard {
    private long packets;
    private long firstNanos;
    private long lastNanos;
    private int lastLevel = NONE;

    /** How many packets. */
    public long packets() {
      return packets;
    }

    /** When the first came. */
    public long firstNanos() {
      return firstNanos;
    }

    /** When the last came. */
    public long lastNanos() {
      return lastNanos;
    }

    /** Audio level of the last packet, in -dBov; -1 when it had none. */
    public int lastLevel() {
      return lastLevel;
    }
  }

  /** Takes a decrypted packet of this slot's SSRC that is well-formed. */
  void handle(long nowNanos, MemorySegment packet, long offset, int length) {
    int sequence = RtpPacket.sequenceNumber(packet, offset);
    if (highest != NONE && seen.get(sequence)) {
      duplicates++;
      return;
    }
    packets++;
    noteSpeaker(nowNanos, packet, offset, length);
    int timestamp = RtpPacket.timestamp(packet, offset);
    noteTiming(nowNanos, timestamp);
    if (highest == NONE) {
      base = sequence;
      highest = sequence;
    } else {
      int ahead = SequenceNumber.distance(highest, sequence);
      if (ahead > 0) {
        advance(nowNanos, sequence, ahead, timestamp);
      } else {
        outOfOrder++;
        missing.arrived(sequence);
      }
    }
    if (sequence == highest) {
      lastTimestamp = timestamp;
    }
    seen.set(sequence);
    // What is half a round away may come again with the next rollover.
    seen.clear(SequenceNumber.plus(sequence, SEQUENCES / 2));
  }

  private void advance(long nowNanos, int sequence, int ahead, int timestamp) {
    for (int i = 1; i < ahead; i++) {
      seen.clear(SequenceNumber.plus(highest, i));
    }
    missing.addGap(nowNanos, SequenceNumber.plus(highest, 1), ahead - 1);
    int step = timestamp - lastTimestamp;
    if (step <= 0 || step % VirtualMicrophone.FRAME_TIMESTAMP != 0) {
      timestampFaults++;
    }
    if (sequence < highest) {
      rollovers++;
    }
    highest = sequence;
  }

  private void noteSpeaker(long nowNanos, MemorySegment packet, long offset, int length) {
    int csrc = RtpPacket.csrcCount(packet, offset) == 0 ? 0 : RtpPacket.csrc(packet, offset, 0);
    long payload = offset + RtpPacket.headerLength(packet, offset);
    boolean tagged =
        RtpPacket.payloadLength(packet, offset, length) >= VirtualMicrophone.TAGGED_BYTES;
    if (csrc == 0
        || (tagged && BigEndian.i32(packet, payload + VirtualMicrophone.TAG_OFFSET) != csrc)) {
      wrongSpeakers++;
    }
    speaker = csrc;
    Heard entry = heard.computeIfAbsent(csrc, any -> new Heard());
    if (entry.packets == 0) {
      entry.firstNanos = nowNanos;
    }
    entry.packets++;
    entry.lastNanos = nowNanos;
    int level = RtpExtensions.audioLevel(packet, offset, levelExtension);
    entry.lastLevel = level == RtpExtensions.ABSENT ? NONE : RtpExtensions.level(level);
  }

  private void noteTiming(long nowNanos, int timestamp) {
    int arrival = (int) (nowNanos / (NANOS_PER_MILLI / SAMPLES_PER_MILLI));
    int transit = arrival - timestamp;
    if (packets == 1) {
      firstTimestamp = timestamp;
      firstNanos = nowNanos;
    } else {
      jitter += (Math.abs(transit - lastTransit) - jitter) / 16;
      long played = (long) (timestamp - firstTimestamp) * NANOS_PER_MILLI / SAMPLES_PER_MILLI;
      long drift = played - (nowNanos - firstNanos);
      leastDriftNanos = Math.min(leastDriftNanos, drift);
      mostDriftNanos = Math.max(mostDriftNanos, drift);
    }
    lastTransit = transit;
  }

  void handleSenderReport(long nowNanos, long ntpTimestamp) {
    lastSr = NtpTime.compact(ntpTimestamp);
    lastSrNanos = nowNanos;
  }

  MissingPackets missing() {
    return missing;
  }

  /** Writes what a receiver report says of this slot. */
  int writeReportBlock(long nowNanos, MemorySegment out, long offset) {
    int extended = rollovers << 16 | highest;
    int expected = extended - base + 1;
    int expectedNow = expected - expectedPrior;
    long lostNow = expectedNow - (packets - receivedPrior);
    int fraction =
        expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
    expectedPrior = expected;
    receivedPrior = packets;
    int delay = lastSr == 0 ? 0 : NtpTime.compactDuration(nowNanos - lastSrNanos);
    return RtcpWriter.reportBlock(
        out,
        offset,
        ssrc,
        fraction,
        (int) (expected - packets),
        extended,
        (int) jitter,
        lastSr,
        delay);
  }

  /** Its m-line's identification. */
  public String mid() {
    return mid;
  }

  /** Its SSRC. */
  public int ssrc() {
    return ssrc;
  }

  /** What was heard, by the speaker's member number. */
  public Map<Integer, Heard> heard() {
    return Map.copyOf(heard);
  }

  /** Member number of who was heard last; 0 when nobody was. */
  public int speaker() {
    return speaker;
  }

  /** Packets that came, each counted once. */
  public long packets() {
    return packets;
  }

  /** Packets that came again although SRTP lets each index in once: always 0. */
  public long duplicates() {
    return duplicates;
  }

  /** Packets that came after a later one. */
  public long outOfOrder() {
    return outOfOrder;
  }

  /** Packets between the first and the last that did not come. */
  public long lost() {
    return packets == 0 ? 0 : (rollovers << 16 | highest) - base + 1 - packets;
  }

  /** Packets without CSRC, or whose payload names another speaker. */
  public long wrongSpeakers() {
    return wrongSpeakers;
  }

  /** Steps of the timestamp that are not a whole number of frames forward. */
  public long timestampFaults() {
    return timestampFaults;
  }

  /**
   * How far the stream's own time ran away from the time of arrival, from one extreme to the other:
   * what a jitter buffer has to bridge.
   */
  public long driftSpreadNanos() {
    return mostDriftNanos - leastDriftNanos;
  }
}
