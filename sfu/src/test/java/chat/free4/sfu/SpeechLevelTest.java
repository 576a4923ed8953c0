package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SpeechLevelTest {
  private static final long MS = 1_000_000;
  private static final int SPEECH = 95;
  private static final int NOISE = 40;

  private final SpeechLevel level = new SpeechLevel();
  private long now = 1_000 * MS;
  private int timestamp = -5000;

  private boolean frames(int count, int loudness) {
    boolean onset = false;
    for (int i = 0; i < count; i++) {
      onset |= level.handlePacket(now, timestamp, loudness);
      now += 20 * MS;
      timestamp += 960;
    }
    return onset;
  }

  private int decibels() {
    return level.scoreAt(now) / SpeechLevel.SCORE_PER_DECIBEL;
  }

  @Test
  void isSilentBeforeTheFirstPacket() {
    assertThat(level.scoreAt(now)).isZero();
  }

  @Test
  void speechCountsFullyAfterEightyMilliseconds() {
    frames(50, NOISE);
    frames(3, SPEECH);
    assertThat(decibels()).isLessThan(SPEECH);
    frames(1, SPEECH);
    assertThat(decibels()).isEqualTo(SPEECH);
  }

  @Test
  void aFirstLoudPacketIsAnOnsetButNoMore() {
    assertThat(frames(50, 20)).isFalse();
    assertThat(frames(1, SPEECH)).isTrue();
    assertThat(level.scoreAt(now)).isEqualTo(SpeechLevel.ONSET_SCORE);
  }

  @Test
  void whoFlickersBetweenLoudAndSilentHasFewOnsets() {
    int onsets = 0;
    for (int i = 0; i < 500; i++) {
      onsets += frames(1, i % 2 == 0 ? 60 : 0) ? 1 : 0;
    }
    assertThat(onsets).isEqualTo(1);
  }

  @Test
  void aClickOfUpToSixtyMillisecondsIsNoSpeech() {
    frames(50, 20);
    frames(3, 127);
    frames(10, 20);
    assertThat(level.scoreAt(now)).isLessThanOrEqualTo(SpeechLevel.ONSET_SCORE);
  }

  @Test
  void aSeriesOfClicksIsNoSpeech() {
    for (int i = 0; i < 20; i++) {
      frames(2, 120);
      frames(8, 20);
      assertThat(level.scoreAt(now)).isLessThanOrEqualTo(SpeechLevel.ONSET_SCORE);
    }
  }

  @Test
  void aPauseBetweenWordsCostsLittle() {
    frames(50, SPEECH);
    frames(10, NOISE);
    assertThat(decibels()).isBetween(SPEECH - 8, SPEECH - 2);
    frames(4, SPEECH);
    assertThat(decibels()).isEqualTo(SPEECH);
  }

  @Test
  void fallsToTheNoiseWithinTwoSeconds() {
    frames(50, SPEECH);
    frames(100, NOISE);
    assertThat(decibels()).isEqualTo(Math.max(NOISE, SPEECH - 80));
  }

  @Test
  void fallsToSilenceWhenNoPacketComesAnyMore() {
    frames(50, SPEECH);
    now += 1000 * MS;
    assertThat(decibels()).isBetween(SPEECH - 41, SPEECH - 35);
    now += 3000 * MS;
    assertThat(level.scoreAt(now)).isZero();
  }

  @Test
  void discontinuousTransmissionIsSilence() {
    frames(50, SPEECH);
    for (int i = 0; i < 5; i++) {
      timestamp += 19 * 960;
      now += 380 * MS;
      frames(1, 10);
    }
    assertThat(decibels()).isLessThan(SPEECH - 60);
  }

  @Test
  void packetsOfSixtyMillisecondsCountAsThreeFrames() {
    frames(50, NOISE);
    timestamp += 2 * 960;
    frames(1, SPEECH);
    assertThat(decibels()).isLessThan(SPEECH);
    timestamp += 2 * 960;
    frames(1, SPEECH);
    assertThat(decibels()).isEqualTo(SPEECH);
  }

  @Test
  void aBurstAfterAJamOnTheLineCountsAsSpeech() {
    frames(50, SPEECH);
    now += 200 * MS;
    for (int i = 0; i < 10; i++) {
      level.handlePacket(now, timestamp, SPEECH);
      timestamp += 960;
    }
    assertThat(decibels()).isEqualTo(SPEECH);
  }

  @Test
  void timestampsThatJumpAnywhereDoNoHarm() {
    int[] jumps = {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 0, 1, 960 * 8, 1 << 30};
    for (int jump : jumps) {
      timestamp += jump;
      frames(1, 127);
      assertThat(decibels()).isBetween(0, 127);
    }
  }
}
