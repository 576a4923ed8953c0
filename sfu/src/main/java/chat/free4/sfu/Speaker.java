package chat.free4.sfu;

import chat.free4.rtc.peer.PeerParameters.MicrophoneLine;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one peer says: its incoming stream, how loud it is, and the slots that carry it. */
final class Speaker {
  /** Loss that is reported to a sender at most: FEC at its strongest, voice still clear (25 %). */
  static final int MAX_REPORTED_LOSS = 64;

  /** How long a listener's report of loss counts. Browsers report audio every 5 s at the least. */
  static final long LOSS_FRESH_NANOS = 12_000_000_000L;

  /** One in this many listeners, the worst ones, may be ignored: their line is theirs to mend. */
  private static final int IGNORED_LISTENERS_DIVISOR = 20;

  private static final int LOSS_STEPS = 16;
  private static final int LOSS_PER_STEP = 256 / LOSS_STEPS;

  private final RoomPeer peer;
  private final MicrophoneLine line;
  private final ReceiveStatistics received = new ReceiveStatistics();
  private final SpeechLevel level = new SpeechLevel();
  private final @Nullable NackList missing;
  private final int[] listenersAtStep = new int[LOSS_STEPS];
  private final int[] worstOfStep = new int[LOSS_STEPS];

  private VoiceSlot[] targets = new VoiceSlot[4];
  private int targetCount;

  /** Place among the room's {@link ActiveSpeakers}. */
  int place = -1;

  /** Score when the room was last ranked. */
  int score;

  /** When it was last loud enough to be speech. */
  long spokeNanos = Long.MIN_VALUE;

  /** Equal to the assignment's round while a listener's slots are looked at: it holds one. */
  long holdMark;

  Speaker(RoomPeer peer, MicrophoneLine line) {
    this.peer = peer;
    this.line = line;
    this.missing = line.nack() ? new NackList() : null;
  }

  RoomPeer peer() {
    return peer;
  }

  int member() {
    return peer.member();
  }

  MicrophoneLine line() {
    return line;
  }

  ReceiveStatistics received() {
    return received;
  }

  SpeechLevel level() {
    return level;
  }

  /** What to ask this speaker for again; null when it did not offer NACK. */
  @Nullable NackList missing() {
    return missing;
  }

  /** How many slots carry it. */
  int targetCount() {
    return targetCount;
  }

  /** A slot that carries it, below {@link #targetCount}. */
  VoiceSlot target(int index) {
    return targets[index];
  }

  /** Called by {@link VoiceSlot#assign}. */
  int addTarget(VoiceSlot slot) {
    if (targetCount == targets.length) {
      targets = Arrays.copyOf(targets, targetCount * 2);
    }
    targets[targetCount] = slot;
    return targetCount++;
  }

  /** Called by {@link VoiceSlot#release}; gives the slot that moved to {@code index}. */
  VoiceSlot removeTarget(int index) {
    VoiceSlot last = targets[--targetCount];
    targets[index] = last;
    Arrays.fill(targets, targetCount, targetCount + 1, null);
    return last;
  }

  /**
   * The loss to report to this speaker, so that it adds the FEC its listeners need: its own on the
   * way here, and then what all but the worst of its listeners see, in 1/256.
   */
  int lossToReport(long nowNanos) {
    int up = received.fractionLost();
    int down = listenersLoss(nowNanos);
    int both = 256 - (256 - up) * (256 - down) / 256;
    return Math.min(both, MAX_REPORTED_LOSS);
  }

  private int listenersLoss(long nowNanos) {
    Arrays.fill(listenersAtStep, 0);
    Arrays.fill(worstOfStep, 0);
    for (int i = 0; i < targetCount; i++) {
      int loss = targets[i].reportedLoss(nowNanos);
      int step = loss / LOSS_PER_STEP;
      listenersAtStep[step]++;
      worstOfStep[step] = Math.max(worstOfStep[step], loss);
    }
    int ignored = targetCount / IGNORED_LISTENERS_DIVISOR;
    int step = LOSS_STEPS - 1;
    int above = listenersAtStep[step];
    while (step > 0 && above <= ignored) {
      step--;
      above += listenersAtStep[step];
    }
    return worstOfStep[step];
  }
}
