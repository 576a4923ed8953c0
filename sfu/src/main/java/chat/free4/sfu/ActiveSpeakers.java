package chat.free4.sfu;

import chat.free4.wire.rtp.RtpExtensions;
import java.util.Arrays;

/**
 * Who of a room is the loudest. Every packet moves its speaker's level; the ranking is made anew at
 * most once a frame, and only where a room has more speakers than slots.
 */
final class ActiveSpeakers {
  /** Time between two rankings, unless someone has just begun to speak. */
  static final long RANK_NANOS = RtpRewriter.FRAME_NANOS;

  /** Payloads up to this are silence: DTX and comfort noise of Opus (RFC 6716 section 2.1.9). */
  private static final int SILENT_PAYLOAD_BYTES = 12;

  private static final int QUIETEST_LOUDNESS = 40;
  private static final int LOUDEST_GUESS = 90;

  private Speaker[] speakers = new Speaker[4];
  private int count;

  /** Those who may not be silent; all others have the score of silence. */
  private Speaker[] audible = new Speaker[4];

  private int audibleCount;
  private final Speaker[] stage;
  private int stageSize;
  private boolean onset;
  private boolean talked;
  private long rankedNanos = Long.MIN_VALUE;

  /**
   * @param stageLimit how many of the loudest are kept in order
   */
  ActiveSpeakers(int stageLimit) {
    stage = new Speaker[stageLimit];
  }

  int count() {
    return count;
  }

  /** A speaker of the room, below {@link #count}; in no order. */
  Speaker speaker(int index) {
    return speakers[index];
  }

  /** How many have a rank. */
  int stageSize() {
    return stageSize;
  }

  /** Those who are not silent as {@link #rank} found them, the loudest first. */
  Speaker onStage(int rank) {
    return stage[rank];
  }

  void add(Speaker speaker) {
    if (count == speakers.length) {
      speakers = Arrays.copyOf(speakers, count * 2);
    }
    speaker.place = count;
    speakers[count++] = speaker;
  }

  void remove(Speaker speaker) {
    Speaker last = speakers[--count];
    speakers[speaker.place] = last;
    last.place = speaker.place;
    speaker.place = RoomPeer.NOWHERE;
    speaker.isOnStage = false;
    if (speaker.audiblePlace != RoomPeer.NOWHERE) {
      removeAudible(speaker);
    }
    Arrays.fill(speakers, count, count + 1, null);
    int kept = 0;
    for (int i = 0; i < stageSize; i++) {
      if (stage[i] != speaker) {
        stage[kept++] = stage[i];
      }
    }
    Arrays.fill(stage, kept, stageSize, null);
    stageSize = kept;
  }

  /**
   * Takes the level of a packet that is newer than all before from its speaker.
   *
   * @param audioLevel the element of RFC 6464, or {@link RtpExtensions#ABSENT}
   */
  void handlePacket(
      long nowNanos, Speaker speaker, int timestamp, int audioLevel, int payloadBytes) {
    int loudness =
        audioLevel == RtpExtensions.ABSENT
            ? guessLoudness(payloadBytes)
            : SpeechLevel.MAX_LOUDNESS - RtpExtensions.level(audioLevel);
    onset |= speaker.level().handlePacket(nowNanos, timestamp, loudness);
    talked |= speaker.level().isTalk();
    if (speaker.audiblePlace == RoomPeer.NOWHERE
        && speaker.level().scoreAt(nowNanos) > SpeechLevel.SILENT) {
      addAudible(speaker);
    }
  }

  private void addAudible(Speaker speaker) {
    if (audibleCount == audible.length) {
      audible = Arrays.copyOf(audible, audibleCount * 2);
    }
    speaker.audiblePlace = audibleCount;
    audible[audibleCount++] = speaker;
  }

  private void removeAudible(Speaker speaker) {
    Speaker last = audible[--audibleCount];
    audible[speaker.audiblePlace] = last;
    last.audiblePlace = speaker.audiblePlace;
    speaker.audiblePlace = RoomPeer.NOWHERE;
    Arrays.fill(audible, audibleCount, audibleCount + 1, null);
  }

  /** How many are not silent, as {@link #rank} found them. */
  int audibleCount() {
    return audibleCount;
  }

  /** One who is not silent, below {@link #audibleCount}; in no order. */
  Speaker audible(int index) {
    return audible[index];
  }

  /** True while a person talks, or has a text said. */
  boolean isPersonTalking(long nowNanos) {
    for (int i = 0; i < audibleCount; i++) {
      Speaker speaker = audible[i];
      boolean isPerson = speaker.home() != PlayedVoices.PART || speaker.isPerson;
      if (isPerson && speaker.level().scoreAt(nowNanos) >= SpeechLevel.TALK_SCORE) {
        return true;
      }
    }
    return false;
  }

  /** True when somebody has talked since this was asked last. */
  boolean takeTalk() {
    boolean taken = talked;
    talked = false;
    return taken;
  }

  /** Without a level: a bigger payload is taken for louder, which holds for variable bit rate. */
  private static int guessLoudness(int payloadBytes) {
    if (payloadBytes <= SILENT_PAYLOAD_BYTES) {
      return 0;
    }
    return Math.min(LOUDEST_GUESS, QUIETEST_LOUDNESS + payloadBytes / 2);
  }

  /** True when the ranking may have changed enough to look at it again. */
  boolean isRankDue(long nowNanos) {
    return onset || rankedNanos == Long.MIN_VALUE || nowNanos - rankedNanos >= RANK_NANOS;
  }

  /** Ranks all who are not silent by their scores at this moment. */
  void rank(long nowNanos) {
    onset = false;
    rankedNanos = nowNanos;
    markStage(false);
    Arrays.fill(stage, 0, stageSize, null);
    stageSize = 0;
    for (int i = audibleCount - 1; i >= 0; i--) {
      Speaker speaker = audible[i];
      speaker.score = speaker.level().scoreAt(nowNanos);
      if (speaker.score >= SpeechLevel.ONSET_SCORE) {
        speaker.spokeNanos = nowNanos;
      }
      if (speaker.score > SpeechLevel.SILENT) {
        enter(speaker);
      } else {
        removeAudible(speaker);
      }
    }
    markStage(true);
  }

  private void markStage(boolean isOnStage) {
    for (int i = 0; i < stageSize; i++) {
      stage[i].isOnStage = isOnStage;
    }
  }

  /** True when somebody anywhere in the room may have a slot for {@code speaker}. */
  boolean isAmongLoudest(Speaker speaker) {
    return count <= stage.length || speaker.isOnStage || speaker.targetCount() > 0;
  }

  private void enter(Speaker speaker) {
    int rank = stageSize;
    while (rank > 0 && stage[rank - 1].score < speaker.score) {
      rank--;
    }
    if (rank == stage.length) {
      return;
    }
    int moved = Math.min(stageSize, stage.length - 1) - rank;
    System.arraycopy(stage, rank, stage, rank + 1, moved);
    stage[rank] = speaker;
    stageSize = Math.min(stageSize + 1, stage.length);
  }
}
