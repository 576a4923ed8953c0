package chat.free4.server.voice;

import java.util.Arrays;

/**
 * Brings sound to 48,000 samples a second, as much of it as is asked for: a windowed sinc, cut off
 * below half of the lower rate, so that nothing is mirrored.
 */
final class Resampler {
  static final int RATE = 48_000;

  /** Zero crossings of the sinc on each side. */
  private static final int CROSSINGS = 16;

  /** Part of the lower rate's half that is kept. */
  private static final double PASS = 0.94;

  private final short[] in;
  private final int up;
  private final int down;
  private final int reach;
  private final double[][] phases;

  Resampler(Tts.Sound sound) {
    this.in = sound.samples();
    int common = gcd(sound.rate(), RATE);
    this.up = RATE / common;
    this.down = sound.rate() / common;
    double cutoff = PASS * Math.min(1, (double) up / down);
    this.reach = (int) Math.ceil(CROSSINGS / cutoff);
    this.phases = up == down ? new double[0][] : phases(up, cutoff, reach);
  }

  /** Samples of all of it. */
  int length() {
    return (int) ((long) in.length * up / down);
  }

  /** Those from {@code from} on, at most {@code count}. */
  short[] read(int from, int count) {
    int length = Math.clamp(length() - from, 0, count);
    if (up == down) {
      return Arrays.copyOfRange(in, from, from + length);
    }
    short[] out = new short[length];
    for (int i = 0; i < length; i++) {
      long at = (long) (from + i) * down;
      double[] taps = phases[(int) (at % up)];
      int first = (int) (at / up) - reach;
      double sum = 0;
      for (int j = Math.max(0, -first); j < taps.length && first + j < in.length; j++) {
        sum += in[first + j] * taps[j];
      }
      out[i] = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }
    return out;
  }

  /** Where a sample falls between two repeats after so many: the weights of each such place. */
  private static double[][] phases(int up, double cutoff, int reach) {
    double[][] phases = new double[up][2 * reach + 1];
    for (int phase = 0; phase < up; phase++) {
      for (int j = 0; j <= 2 * reach; j++) {
        double distance = j - reach - (double) phase / up;
        phases[phase][j] = kernel(distance * cutoff) * cutoff;
      }
    }
    return phases;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** A sinc under a Hann window. */
  private static double kernel(double x) {
    if (Math.abs(x) >= CROSSINGS) {
      return 0;
    }
    if (Math.abs(x) < 1e-9) {
      return 1;
    }
    double sinc = Math.sin(Math.PI * x) / (Math.PI * x);
    return sinc * (0.5 + 0.5 * Math.cos(Math.PI * x / CROSSINGS));
  }
}
