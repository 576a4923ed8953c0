package chat.free4.rtc.srtp;

/**
 * What is remembered of one SSRC in one direction: its highest index, which holds the rollover
 * counter, and what was seen (RFC 3711 section 3.2.3). It is the replay window of its RTP packets,
 * and a context for them alone: one object a packet.
 */
final class SrtpStream extends ReplayWindow implements SrtpContext {
  /** An RTP packet's index is 48 bits: 32 of rollover counter, 16 of sequence number. */
  static final long MAX_RTP_INDEX = (1L << 48) - 1;

  /** An SRTCP packet's index is 31 bits. */
  static final long MAX_RTCP_INDEX = (1L << 31) - 1;

  /** Estimated index of a packet from before the stream began. */
  static final long BEFORE_START = -1;

  private static final int HALF = 1 << 15;

  private final CipherContext context;
  private final int ssrc;
  private final ReplayWindow rtcp = new ReplayWindow();

  /** Highest index of RTP packets that are being authenticated. */
  private long claimed = ReplayWindow.NONE;

  SrtpStream(CipherContext context, int ssrc) {
    this.context = context;
    this.ssrc = ssrc;
  }

  CipherContext context() {
    return context;
  }

  int ssrc() {
    return ssrc;
  }

  @Override
  public SrtpProfile profile() {
    return context.profile();
  }

  @Override
  public SrtpContext ofStream(int wanted) {
    return wanted == ssrc ? this : context.ofStream(wanted);
  }

  @Override
  public void close() {
    context.close();
  }

  ReplayWindow rtp() {
    return this;
  }

  ReplayWindow rtcp() {
    return rtcp;
  }

  /** The index a packet most likely has, by its sequence number. */
  long estimateIndex(int sequence) {
    return estimateIndex(highest(), sequence);
  }

  /**
   * True when the estimate stays the same, whichever of the claimed packets turn out authentic. The
   * index nearest to the highest never falls as the highest grows, so the two ends tell.
   */
  boolean isEstimateCertain(int sequence) {
    long highest = highest();
    if (claimed <= highest) {
      return true;
    }
    return highest != ReplayWindow.NONE
        && estimateIndex(highest, sequence) == estimateIndex(claimed, sequence);
  }

  /** A packet of this index is about to be authenticated. */
  void claim(long index) {
    claimed = Math.max(claimed, index);
  }

  /** What was claimed has been settled. */
  void forgetClaims() {
    claimed = ReplayWindow.NONE;
  }

  /**
   * Estimates a packet's index (RFC 3711 section 3.3.1 and appendix A).
   *
   * @param highest highest index so far, or {@link ReplayWindow#NONE}
   * @return the index; {@link #BEFORE_START} when the rollover counter would be negative
   */
  static long estimateIndex(long highest, int sequence) {
    if (highest == ReplayWindow.NONE) {
      return sequence;
    }
    long rollovers = highest >> 16;
    int last = (int) (highest & 0xffff);
    if (last < HALF) {
      if (sequence - last > HALF) {
        rollovers--;
      }
    } else if (last - HALF > sequence) {
      rollovers++;
    }
    return rollovers < 0 ? BEFORE_START : rollovers << 16 | sequence;
  }
}
