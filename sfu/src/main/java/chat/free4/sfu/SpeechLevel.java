package chat.free4.sfu;

/**
 * How loud one speaker is: a score in thousandths of a decibel that rises as soon as speech is
 * certain and falls slowly in its pauses. Loudness is 127 - level of RFC 6464: 0 is silence, 127
 * the loudest.
 *
 * <p>Three parts, of which the greatest counts:
 *
 * <ul>
 *   <li>what the speaker <i>sustains</i>: the median of the last 7 frames (140 ms). A click of up
 *       to three frames does not show in it, the onset of speech does after 80 ms;
 *   <li>what it had before, less 40 dB for every second since: a pause between words costs little;
 *   <li>the frame at hand, but only up to {@link #ONSET_SCORE}: enough to take a slot from someone
 *       who has been silent for a while, so that a first word is heard from its start, and not
 *       enough to take it from someone who speaks.
 * </ul>
 */
final class SpeechLevel {
  /** Silence. */
  static final int SILENT = 0;

  /** The loudest frame (0 dBov). */
  static final int MAX_LOUDNESS = 127;

  /** Thousandths in a decibel. */
  static final int SCORE_PER_DECIBEL = 1000;

  /** What a single frame can score, however loud. */
  static final int ONSET_SCORE = 45 * SCORE_PER_DECIBEL;

  /** From here on it is talk: more than an onset alone can score, and than most rooms hum. */
  static final int TALK_SCORE = 60 * SCORE_PER_DECIBEL;

  /** A rise to an onset below this is none: who flickers about the threshold starts nothing. */
  private static final int LEAST_RISE = 5 * SCORE_PER_DECIBEL;

  /** How fast a score falls in a pause. */
  static final int DECAY_PER_MILLISECOND = 40;

  private static final int WINDOW_FRAMES = 7;
  private static final int MEDIAN_RANK = WINDOW_FRAMES / 2;
  private static final long WINDOW_MASK = (1L << (8 * WINDOW_FRAMES)) - 1;

  /** A packet stands for at most this many frames; what its timestamp skips beyond is silence. */
  private static final int MAX_FRAMES_PER_PACKET = 3;

  /** A pause in arrival up to this is jitter of the network, not of the speaker. */
  private static final long JITTER_NANOS = 60_000_000;

  private static final long NANOS_PER_MILLISECOND = 1_000_000;

  /** Loudness of the last frames, the newest in the lowest byte. */
  private long window;

  private int lastTimestamp;
  private boolean started;
  private int score;
  private long scoreNanos;

  /**
   * Takes the loudness of a packet that is newer than all before.
   *
   * @return true when the score has just risen to {@link #ONSET_SCORE} from well below
   */
  boolean handlePacket(long nowNanos, int timestamp, int loudness) {
    int former = scoreAfter(nowNanos - scoreNanos);
    shift(timestamp, loudness);
    int sustained = median() * SCORE_PER_DECIBEL;
    int onset = Math.min(loudness * SCORE_PER_DECIBEL, ONSET_SCORE);
    score = Math.max(former, Math.max(sustained, onset));
    scoreNanos = nowNanos;
    return former <= ONSET_SCORE - LEAST_RISE && score >= ONSET_SCORE;
  }

  private void shift(int timestamp, int loudness) {
    int ticks = timestamp - lastTimestamp;
    int frames = started ? Math.max(1, ticks / RtpRewriter.FRAME_TICKS) : 1;
    started = true;
    lastTimestamp = timestamp;
    int silent = frames <= MAX_FRAMES_PER_PACKET ? 0 : frames - 1;
    if (silent >= WINDOW_FRAMES) {
      window = 0;
    } else {
      window <<= 8 * silent;
    }
    for (int i = silent; i < frames; i++) {
      window = window << 8 | loudness;
    }
    window &= WINDOW_MASK;
  }

  private int median() {
    for (int i = 0; i < WINDOW_FRAMES; i++) {
      int value = frame(i);
      int below = 0;
      int equal = 0;
      for (int j = 0; j < WINDOW_FRAMES; j++) {
        int other = frame(j);
        below += other < value ? 1 : 0;
        equal += other == value ? 1 : 0;
      }
      if (below <= MEDIAN_RANK && MEDIAN_RANK < below + equal) {
        return value;
      }
    }
    throw new AssertionError("a window without a median");
  }

  private int frame(int index) {
    return (int) (window >>> (8 * index)) & 0xff;
  }

  /** True when the newest packet is part of talk. */
  boolean isTalk() {
    return score >= TALK_SCORE;
  }

  /** The score at this moment. */
  int scoreAt(long nowNanos) {
    return scoreAfter(nowNanos - scoreNanos - JITTER_NANOS);
  }

  private int scoreAfter(long pauseNanos) {
    if (pauseNanos <= 0 || score == SILENT) {
      return score;
    }
    long fallen = pauseNanos / NANOS_PER_MILLISECOND * DECAY_PER_MILLISECOND;
    return fallen >= score ? SILENT : score - (int) fallen;
  }
}
