package chat.free4.server.cluster;

import chat.free4.server.status.ClusterView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.pattern.Patterns;
import scala.concurrent.duration.FiniteDuration;

/** What a node sees of its cluster, for who runs it. */
final class ClusterLook {
  private static final int ANSWER_SECONDS = 2;
  private static final Set<MemberStatus> BEFORE_UP =
      Set.of(MemberStatus.joining(), MemberStatus.weaklyUp());

  private ClusterLook() {}

  /** Asks each node which shards it has; without those, where one does not answer. */
  static CompletionStage<ClusterView> at(ActorSystem system) {
    return shards(system)
        .exceptionally(_ -> Map.of())
        .thenApply(shards -> new ClusterView(nodes(Cluster.get(system)), shards, Shards.COUNT));
  }

  private static CompletionStage<Map<Integer, String>> shards(ActorSystem system) {
    ActorRef region;
    try {
      region = ClusterSharding.get(system).shardRegion(NodeActor.SHARDS);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return CompletableFuture.failedFuture(e); // it is about to start
    }
    var question =
        new ShardRegion.GetClusterShardingStats(
            FiniteDuration.create(ANSWER_SECONDS, TimeUnit.SECONDS));
    return Patterns.ask(region, question, Duration.ofSeconds(ANSWER_SECONDS + 1))
        .thenApply(answer -> owners((ShardRegion.ClusterShardingStats) answer));
  }

  private static Map<Integer, String> owners(ShardRegion.ClusterShardingStats stats) {
    Map<Integer, String> owners = new HashMap<>();
    stats
        .getRegions()
        .forEach(
            (address, region) ->
                region
                    .getStats()
                    .keySet()
                    .forEach(shard -> owners.put(Integer.valueOf(shard), named(address))));
    return owners;
  }

  private static List<ClusterView.Node> nodes(Cluster cluster) {
    Set<Member> unreachable = cluster.state().getUnreachable();
    List<ClusterView.Node> nodes = new ArrayList<>();
    for (Member member : cluster.state().getMembers()) {
      nodes.add(
          new ClusterView.Node(
              named(member.address()),
              state(member, unreachable),
              member.equals(cluster.selfMember())));
    }
    return nodes;
  }

  private static String named(Address address) {
    return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
  }

  private static ClusterView.State state(Member member, Set<Member> unreachable) {
    if (unreachable.contains(member)) {
      return ClusterView.State.UNREACHABLE;
    }
    if (BEFORE_UP.contains(member.status())) {
      return ClusterView.State.JOINING;
    }
    return member.status().equals(MemberStatus.up())
        ? ClusterView.State.UP
        : ClusterView.State.LEAVING;
  }
}
