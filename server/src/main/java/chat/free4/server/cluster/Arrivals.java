package chat.free4.server.cluster;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Which nodes know what the rooms of a lost node knew: those that were there well before it was
 * missed. For any thread.
 *
 * @param <N> names a life of a node
 */
final class Arrivals<N> {
  /** A node that is lost is missed later, and whoever came just before had not been told all. */
  static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** Rooms that nobody looked for so long have nobody in them any more. */
  static final long SOUGHT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Map<N, Long> cameNanos = new ConcurrentHashMap<>();
  private volatile boolean hasLost;
  private volatile long lostNanos;

  /** A node is up. */
  void came(long nowNanos, N node) {
    cameNanos.put(node, nowNanos);
  }

  /** A node has gone; {@code isLost}: without a word, its rooms have to be found anew. */
  void gone(long nowNanos, N node, boolean isLost) {
    cameNanos.remove(node);
    if (isLost) {
      lostNanos = nowNanos;
      hasLost = true;
    }
  }

  /** How much too late a node came to be told of all rooms that are looked for now; 0: it was. */
  long lateNanos(long nowNanos, N node) {
    if (!hasLost || nowNanos - lostNanos >= SOUGHT_NANOS) {
      return 0;
    }
    Long came = cameNanos.get(node);
    return came == null ? Long.MAX_VALUE : Math.max(0, came - lostNanos + TOLD_NANOS);
  }
}
