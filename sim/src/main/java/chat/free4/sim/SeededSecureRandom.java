package chat.free4.sim;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Not secure at all: what a seed gives, for runs that can be repeated. */
public final class SeededSecureRandom extends SecureRandom {
  private static final long serialVersionUID = 1;

  private final transient SplittableRandom random;

  /** The same seed gives the same numbers. */
  public SeededSecureRandom(long seed) {
    this.random = new SplittableRandom(seed);
  }

  @Override
  public synchronized void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
  }

  @Override
  public synchronized int nextInt() {
    return random.nextInt();
  }

  @Override
  public synchronized long nextLong() {
    return random.nextLong();
  }

  @Override
  public synchronized byte[] generateSeed(int numBytes) {
    byte[] seed = new byte[numBytes];
    random.nextBytes(seed);
    return seed;
  }
}
