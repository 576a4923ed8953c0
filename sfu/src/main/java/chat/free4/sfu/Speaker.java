package chat.free4.sfu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one member says: its incoming stream, how loud it is, and the slots that carry it. Either a
 * peer of this engine, or a member whose transport is in another part of the room, and whose
 * packets come by relay.
 */
final class Speaker {
  /** Loss that is reported to a sender at most: FEC at its strongest, voice still clear (25 %). */
  static final int MAX_REPORTED_LOSS = 64;

  /** How long a listener's report of loss counts. Browsers report audio every 5 s at the least. */
  static final long LOSS_FRESH_NANOS = 12_000_000_000L;

  /** How long the loss in another part counts, which is told once a second. */
  static final long RELAYED_LOSS_FRESH_NANOS = 2_500_000_000L;

  /** One in this many listeners, the worst ones, may be ignored: their line is theirs to mend. */
  private static final int IGNORED_LISTENERS_DIVISOR = 20;

  private static final int LOSS_STEPS = 16;
  private static final int LOSS_PER_STEP = 256 / LOSS_STEPS;

  /** Home of a speaker whose transport is here. */
  static final int HERE = -1;

  private final int member;
  private final @Nullable RoomPeer peer;
  private final int home;
  private final ReceiveStatistics received = new ReceiveStatistics();
  private final SpeechLevel level = new SpeechLevel();
  private final FloorTime floor = new FloorTime();
  private final @Nullable NackList missing;
  private final int[] listenersAtStep = new int[LOSS_STEPS];
  private final int[] worstOfStep = new int[LOSS_STEPS];

  private VoiceSlot[] targets = new VoiceSlot[4];
  private int targetCount;

  /** Place among the room's {@link ActiveSpeakers}. */
  int place = -1;

  /** Place among those of them who may not be silent. */
  int audiblePlace = -1;

  /** Score when the room was last ranked. */
  int score;

  /** When it was last loud enough to be speech. */
  long spokeNanos = Long.MIN_VALUE;

  /** True while nobody may hear it. */
  boolean isSilenced;

  /** True while its packets go to this server's ears as well. */
  boolean isListenedTo;

  /** True while it is among those whom {@link ActiveSpeakers} keeps in order. */
  boolean isOnStage;

  /** When the last packet came by relay. */
  long relayedNanos;

  /** When the last packet that is played for it came. */
  long playedNanos;

  /** Somebody began to talk while that was played, and the rest of it is not. */
  boolean isTalkedOver;

  /** When the last packet came from its own microphone. */
  long microphoneNanos = Long.MIN_VALUE;

  /** What is played for it is what a person has written. */
  boolean isPerson;

  private int relayedLoss;
  private long relayedLossNanos;

  /** Equal to the assignment's round while a listener's slots are looked at: it holds one. */
  long holdMark;

  /** A peer of this engine. */
  Speaker(RoomPeer peer, boolean nack) {
    this.member = peer.member();
    this.peer = peer;
    this.home = HERE;
    this.missing = nack ? new NackList() : null;
  }

  /** A member whose transport is with another engine. */
  Speaker(int member, int home) {
    this.member = member;
    this.peer = null;
    this.home = home;
    this.missing = null;
  }

  /** Its transport; null when that is with another engine. */
  @Nullable RoomPeer peer() {
    return peer;
  }

  int member() {
    return member;
  }

  /** The part of the room that its transport is in; {@link #HERE} when in this one. */
  int home() {
    return home;
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
    if (targetCount == 0) {
      floor.begin(received.received());
    }
    targets[targetCount] = slot;
    return targetCount++;
  }

  /** Called by {@link VoiceSlot#release}; gives the slot that moved to {@code index}. */
  VoiceSlot removeTarget(int index) {
    VoiceSlot last = targets[--targetCount];
    targets[index] = last;
    Arrays.fill(targets, targetCount, targetCount + 1, null);
    if (targetCount == 0) {
      floor.end(received.received());
    }
    return last;
  }

  /** Talk to tell control of, in milliseconds; see {@link FloorTime#sample}. */
  int sampleFloorMillis(long nowNanos, boolean isHeardElsewhere) {
    return floor.sample(nowNanos, received.received(), isHeardElsewhere);
  }

  /** Talk that was not told of when the speaker goes. */
  int takeUntoldMillis() {
    return floor.takeUntoldMillis();
  }

  /**
   * The loss to report to this speaker, so that it adds the FEC its listeners need: its own on the
   * way here, and then what all but the worst of its listeners see, in 1/256.
   */
  int lossToReport(long nowNanos) {
    int up = received.fractionLost();
    int down = Math.max(listenersLoss(nowNanos), relayedLoss(nowNanos));
    int both = 256 - (256 - up) * (256 - down) / 256;
    return Math.min(both, MAX_REPORTED_LOSS);
  }

  /** Takes what its listeners in another part lose, in 1/256: the worst of all parts counts. */
  void handleRelayedLoss(long nowNanos, int loss) {
    if (loss >= relayedLoss(nowNanos)) {
      relayedLoss = loss;
      relayedLossNanos = nowNanos;
    }
  }

  private int relayedLoss(long nowNanos) {
    return nowNanos - relayedLossNanos <= RELAYED_LOSS_FRESH_NANOS ? relayedLoss : 0;
  }

  /** What all but the worst of its listeners here lose, in 1/256. */
  int listenersLoss(long nowNanos) {
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
