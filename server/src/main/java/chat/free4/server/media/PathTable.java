package chat.free4.server.media;

import chat.free4.wire.PacketBatch;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives every remote address an index, so that the engine below handles numbers. There are as many
 * indices as the table has places. When all are given, the next place that belongs to no peer is
 * given again, in turn: a flood from made-up addresses pushes out its own earlier addresses, and
 * never a peer's.
 */
final class PathTable {
  /** Places that are looked at for one that is free: a bound on the work a datagram can cause. */
  static final int MAX_PROBES = 64;

  private final @Nullable InetSocketAddress[] addresses;
  private final Map<InetSocketAddress, Integer> indices;
  private final IntPredicate isBound;
  private int used;
  private int hand;

  /** Places in the batch now being received: their paths may still be answered. */
  private final int[] lastTurn;

  private int turn;

  /**
   * An empty table.
   *
   * @param isBound tells whether a path belongs to a peer
   */
  PathTable(int capacity, IntPredicate isBound) {
    this.addresses = new InetSocketAddress[capacity];
    this.lastTurn = new int[capacity];
    this.indices = HashMap.newHashMap(Math.min(capacity, 1024));
    this.isBound = isBound;
  }

  /** A new batch begins: what stood in the last one has been answered. */
  void nextTurn() {
    turn++;
  }

  /** The path of {@code address}; {@link PacketBatch#NO_PATH} when no place was found for it. */
  int pathOf(InetSocketAddress address) {
    Integer known = indices.get(address);
    if (known != null) {
      lastTurn[known] = turn;
      return known;
    }
    int path = used < addresses.length ? used++ : reclaim();
    if (path != PacketBatch.NO_PATH) {
      addresses[path] = address;
      indices.put(address, path);
      lastTurn[path] = turn;
    }
    return path;
  }

  private int reclaim() {
    for (int probe = 0; probe < Math.min(MAX_PROBES, addresses.length); probe++) {
      int path = hand;
      hand = hand + 1 == addresses.length ? 0 : hand + 1;
      InetSocketAddress former = addresses[path];
      if (former != null && lastTurn[path] != turn && !isBound.test(path)) {
        indices.remove(former);
        return path;
      }
    }
    return PacketBatch.NO_PATH;
  }

  /** The address of {@code path}; null when it was never given. */
  @Nullable InetSocketAddress addressOf(int path) {
    return path >= 0 && path < used ? addresses[path] : null;
  }

  /** How many addresses are known. */
  int size() {
    return indices.size();
  }
}
