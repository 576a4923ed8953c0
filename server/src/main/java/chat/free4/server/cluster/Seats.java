package chat.free4.server.cluster;

import chat.free4.room.access.RoomId;
import chat.free4.server.host.RoomSeats;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/** The shards that this node has now, and in which incarnation. For any thread. */
final class Seats implements RoomSeats {
  /** No shard's incarnation. */
  static final long NONE = 0;

  /** The lowest bits of an incarnation's number are drawn by lot. */
  private static final int LOT_BITS = 20;

  private final AtomicLongArray incarnations = new AtomicLongArray(Shards.COUNT);

  /** Those that it had last, here or not. */
  private final AtomicLongArray newest = new AtomicLongArray(Shards.COUNT);

  @Override
  public boolean isHere(RoomId room) {
    return incarnation(Shards.of(room)) != NONE;
  }

  /** {@link #NONE} when it is not here. */
  long incarnation(int shard) {
    return shard < 0 || shard >= Shards.COUNT ? NONE : incarnations.get(shard);
  }

  /** The incarnation that was here last, if any ever was. */
  long newest(int shard) {
    return newest.get(shard);
  }

  /**
   * A number for a new incarnation, above {@code known}. The clock makes it so for those who have
   * seen none; the lot makes it another one than that of a node which knew no more, and counted
   * from there too.
   *
   * @param clockMillis since 1970; may be off
   */
  static long above(long known, long clockMillis, RandomGenerator lot) {
    long count = Math.max(clockMillis, (known >> LOT_BITS) + 1);
    return count << LOT_BITS | lot.nextInt(1 << LOT_BITS);
  }

  void take(int shard, long incarnation) {
    newest.set(shard, incarnation);
    incarnations.set(shard, incarnation);
  }

  /** Gives the incarnation that was left. */
  long leave(int shard) {
    return incarnations.getAndSet(shard, NONE);
  }

  /** Those that are here: bit n for shard n. */
  long bits() {
    long bits = 0;
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      bits |= incarnations.get(shard) == NONE ? 0 : 1L << shard;
    }
    return bits;
  }

  /** How many are here. */
  int count() {
    int count = 0;
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      count += incarnations.get(shard) == NONE ? 0 : 1;
    }
    return count;
  }
}
