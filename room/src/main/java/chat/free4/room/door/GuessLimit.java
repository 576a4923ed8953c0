package chat.free4.room.door;

import chat.free4.room.signal.RateLimit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often each of many may guess wrong. A bounded table: over the limit the one that guessed
 * longest ago is forgotten.
 */
final class GuessLimit<K> {
  private final int maxKeys;
  private final int guesses;
  private final int secondsAGuess;
  private final LinkedHashMap<K, RateLimit> limits = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Everybody has all guesses.
   *
   * @param guesses at once
   * @param secondsAGuess until one more
   */
  GuessLimit(int maxKeys, int guesses, int secondsAGuess) {
    this.maxKeys = maxKeys;
    this.guesses = guesses;
    this.secondsAGuess = secondsAGuess;
  }

  /** How long until it may guess; 0 when it may. */
  long waitNanos(long nowNanos, K key) {
    @Nullable RateLimit limit = limits.get(key);
    return limit == null ? 0 : limit.waitNanos(nowNanos, secondsAGuess);
  }

  /** It has guessed wrong. */
  void count(long nowNanos, K key) {
    RateLimit limit =
        limits.computeIfAbsent(
            key, _ -> new RateLimit(nowNanos, 1, (long) guesses * secondsAGuess));
    limit.take(nowNanos, secondsAGuess);
    if (limits.size() > maxKeys) {
      Map.Entry<K, RateLimit> eldest = limits.firstEntry();
      limits.remove(eldest.getKey());
    }
  }

  /** How many are remembered. */
  int size() {
    return limits.size();
  }
}
