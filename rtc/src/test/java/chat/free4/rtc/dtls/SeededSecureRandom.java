package chat.free4.rtc.dtls;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Random bytes that a seed repeats: for tests alone. */
final class SeededSecureRandom extends SecureRandom {
  private final SplittableRandom source;

  SeededSecureRandom(long seed) {
    source = new SplittableRandom(seed);
  }

  @Override
  public synchronized void nextBytes(byte[] bytes) {
    source.nextBytes(bytes);
  }
}
