package chat.free4.server.voice;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.VoicePhrase;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Sound between two rates, and its levels. */
final class ResamplerTest {
  private static final double AMPLITUDE = 8_000;

  static Tts.Sound tone(double hertz, int rate, double seconds) {
    short[] samples = new short[(int) (rate * seconds)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * hertz * i / rate));
    }
    return new Tts.Sound(samples, rate);
  }

  /** The amplitude of a frequency in the middle of some sound (Goertzel). */
  private static double amplitude(short[] samples, double hertz) {
    int from = samples.length / 4;
    int length = samples.length / 2;
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < length; i++) {
      double angle = 2 * Math.PI * hertz * i / Resampler.RATE;
      real += samples[from + i] * Math.cos(angle);
      imaginary += samples[from + i] * Math.sin(angle);
    }
    return 2 * Math.hypot(real, imaginary) / length;
  }

  private static short[] resample(Tts.Sound sound) {
    Resampler samples = new Resampler(sound);
    return samples.read(0, samples.length());
  }

  @Test
  void partsAreTheSameAsTheWhole() {
    Tts.Sound sound = tone(1_000, 22_050, 0.3);
    short[] whole = resample(sound);
    Resampler samples = new Resampler(sound);
    for (int from = 0; from < whole.length; from += 333) {
      int to = Math.min(from + 333, whole.length);
      assertThat(samples.read(from, 333)).isEqualTo(Arrays.copyOfRange(whole, from, to));
    }
    assertThat(samples.read(whole.length, 333)).as("behind its end").isEmpty();
  }

  @Test
  void aToneKeepsItsPitchAndStrength() {
    for (int rate : new int[] {8_000, 16_000, 22_050, 24_000, 44_100}) {
      short[] out = resample(tone(1_000, rate, 1));
      assertThat(out).as("%s", rate).hasSize(Resampler.RATE);
      assertThat(amplitude(out, 1_000))
          .as("%s", rate)
          .isBetween(0.98 * AMPLITUDE, AMPLITUDE * 1.02);
    }
  }

  @Test
  void nothingIsMirrored() {
    short[] out = resample(tone(5_000, 22_050, 1));
    assertThat(amplitude(out, 22_050 - 5_000)).isLessThan(AMPLITUDE / 300);
  }

  @Test
  void whatHasTheRateStaysAsItIs() {
    Tts.Sound sound = tone(1_000, Resampler.RATE, 0.1);
    assertThat(resample(sound)).isEqualTo(sound.samples());
    assertThat(resample(new Tts.Sound(new short[0], 8_000))).isEmpty();
  }

  @Test
  void framesAreTwentyMillisecondsAndKnowHowLoudTheyAre() throws IOException {
    try (OpusFrames.Coder coder = OpusFrames.coder()) {
      short[] samples = new short[OpusFrames.FRAME_SAMPLES * 3 + 1];
      VoicePhrase phrase = OpusFrames.encode(samples, coder, true);
      assertThat(phrase.length()).isEqualTo(4);
    }
    short[] full = new short[OpusFrames.FRAME_SAMPLES];
    Arrays.fill(full, Short.MIN_VALUE);
    assertThat(OpusFrames.level(full)).isZero();
    Arrays.fill(full, (short) 328); // a hundredth
    assertThat(OpusFrames.level(full)).isEqualTo(40);
    assertThat(OpusFrames.level(new short[960])).isEqualTo(127);
  }
}
