package chat.free4.server.cluster;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.snapshot.SnapshotBytes;
import chat.free4.server.host.RoomKeeper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the rooms of all nodes know and no member holds. Each node tells the others of its own
 * rooms, and all keep all of it in memory: whoever gets a room next goes on with what is here. For
 * any thread.
 */
final class KeptRooms implements RoomKeeper {
  /** What is not said again for so long is forgotten: a room is, each minute, while it is there. */
  static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(180);

  /** Rooms that are kept; beyond, who was heard of longest ago goes. */
  static final int MAX_ROOMS = 1 << 17;

  /** Bytes that are kept, likewise. */
  static final long MAX_BYTES = 64L << 20;

  private final Seats seats;
  private final Consumer<NodeMessage> others;
  private final LongSupplier clock;
  private final long maxBytes;

  /** Who was heard of last stands last. */
  private final LinkedHashMap<RoomId, Entry> entries = new LinkedHashMap<>();

  private long bytes;

  /** What of that is in each shard. */
  private final int[] shardRooms = new int[Shards.COUNT];

  private final int[] shardPeople = new int[Shards.COUNT];

  private record Entry(long incarnation, Bytes snapshot, int people, long heardNanos) {}

  /**
   * Nothing is kept.
   *
   * @param seats say in which incarnation a room is here
   * @param others are told of rooms here
   * @param clock as {@link System#nanoTime}
   */
  KeptRooms(Seats seats, Consumer<NodeMessage> others, LongSupplier clock) {
    this(seats, others, clock, MAX_BYTES);
  }

  KeptRooms(Seats seats, Consumer<NodeMessage> others, LongSupplier clock, long maxBytes) {
    this.seats = seats;
    this.others = others;
    this.clock = clock;
    this.maxBytes = maxBytes;
  }

  @Override
  public void keep(RoomId room, Bytes snapshot) {
    long incarnation = seats.newest(Shards.of(room));
    put(room, incarnation, snapshot);
    others.accept(new NodeMessage.Keep(room.value(), incarnation, snapshot));
  }

  @Override
  public void forget(RoomId room) {
    long incarnation = seats.newest(Shards.of(room));
    drop(room, incarnation);
    others.accept(new NodeMessage.Forget(room.value(), incarnation));
  }

  @Override
  public synchronized @Nullable Kept find(RoomId room) {
    handleTimeout(clock.getAsLong());
    Entry entry = entries.get(room);
    return entry == null ? null : new Kept(entry.snapshot, entry.heardNanos);
  }

  /** Another node says what a room of its knows; false where a later life of it is known. */
  boolean heard(NodeMessage.Keep said) {
    return said.room().length() == RoomId.BYTES
        && put(new RoomId(said.room()), said.incarnation(), said.snapshot());
  }

  /** A room of another node has ended. */
  void heard(NodeMessage.Forget said) {
    if (said.room().length() == RoomId.BYTES) {
      drop(new RoomId(said.room()), said.incarnation());
    }
  }

  private synchronized boolean put(RoomId room, long incarnation, Bytes snapshot) {
    Entry former = entries.get(room);
    if (former != null && former.incarnation > incarnation) {
      return false;
    }
    remove(room);
    int people = Math.max(1, SnapshotBytes.people(snapshot));
    entries.put(room, new Entry(incarnation, snapshot, people, clock.getAsLong()));
    bytes += snapshot.length();
    shardRooms[Shards.of(room)]++;
    shardPeople[Shards.of(room)] += people;
    while (entries.size() > MAX_ROOMS || bytes > maxBytes) {
      remove(entries.firstEntry().getKey());
    }
    return true;
  }

  private synchronized void drop(RoomId room, long incarnation) {
    Entry former = entries.get(room);
    if (former != null && former.incarnation <= incarnation) {
      remove(room);
    }
  }

  private void remove(RoomId room) {
    Entry former = entries.remove(room);
    if (former != null) {
      bytes -= former.snapshot.length();
      shardRooms[Shards.of(room)]--;
      shardPeople[Shards.of(room)] -= former.people;
    }
  }

  /** Forgets what was not said again. */
  synchronized void handleTimeout(long nowNanos) {
    for (Map.Entry<RoomId, Entry> eldest = entries.firstEntry();
        eldest != null && nowNanos - eldest.getValue().heardNanos >= KEPT_NANOS;
        eldest = entries.firstEntry()) {
      remove(eldest.getKey());
    }
  }

  /** The highest incarnation in which a room of a shard was heard of; a later one is higher. */
  synchronized long newest(int shard) {
    long newest = Seats.NONE;
    for (Map.Entry<RoomId, Entry> each : entries.entrySet()) {
      if (Shards.of(each.getKey()) == shard) {
        newest = Math.max(newest, each.getValue().incarnation);
      }
    }
    return newest;
  }

  /** What there is in each shard, by its number, whichever node has it. */
  synchronized List<ShardLoad> loads() {
    List<ShardLoad> loads = new ArrayList<>();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      loads.add(new ShardLoad(shardRooms[shard], shardPeople[shard]));
    }
    return loads;
  }

  /** Rooms of which something is kept. */
  synchronized int size() {
    return entries.size();
  }

  /** How much that is. */
  synchronized long bytes() {
    return bytes;
  }
}
