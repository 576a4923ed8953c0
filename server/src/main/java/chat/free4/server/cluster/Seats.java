package chat.free4.server.cluster;

import chat.free4.room.access.RoomId;
import chat.free4.server.host.RoomSeats;
import java.util.concurrent.atomic.AtomicLongArray;

/** The shards that this node has now, and in which incarnation. For any thread. */
final class Seats implements RoomSeats {
  /** No shard's incarnation. */
  static final long NONE = 0;

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

  void take(int shard, long incarnation) {
    newest.set(shard, incarnation);
    incarnations.set(shard, incarnation);
  }

  /** Gives the incarnation that was left. */
  long leave(int shard) {
    return incarnations.getAndSet(shard, NONE);
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
