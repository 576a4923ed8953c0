package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.server.host.RoomKeeper;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What the rooms of one node in a {@link ClusterSimulation} know and no member holds: how much was
 * done in them in all their lives. It goes through real {@link KeptRooms}.
 */
final class SimulatedKeeping {
  /** As RoomSnapshots tells it. */
  static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** A turn is looked for so often. */
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Map<RoomId, Long> done = new HashMap<>();
  private final Map<RoomId, Long> told = new HashMap<>();
  private final Set<RoomId> touched = new LinkedHashSet<>();
  private final Seats seats;
  private final KeptRooms kept;
  private final Debts debts;
  private long nextTurnNanos;

  /** What the next life of a room must know at least. */
  static final class Debts {
    private final Map<RoomId, Long> owed = new HashMap<>();
    private final Map<RoomId, Long> now = new HashMap<>();
    private int handedOver;
    private int lost;

    /** Whether every room knows what it must: what was told, and all of what was handed over. */
    void assertPaid() {
      owed.forEach(
          (room, least) ->
              assertThat(now.getOrDefault(room, 0L))
                  .as("of room %s", room.value().toBase64Url())
                  .isGreaterThanOrEqualTo(least));
    }

    int handedOver() {
      return handedOver;
    }

    int lost() {
      return lost;
    }
  }

  SimulatedKeeping(Seats seats, Consumer<NodeMessage> others, LongSupplier clock, Debts debts) {
    this.seats = seats;
    this.kept = new KeptRooms(seats, others, clock);
    this.debts = debts;
  }

  /** The highest incarnation of a shard that was heard of. */
  long newest(int shard) {
    return kept.newest(shard);
  }

  /** What there is in each shard, as far as this node was told. */
  List<ShardLoad> loads() {
    return kept.loads();
  }

  /** Something more was done in a room, which is opened where it was not. */
  void worked(RoomId room) {
    Long here = done.get(room);
    if (here == null) {
      here = found(room);
      told.put(room, here); // others have it too
    }
    long now = 1 + here;
    done.put(room, now);
    touched.add(room);
    debts.now.put(room, now);
  }

  private long found(RoomId room) {
    RoomKeeper.Kept found = kept.find(room);
    return found == null ? 0 : number(found.snapshot());
  }

  private static long number(Bytes bytes) {
    return ByteBuffer.wrap(bytes.toArray()).getLong();
  }

  private static Bytes bytes(long number) {
    return Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  /** Tells what has changed, when it is time. */
  void tick(long nowNanos) {
    kept.handleTimeout(nowNanos);
    if (nowNanos >= nextTurnNanos) {
      nextTurnNanos = nowNanos + TURN_NANOS;
      List.copyOf(touched).forEach(this::tell);
    }
  }

  private void tell(RoomId room) {
    long number = done.getOrDefault(room, 0L);
    kept.keep(room, bytes(number));
    told.put(room, number);
    touched.remove(room);
  }

  /** Another node came, and knows nothing. */
  void tellAgain() {
    touched.addAll(done.keySet());
  }

  /** A shard goes to another node. */
  void handOver(int shard) {
    for (RoomId room : rooms(shard)) {
      tell(room);
      debts.owed.put(room, done.getOrDefault(room, 0L));
      debts.handedOver++;
    }
  }

  /** The node is killed: what it has told is all that is left, and that is not old. */
  void die() {
    done.forEach(
        (room, number) -> {
          long last = told.getOrDefault(room, 0L);
          assertThat(number - last)
              .as("done since it was told, in a room where one works")
              .isLessThanOrEqualTo((TURN_NANOS + TICK_NANOS) / ClusterSimulation.WORK_NANOS + 1);
          debts.owed.put(room, Math.max(last, debts.owed.getOrDefault(room, 0L)));
          debts.lost++;
        });
  }

  /** A shard is here no more. */
  void release(int shard) {
    for (RoomId room : rooms(shard)) {
      done.remove(room);
      told.remove(room);
      touched.remove(room);
    }
  }

  private List<RoomId> rooms(int shard) {
    return done.keySet().stream().filter(each -> Shards.of(each) == shard).toList();
  }

  /** Takes what a node says of its rooms; false for all else. */
  boolean heard(NodeMessage message) {
    if (message instanceof NodeMessage.Keep said) {
      heard(said);
    } else if (message instanceof NodeMessage.Forget said) {
      kept.heard(said);
    }
    return message instanceof NodeMessage.Keep || message instanceof NodeMessage.Forget;
  }

  private void heard(NodeMessage.Keep said) {
    RoomId room = new RoomId(said.room());
    Long before = done.get(room);
    if (kept.heard(said) && seats.isHere(room) && before != null) {
      // It came after the room was opened here.
      long more = Math.max(before, number(said.snapshot()));
      done.put(room, more);
      told.merge(room, number(said.snapshot()), Math::max);
      debts.now.put(room, more);
    }
  }
}
