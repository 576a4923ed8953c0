package chat.free4.server.ears;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.server.voice.Tts;
import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Packets of a speaker and what is made of them, in virtual time. */
final class UtterancesTest {
  private static final long SEED = 20261123;
  private static final long FRAME_NANOS = 20_000_000;
  private static final int FRAME = 960;
  private static final int LOUD = 20;
  private static final int QUIET = 100;
  private static final double HERTZ = 440;

  private final Utterances utterances = new Utterances();
  private final List<Tts.Sound> said = new ArrayList<>();
  private final OpusEncoder encoder = encoder();
  private long nowNanos = -3_000_000_000L; // System.nanoTime may be negative
  private int sequence = 65_500;
  private int frame;

  private static OpusEncoder encoder() {
    try {
      return new OpusEncoder(48_000, 1, OpusApplication.OPUS_APPLICATION_VOIP);
    } catch (OpusException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The next 20 ms of a tone. */
  private byte[] tone() {
    short[] samples = new short[FRAME];
    for (int i = 0; i < FRAME; i++) {
      double angle = 2 * Math.PI * HERTZ * (frame * FRAME + i) / 48_000;
      samples[i] = (short) (8_000 * Math.sin(angle));
    }
    frame++;
    byte[] packet = new byte[1_000];
    try {
      return Arrays.copyOf(packet, encoder.encode(samples, 0, FRAME, packet, 0, packet.length));
    } catch (OpusException e) {
      throw new IllegalStateException(e);
    }
  }

  private void packet(byte[] payload, int level) {
    keep(utterances.handlePacket(nowNanos, sequence, payload, level));
    sequence = (sequence + 1) & 0xffff;
    nowNanos += FRAME_NANOS;
  }

  private void keep(Tts.@Nullable Sound sound) {
    if (sound != null) {
      said.add(sound);
    }
  }

  private void speak(int millis, int level) {
    for (int i = 0; i < millis / 20; i++) {
      packet(tone(), level);
    }
  }

  /** DTX: nothing comes. */
  private void pause(int millis) {
    nowNanos += millis * 1_000_000L;
    keep(utterances.handleTimeout(nowNanos));
  }

  private static double seconds(Tts.Sound sound) {
    return (double) sound.samples().length / sound.rate();
  }

  /** How often it crosses zero upwards in a second, in its middle. */
  private static double pitch(Tts.Sound sound) {
    short[] samples = sound.samples();
    int crossings = 0;
    for (int i = samples.length / 4; i < samples.length * 3 / 4; i++) {
      crossings += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
    }
    return crossings / (seconds(sound) / 2);
  }

  @Test
  void whatIsSaidIsCutAtSilence() {
    speak(1_000, LOUD);
    speak(400, QUIET);
    speak(1_000, LOUD);
    assertThat(said).as("a breath is no end").isEmpty();
    pause(Utterances.MAX_SECONDS);
    assertThat(said).isEmpty();
    pause(700);
    assertThat(said).hasSize(1);
    assertThat(said.getFirst().rate()).isEqualTo(16_000);
    assertThat(seconds(said.getFirst())).isBetween(2.3, 2.5);
    assertThat(pitch(said.getFirst())).as("it is what was said").isBetween(430.0, 450.0);
    assertThat(utterances.pollTimeout()).isEqualTo(Long.MAX_VALUE);
    speak(800, LOUD);
    pause(700);
    assertThat(said).hasSize(2);
  }

  @Test
  void silenceThatIsSentEndsItToo() {
    speak(1_000, LOUD);
    speak(800, QUIET);
    assertThat(said).hasSize(1);
  }

  @Test
  void aCoughIsNothingSaid() {
    speak(Utterances.LEAST_LOUD_MILLIS - 20, LOUD);
    pause(700);
    assertThat(said).isEmpty();
  }

  @Test
  void aLittleFromBeforeIsKept() {
    speak(5_000, QUIET);
    speak(1_000, LOUD);
    pause(700);
    assertThat(seconds(said.getFirst())).isBetween(1.15, 1.25);
  }

  @Test
  void whoNeverPausesIsCut() {
    speak((2 * Utterances.MAX_SECONDS + 1) * 1_000, LOUD);
    assertThat(said).hasSize(2);
    assertThat(said).allMatch(sound -> seconds(sound) == Utterances.MAX_SECONDS);
  }

  @Test
  void lostPacketsAreMadeUpAndLateOnesLeftOut() {
    for (int i = 0; i < 50; i++) {
      byte[] payload = tone();
      if (i % 10 == 5) {
        sequence = (sequence + 1) & 0xffff;
        nowNanos += FRAME_NANOS;
      } else {
        packet(payload, LOUD);
        keep(utterances.handlePacket(nowNanos, (sequence - 1) & 0xffff, payload, LOUD));
        keep(utterances.handlePacket(nowNanos, (sequence - 3) & 0xffff, payload, LOUD));
      }
    }
    pause(700);
    assertThat(seconds(said.getFirst())).isBetween(0.98, 1.02);
  }

  @Test
  void noiseInPlaceOfPacketsEndsNothing() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 1_000; i++) {
      byte[] payload = new byte[random.nextInt(300)];
      random.nextBytes(payload);
      packet(payload, random.nextInt(-1, 128));
      sequence = random.nextInt(20) == 0 ? random.nextInt(1 << 16) : sequence;
    }
    pause(1_000);
    assertThat(said)
        .as("seed %s", SEED)
        .allMatch(sound -> seconds(sound) <= Utterances.MAX_SECONDS);
    said.clear();
    sequence = (sequence + 1) & 0xffff;
    speak(1_000, LOUD);
    pause(700);
    assertThat(said).hasSizeLessThanOrEqualTo(1);
  }
}
