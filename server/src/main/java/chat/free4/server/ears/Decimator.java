package chat.free4.server.ears;

/**
 * Brings sound from 48,000 to 16,000 samples a second as it comes, below 7,200 Hz. The decoder
 * would do so itself, but Concentus 1.0.2 gives silence for CELT at other rates.
 */
final class Decimator {
  static final int FACTOR = 3;

  private static final int TAPS = 96;
  private static final double CUTOFF = 7_200.0 / 48_000;

  private final double[] weights = new double[TAPS];
  private final short[] line;

  /** For so many samples at once. */
  Decimator(int most) {
    this.line = new short[TAPS - FACTOR + most];
    double sum = 0;
    for (int i = 0; i < TAPS; i++) {
      double x = i - (TAPS - 1) / 2.0;
      double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / TAPS);
      weights[i] = Math.sin(2 * Math.PI * CUTOFF * x) / (Math.PI * x) * hann;
      sum += weights[i];
    }
    for (int i = 0; i < TAPS; i++) {
      weights[i] /= sum;
    }
  }

  /** Takes samples, a multiple of {@link #FACTOR}; gives how many come of them. */
  int decimate(short[] in, int count, short[] out) {
    int kept = TAPS - FACTOR;
    System.arraycopy(in, 0, line, kept, count);
    for (int i = 0; i < count / FACTOR; i++) {
      double sum = 0;
      for (int j = 0; j < TAPS; j++) {
        sum += weights[j] * line[i * FACTOR + j];
      }
      out[i] = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }
    System.arraycopy(line, count, line, 0, kept);
    return count / FACTOR;
  }
}
