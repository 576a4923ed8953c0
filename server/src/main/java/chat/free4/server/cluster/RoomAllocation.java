package chat.free4.server.cluster;

import chat.free4.server.cluster.ShardPlacement.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ShardCoordinator;
import org.apache.pekko.util.Version;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/**
 * {@link ShardPlacement} for Cluster Sharding, by the rules of its own strategies: a shard comes to
 * a node that is up and answers, of the newest version where there are several; none moves while
 * another one does, nor while nodes come, go, do not answer, or are of several versions. Asked by
 * one node at a time, the coordinator's.
 */
final class RoomAllocation extends ShardCoordinator.AbstractShardAllocationStrategy {
  private final ShardPlacement placement = new ShardPlacement();
  private final Cluster cluster;
  private final Supplier<IntFunction<ShardLoad>> loads;
  private final Predicate<Member> takesMore;
  private final ToLongFunction<Member> lateNanos;
  private final LongSupplier clock;

  /**
   * Places shards among the members of a cluster.
   *
   * @param loads those of this moment
   * @param takesMore false for a node that is full
   * @param lateNanos how much too late one came to be told of rooms that look for a node now
   * @param clock as {@link System#nanoTime}
   */
  RoomAllocation(
      Cluster cluster,
      Supplier<IntFunction<ShardLoad>> loads,
      Predicate<Member> takesMore,
      ToLongFunction<Member> lateNanos,
      LongSupplier clock) {
    this.cluster = cluster;
    this.loads = loads;
    this.takesMore = takesMore;
    this.lateNanos = lateNanos;
    this.clock = clock;
  }

  /** Who asks gets it where nothing is known of the nodes yet: the shard is somewhere then. */
  @Override
  public Future<ActorRef> allocateShard(
      ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> current) {
    ActorRef chosen = ShardPlacement.place(Integer.parseInt(shard), newestUp(current), loads.get());
    return Future.successful(chosen == null ? requester : chosen);
  }

  @Override
  public Future<Set<String>> rebalance(
      Map<ActorRef, IndexedSeq<String>> current, Set<String> inProgress) {
    List<Candidate<ActorRef>> nodes = newestUp(current);
    if (!inProgress.isEmpty() || !isQuiet() || nodes.size() < current.size()) {
      return Future.successful(Set.of());
    }
    return Future.successful(
        placement.rebalance(clock.getAsLong(), nodes, loads.get()).stream()
            .map(shard -> Integer.toString(shard))
            .collect(Collectors.toSet()));
  }

  private boolean isQuiet() {
    boolean allUp = true;
    for (Member member : cluster.state().getMembers()) {
      allUp &= member.status().equals(MemberStatus.up());
    }
    return allUp && cluster.state().getUnreachable().isEmpty();
  }

  /**
   * Those at nodes that are up, answer, and have the newest version of these, in one order,
   * whatever order they are handed in.
   */
  private List<Candidate<ActorRef>> newestUp(Map<ActorRef, IndexedSeq<String>> current) {
    Map<Address, Member> up = new HashMap<>();
    for (Member member : cluster.state().getMembers()) {
      if (member.status().equals(MemberStatus.up())
          && !cluster.state().getUnreachable().contains(member)) {
        up.put(member.address(), member);
      }
    }
    Map<ActorRef, Member> regions = new TreeMap<>(Comparator.naturalOrder());
    for (ActorRef region : current.keySet()) {
      Member member = up.get(address(region));
      if (member != null) {
        regions.put(region, member);
      }
    }
    @Nullable Version newest =
        regions.values().stream()
            .map(Member::appVersion)
            .max(Comparator.naturalOrder())
            .orElse(null);
    List<Candidate<ActorRef>> best = new ArrayList<>();
    regions.forEach(
        (region, member) -> {
          if (member.appVersion().equals(newest)) {
            best.add(
                new Candidate<>(
                    region,
                    takesMore.test(member),
                    lateNanos.applyAsLong(member),
                    numbers(current.get(region))));
          }
        });
    return best;
  }

  private static Set<Integer> numbers(@Nullable IndexedSeq<String> names) {
    Set<Integer> numbers = new HashSet<>();
    if (names != null) {
      CollectionConverters.asJava(names).forEach(name -> numbers.add(Integer.valueOf(name)));
    }
    return numbers;
  }

  private Address address(ActorRef region) {
    Address address = region.path().address();
    return address.hasLocalScope() ? cluster.selfAddress() : address;
  }
}
