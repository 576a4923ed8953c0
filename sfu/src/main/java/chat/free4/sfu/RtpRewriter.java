package chat.free4.sfu;

import chat.free4.wire.rtp.SequenceNumber;
import java.util.random.RandomGenerator;

/**
 * Keeps a voice slot one continuous RTP stream while its speakers change (RFC 3550 section 5.1).
 *
 * <p>At a switch the sequence goes on by one; the timestamp by one frame when the slot's last
 * packet is less than 60 ms ago, else by the elapsed time rounded to frames. Both offsets then stay
 * until the next switch, so that the speaker's own gaps show as gaps: FEC and NACK need them.
 *
 * <pre>
 *   speaker A   70 71 .. 73                     (72 lost)
 *   speaker B                  512 513
 *   slot         1  2 ..  4      5   6
 * </pre>
 *
 * <p>No sequence number is ever used twice within its window, whatever a speaker sends: the SRTP
 * that follows must not see one index with two payloads.
 */
final class RtpRewriter {
  /** Timestamp units of a 20 ms frame of Opus (RFC 7587 section 4.1: always 48 kHz). */
  static final int FRAME_TICKS = 960;

  /** Nanoseconds of a frame. */
  static final long FRAME_NANOS = 20_000_000;

  /** Below this, a switch is taken as continuous. */
  static final long CONTINUOUS_NANOS = 60_000_000;

  /** A speaker's gap over this is not kept but closed like a switch: nothing can repair it. */
  static final int MAX_GAP_PACKETS = 1000;

  /** How far behind the newest a reordered packet may be. */
  static final int REORDER_WINDOW = Long.SIZE;

  private static final long ALL_SENT = -1;

  private int sequence;
  private int timestamp;
  private long lastNanos;
  private boolean started;

  private boolean anchored;
  private int sourceSsrc;
  private int sequenceOffset;
  private int timestampOffset;

  /** Bit i: {@code sequence - i} is used up, by a packet or by having been before the switch. */
  private long usedUp;

  private int outSequence;
  private int outTimestamp;
  private boolean atSwitch;

  RtpRewriter(RandomGenerator random) {
    // Below 2^15: a receiver that misses the first packets guesses the rollover counter right
    // (RFC 3711 section 3.3.1).
    sequence = random.nextInt(1 << 15);
    timestamp = random.nextInt();
  }

  /** The next packet begins another speaker. */
  void endSpeaker() {
    anchored = false;
  }

  /**
   * Places a packet of the slot's speaker; where, is read by {@link #sequence} and {@link
   * #timestamp}.
   *
   * @return false when it comes too late to be placed
   */
  boolean place(long nowNanos, int ssrc, int inSequence, int inTimestamp) {
    atSwitch = false;
    if (!anchored || ssrc != sourceSsrc) {
      anchor(nowNanos, ssrc, inSequence, inTimestamp);
      return true;
    }
    int candidate = SequenceNumber.plus(inSequence, sequenceOffset);
    int ahead = SequenceNumber.distance(sequence, candidate);
    if (ahead > MAX_GAP_PACKETS) {
      anchor(nowNanos, ssrc, inSequence, inTimestamp);
      return true;
    }
    if (ahead > 0) {
      usedUp = (ahead < Long.SIZE ? usedUp << ahead : 0) | 1;
      advance(nowNanos, candidate, inTimestamp + timestampOffset);
      return true;
    }
    if (ahead <= -REORDER_WINDOW || (usedUp & 1L << -ahead) != 0) {
      return false;
    }
    usedUp |= 1L << -ahead;
    outSequence = candidate;
    outTimestamp = inTimestamp + timestampOffset;
    return true;
  }

  private void anchor(long nowNanos, int ssrc, int inSequence, int inTimestamp) {
    int nextSequence = sequence;
    int nextTimestamp = timestamp;
    if (started) {
      nextSequence = SequenceNumber.plus(sequence, 1);
      nextTimestamp += ticksSince(nowNanos);
    }
    started = true;
    anchored = true;
    atSwitch = true;
    sourceSsrc = ssrc;
    sequenceOffset = nextSequence - inSequence;
    timestampOffset = nextTimestamp - inTimestamp;
    usedUp = ALL_SENT;
    advance(nowNanos, nextSequence, nextTimestamp);
  }

  private int ticksSince(long nowNanos) {
    long elapsed = nowNanos - lastNanos;
    if (elapsed < CONTINUOUS_NANOS) {
      return FRAME_TICKS;
    }
    long frames = (elapsed + FRAME_NANOS / 2) / FRAME_NANOS;
    return (int) (frames * FRAME_TICKS);
  }

  private void advance(long nowNanos, int newSequence, int newTimestamp) {
    sequence = newSequence;
    timestamp = newTimestamp;
    lastNanos = nowNanos;
    outSequence = newSequence;
    outTimestamp = newTimestamp;
  }

  /** Sequence number of the packet that was placed last. */
  int sequence() {
    return outSequence;
  }

  /** Timestamp of the packet that was placed last. */
  int timestamp() {
    return outTimestamp;
  }

  /** True when the packet that was placed last is a speaker's first. */
  boolean isSwitch() {
    return atSwitch;
  }

  /** The stream's timestamp at this moment, for a sender report. */
  int timestampAt(long nowNanos) {
    long elapsed = nowNanos - lastNanos;
    return timestamp
        + (int)
            (elapsed / FRAME_NANOS * FRAME_TICKS
                + elapsed % FRAME_NANOS * FRAME_TICKS / FRAME_NANOS);
  }
}
