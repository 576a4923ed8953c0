package chat.free4.server.cluster;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the shards are, as far as this node was told; asks, and asks again until it is answered.
 */
final class ShardMap {
  /** Time from one question to the next. */
  static final long ASK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  static final long NEVER = Long.MAX_VALUE;

  private final @Nullable Place[] places = new Place[Shards.COUNT];
  private final long[] seen = new long[Shards.COUNT];
  private final boolean[] asked = new boolean[Shards.COUNT];
  private final Locator locator;
  private long nextAskNanos = NEVER;

  /** Asks the cluster. */
  interface Locator {
    /** Asks for a shard; who has it answers, some time or never. */
    void locate(int shard, long seen);
  }

  /** Who has a shard. */
  record Place(Peer peer, long incarnation) {}

  ShardMap(Locator locator) {
    this.locator = locator;
  }

  /** Null when it has to be looked for. */
  @Nullable Place find(int shard) {
    return places[shard];
  }

  /** Looks for a shard until it is found, or nobody asks for it any more. */
  void search(long nowNanos, int shard) {
    if (!asked[shard]) {
      asked[shard] = true;
      locator.locate(shard, seen[shard]);
      nextAskNanos = Math.min(nextAskNanos, nowNanos + ASK_NANOS);
    }
  }

  /** Nobody asks for it any more. */
  void giveUp(int shard) {
    asked[shard] = false;
  }

  /**
   * Somebody says that it has a shard.
   *
   * @return false for an incarnation that is over, whoever says so
   */
  boolean found(int shard, Peer peer, long incarnation) {
    if (shard < 0 || shard >= Shards.COUNT || incarnation < seen[shard]) {
      return false;
    }
    seen[shard] = incarnation;
    places[shard] = new Place(peer, incarnation);
    asked[shard] = false;
    return true;
  }

  /** A shard's incarnation is not there any more. */
  void forget(int shard, long incarnation) {
    Place place = places[shard];
    if (place != null && place.incarnation() <= incarnation) {
      places[shard] = null;
    }
  }

  /** A node is not there any more. */
  void forget(Peer peer) {
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      Place place = places[shard];
      if (place != null && place.peer().equals(peer)) {
        places[shard] = null;
      }
    }
  }

  void handleTimeout(long nowNanos) {
    if (nowNanos < nextAskNanos) {
      return;
    }
    nextAskNanos = NEVER;
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (asked[shard]) {
        locator.locate(shard, seen[shard]);
        nextAskNanos = nowNanos + ASK_NANOS;
      }
    }
  }

  /** When {@link #handleTimeout} is due. */
  long pollTimeout() {
    return nextAskNanos;
  }
}
