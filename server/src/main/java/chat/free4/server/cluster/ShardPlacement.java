package chat.free4.server.cluster;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which node a shard comes to, and which shards move to a node that has less to do: those without
 * rooms first, then the least-populated, a few at a time, and few of all rooms a minute. Without a
 * clock. Where nothing is known of rooms, shards count alike.
 */
final class ShardPlacement {
  /** Shards with rooms that move at once. */
  static final int SHARDS_A_ROUND = 2;

  /** Shards without rooms that move at once: nobody notices. */
  static final int EMPTY_A_ROUND = Shards.COUNT / 3;

  /** Of so many rooms that live, one moves within {@link #WINDOW_NANOS}, or one at least. */
  static final int ROOMS_A_MOVE = 20;

  static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(60);

  /**
   * Rounds come more often: after such a pause another node has decided, and moved who knows what.
   */
  static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Nodes that differ by less than this part of what each has on average are alike. */
  private static final int PART_THAT_DIFFERS = 5;

  /** What has moved lately. */
  private final ArrayDeque<Move> moves = new ArrayDeque<>();

  private boolean hasBegun;
  private long lastRoundNanos;

  /** Before, nothing is known of what has moved. */
  private long beganNanos;

  private record Move(long atNanos, int rooms) {}

  /**
   * A node that may have shards.
   *
   * @param <N> what it is to who asks
   * @param takesMore false where it is full, or about to go
   * @param lateNanos how much too late it came to be told what rooms of a lost node knew; 0: it was
   */
  record Candidate<N>(N node, boolean takesMore, long lateNanos, Set<Integer> shards) {
    private long weight(IntFunction<ShardLoad> loads) {
      return shards.stream().mapToLong(shard -> loads.apply(shard).weight()).sum();
    }
  }

  /** What a node has to do while a round is thought through. */
  private static final class Node {
    final boolean takesMore;
    final Set<Integer> shards;
    long weight;

    Node(Candidate<?> candidate, IntFunction<ShardLoad> loads) {
      this.takesMore = candidate.takesMore;
      this.shards = new HashSet<>(candidate.shards);
      this.weight = candidate.weight(loads);
    }
  }

  /** A shard that may go. */
  private record Leaver(Node from, int shard, ShardLoad load) {
    /**
     * Those without rooms go first; then it is the fullest node's turn, and its emptiest shard's.
     */
    static final Comparator<Leaver> ORDER =
        Comparator.comparing((Leaver leaver) -> leaver.load.rooms() > 0)
            .thenComparing(
                Comparator.comparingLong((Leaver leaver) -> leaver.from.weight).reversed())
            .thenComparingInt(leaver -> leaver.load.people())
            .thenComparingInt(leaver -> leaver.load.rooms())
            .thenComparingInt(Leaver::shard);
  }

  /**
   * The node with the least to do, of those with as much the first; one that takes no more only
   * where none does; for a shard with rooms, only of those that came first where some came late.
   * Null of none.
   */
  static <N> @Nullable N place(int shard, List<Candidate<N>> nodes, IntFunction<ShardLoad> loads) {
    return place(loads.apply(shard).rooms() > 0, nodes, loads);
  }

  /** The node that a shard without rooms would come to; null of none. */
  static <N> @Nullable N place(List<Candidate<N>> nodes, IntFunction<ShardLoad> loads) {
    return place(false, nodes, loads);
  }

  private static <N> @Nullable N place(
      boolean hasRooms, List<Candidate<N>> nodes, IntFunction<ShardLoad> loads) {
    return nodes.stream()
        .min(
            Comparator.comparingLong((Candidate<N> node) -> hasRooms ? node.lateNanos : 0)
                .thenComparing(node -> !node.takesMore)
                .thenComparingLong(node -> node.weight(loads)))
        .map(Candidate::node)
        .orElse(null);
  }

  /**
   * The shards that leave their nodes now. To be called at least once each {@link #PAUSE_NANOS} by
   * who decides; who begins to moves no rooms for {@link #WINDOW_NANOS}.
   */
  <N> Set<Integer> rebalance(
      long nowNanos, List<Candidate<N>> candidates, IntFunction<ShardLoad> loads) {
    handleRound(nowNanos);
    List<Node> nodes = candidates.stream().map(each -> new Node(each, loads)).toList();
    boolean allKnow = candidates.stream().allMatch(each -> each.lateNanos == 0);
    int mayMove = allKnow ? mayMove(nowNanos, candidates, loads) : 0;
    int live = 0;
    Set<Integer> leaving = new HashSet<>();
    Node least = least(nodes);
    while (least != null) {
      int fewest = leaving.size() - live < EMPTY_A_ROUND ? 0 : 1;
      int most = live < SHARDS_A_ROUND ? mayMove : 0;
      Leaver leaver = next(nodes, least, loads, fewest, most).orElse(null);
      if (leaver == null) {
        break;
      }
      leaving.add(leaver.shard);
      leaver.from.shards.remove(leaver.shard);
      leaver.from.weight -= leaver.load.weight();
      least.weight += leaver.load.weight();
      if (leaver.load.rooms() > 0) {
        live++;
        mayMove -= leaver.load.rooms();
        moves.add(new Move(nowNanos, leaver.load.rooms()));
      }
      least = least(nodes);
    }
    return leaving;
  }

  private void handleRound(long nowNanos) {
    if (!hasBegun || nowNanos - lastRoundNanos > PAUSE_NANOS) {
      hasBegun = true;
      beganNanos = nowNanos;
    }
    lastRoundNanos = nowNanos;
    while (!moves.isEmpty() && nowNanos - moves.getFirst().atNanos >= WINDOW_NANOS) {
      moves.removeFirst();
    }
  }

  /** How many rooms may still move within the window. */
  private <N> int mayMove(long nowNanos, List<Candidate<N>> nodes, IntFunction<ShardLoad> loads) {
    if (nowNanos - beganNanos < WINDOW_NANOS) {
      return 0;
    }
    int rooms =
        nodes.stream()
            .flatMap(node -> node.shards.stream())
            .mapToInt(shard -> loads.apply(shard).rooms())
            .sum();
    int moved = moves.stream().mapToInt(Move::rooms).sum();
    return Math.max(1, rooms / ROOMS_A_MOVE) - moved;
  }

  private static @Nullable Node least(List<Node> nodes) {
    return nodes.stream()
        .filter(node -> node.takesMore)
        .min(Comparator.comparingLong(node -> node.weight))
        .orElse(null);
  }

  /**
   * The shard that goes first, of those with so many rooms that make its node and the one with the
   * least to do more alike.
   */
  private static Optional<Leaver> next(
      List<Node> nodes, Node least, IntFunction<ShardLoad> loads, int fewest, int most) {
    long average = nodes.stream().mapToLong(node -> node.weight).sum() / nodes.size();
    long alike = Math.max(2, average / PART_THAT_DIFFERS);
    return nodes.stream()
        .filter(from -> from.weight - least.weight > alike)
        .flatMap(
            from -> from.shards.stream().map(shard -> new Leaver(from, shard, loads.apply(shard))))
        .filter(leaver -> leaver.load.rooms() >= fewest)
        .filter(leaver -> leaver.load.rooms() <= Math.max(0, most))
        .filter(leaver -> 2 * leaver.load.weight() <= leaver.from.weight - least.weight)
        .min(Leaver.ORDER);
  }
}
