package chat.free4.server.media;

import chat.free4.ffi.UdpPaths;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.stun.TransportAddress;
import java.security.SecureRandom;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * Gives every remote address an index, so that the engine below handles numbers. There are as many
 * indices as the table has places. When all are given, the next place that belongs to no peer is
 * given again, in turn: a flood from made-up addresses pushes out its own earlier addresses, and
 * never a peer's.
 *
 * <p>An address is two words and its port and scope; looking one up allocates nothing. The index is
 * an open hash table with linear probing, at most half full, by {@link AddressHash}.
 */
final class PathTable implements UdpPaths {
  /** Places that are looked at for one that is free: a bound on the work a datagram can cause. */
  static final int MAX_PROBES = 64;

  /** Words of an entry: the address, its port and scope, the last turn it was seen in. */
  private static final int ENTRY = 4;

  private static final int LOW = 1;
  private static final int PORT_AND_SCOPE = 2;
  private static final int LAST_TURN = 3;

  private final int capacity;
  private final long[] entries;

  /** Paths plus one, by their address's hash; 0 is empty. */
  private final int[] index;

  private final int mask;
  private final AddressHash hash;
  private final IntPredicate isBound;
  private int used;
  private int hand;
  private long turn;

  /**
   * An empty table.
   *
   * @param isBound tells whether a path belongs to a peer
   */
  PathTable(int capacity, IntPredicate isBound) {
    this(capacity, isBound, new SecureRandom());
  }

  PathTable(int capacity, IntPredicate isBound, RandomGenerator random) {
    this.capacity = capacity;
    this.entries = new long[capacity * ENTRY];
    this.index = new int[Integer.highestOneBit(capacity) << 2];
    this.mask = index.length - 1;
    this.hash = new AddressHash(random);
    this.isBound = isBound;
  }

  /** A new batch begins: what stood in the last one has been answered. */
  void nextTurn() {
    turn++;
  }

  /**
   * The path of an address; {@link PacketBatch#NO_PATH} when no place was found for it.
   *
   * @param low an IPv4 address stands mapped into IPv6
   */
  @Override
  public int pathOf(long high, long low, int port, int scope) {
    long portAndScope = (long) scope << 16 | port;
    int place = find(high, low, portAndScope);
    int path = index[place] - 1;
    if (path < 0) {
      path = used < capacity ? used++ : reclaim();
      if (path == PacketBatch.NO_PATH) {
        return path;
      }
      int at = path * ENTRY;
      entries[at] = high;
      entries[at + LOW] = low;
      entries[at + PORT_AND_SCOPE] = portAndScope;
      // What was reclaimed may have stood in the way.
      index[find(high, low, portAndScope)] = path + 1;
    }
    entries[path * ENTRY + LAST_TURN] = turn;
    return path;
  }

  /** Where the index has this address, or would have it. */
  private int find(long high, long low, long portAndScope) {
    int place = hash.of(high, low, portAndScope) & mask;
    while (index[place] != 0) {
      int at = (index[place] - 1) * ENTRY;
      if (entries[at + LOW] == low
          && entries[at + PORT_AND_SCOPE] == portAndScope
          && entries[at] == high) {
        break;
      }
      place = place + 1 & mask;
    }
    return place;
  }

  private int reclaim() {
    for (int probe = 0; probe < Math.min(MAX_PROBES, capacity); probe++) {
      int path = hand;
      hand = hand + 1 == capacity ? 0 : hand + 1;
      if (entries[path * ENTRY + LAST_TURN] != turn && !isBound.test(path)) {
        forget(path);
        return path;
      }
    }
    return PacketBatch.NO_PATH;
  }

  /** Empties the path's place, and moves up what stands behind it only because it was taken. */
  private void forget(int path) {
    int at = path * ENTRY;
    int hole = find(entries[at], entries[at + LOW], entries[at + PORT_AND_SCOPE]);
    int next = hole + 1 & mask;
    while (index[next] != 0) {
      int other = (index[next] - 1) * ENTRY;
      int home =
          hash.of(entries[other], entries[other + LOW], entries[other + PORT_AND_SCOPE]) & mask;
      if ((next - home & mask) >= (next - hole & mask)) {
        index[hole] = index[next];
        hole = next;
      }
      next = next + 1 & mask;
    }
    index[hole] = 0;
  }

  /**
   * Where {@code path} leads.
   *
   * @throws IllegalArgumentException when it was never given
   */
  void remoteAddress(int path, TransportAddress address) {
    if (path < 0 || path >= used) {
      throw new IllegalArgumentException("path " + path + " was never given");
    }
    int at = path * ENTRY;
    address.setIpv6(entries[at], entries[at + LOW], (int) entries[at + PORT_AND_SCOPE] & 0xFFFF);
  }

  /** How many addresses are known. */
  int size() {
    return used;
  }
}
