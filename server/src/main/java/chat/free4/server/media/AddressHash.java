package chat.free4.server.media;

import java.util.random.RandomGenerator;

/**
 * Scatters addresses over a table, by secret numbers: whoever sends from made-up addresses cannot
 * choose them so that they meet in one place. Each step multiplies two words to 128 bits and folds
 * them.
 */
final class AddressHash {
  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  AddressHash(RandomGenerator random) {
    this.first = random.nextLong();
    this.second = random.nextLong();
    this.third = random.nextLong();
    this.fourth = random.nextLong();
  }

  /** All bits of the result depend on all of the address. */
  int of(long high, long low, long portAndScope) {
    long folded = fold(high ^ first, low ^ second);
    long hash = fold(folded ^ third, portAndScope ^ fourth);
    return (int) (hash ^ hash >>> 32);
  }

  private static long fold(long a, long b) {
    return Math.multiplyHigh(a, b) ^ a * b;
  }
}
