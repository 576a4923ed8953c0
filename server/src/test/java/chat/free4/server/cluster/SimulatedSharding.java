package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What Cluster Sharding does in a {@link ClusterSimulation}: it knows who has which shard, and asks
 * {@link ShardPlacement} at the eldest node where shards come to and which move.
 *
 * @param <N> a node
 */
final class SimulatedSharding<N> {
  /** As NodeSettings says. */
  static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Map<Integer, N> owners = new HashMap<>();
  private final Map<N, ShardPlacement> placements = new HashMap<>();
  private final Arrivals<N> arrivals = new Arrivals<>();

  /** Rooms that moved in each round, and when. */
  private final ArrayDeque<long[]> moves = new ArrayDeque<>();

  private int moved;

  /** Who has a shard; null while nobody does. */
  @Nullable N owner(int shard) {
    return owners.get(shard);
  }

  /** Who has a shard, or gets it now. */
  N allocate(long nowNanos, int shard, List<N> alive, List<ShardLoad> loads) {
    return owners.computeIfAbsent(
        shard,
        _ ->
            Objects.requireNonNull(
                ShardPlacement.place(shard, candidates(nowNanos, alive), loads::get)));
  }

  /** A shard goes to a node, whyever. */
  void give(int shard, N node) {
    owners.put(shard, node);
  }

  /** A node is up. */
  void came(long nowNanos, N node) {
    arrivals.came(nowNanos, node);
  }

  /** A node was killed. */
  void lose(long nowNanos, N node) {
    arrivals.gone(nowNanos, node, true);
    owners.values().removeIf(node::equals);
    placements.remove(node);
  }

  /** The shards of a node. */
  Set<Integer> of(N node) {
    Set<Integer> shards = new HashSet<>();
    owners.forEach(
        (shard, owner) -> {
          if (owner.equals(node)) {
            shards.add(shard);
          }
        });
    return shards;
  }

  private List<ShardPlacement.Candidate<N>> candidates(long nowNanos, List<N> alive) {
    return alive.stream()
        .map(
            node ->
                new ShardPlacement.Candidate<>(
                    node, true, arrivals.lateNanos(nowNanos, node), of(node)))
        .toList();
  }

  /**
   * It is time to look whether shards should move; of all rooms, few do within any minute.
   *
   * @param loads as the eldest knows them
   * @param handOver has the owner let a shard go, and says how many rooms that were
   */
  void round(
      long nowNanos,
      N eldest,
      List<N> alive,
      List<ShardLoad> loads,
      int rooms,
      ToIntFunction<Integer> handOver) {
    Set<Integer> leaving =
        placements
            .computeIfAbsent(eldest, _ -> new ShardPlacement())
            .rebalance(nowNanos, candidates(nowNanos, alive), loads::get);
    for (int shard : leaving) {
      int here = handOver.applyAsInt(shard);
      owners.remove(shard);
      moved += here;
      moves.add(new long[] {nowNanos, here});
    }
    moves.removeIf(move -> nowNanos - move[0] >= ShardPlacement.WINDOW_NANOS);
    assertThat(moves.stream().mapToLong(move -> move[1]).sum())
        .as("of %d rooms, moved within a minute", rooms)
        .isLessThanOrEqualTo(Math.max(1, rooms / ShardPlacement.ROOMS_A_MOVE));
  }

  /** Rooms that were moved to share them out. */
  int moved() {
    return moved;
  }
}
