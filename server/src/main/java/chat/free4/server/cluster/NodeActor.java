package chat.free4.server.cluster;

import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.ShardRegion;

/** Between the cluster, as Pekko has it, and this node's {@link NodeRooms}. */
final class NodeActor extends AbstractActor {
  static final String NAME = "node";

  /** What Cluster Sharding calls them. */
  static final String SHARDS = "rooms";

  private final NodeRooms host;
  private final Cluster cluster = Cluster.get(getContext().getSystem());

  /** Nodes that have spoken to us. */
  private final Map<Address, ActorPeer> peers = new HashMap<>();

  private ActorRef region = ActorRef.noSender();

  private NodeActor(NodeRooms host) {
    this.host = host;
  }

  static Props props(NodeRooms host) {
    return Props.create(NodeActor.class, () -> new NodeActor(host));
  }

  /** A node's life; {@code self} is who speaks to it. */
  private record ActorPeer(ActorRef ref, ActorRef self) implements Peer {
    @Override
    public void tell(NodeMessage message) {
      ref.tell(message, self);
    }

    @Override
    public boolean isSelf() {
      return ref.equals(self);
    }
  }

  @Override
  public void preStart() {
    cluster.subscribe(
        getSelf(),
        ClusterEvent.initialStateAsEvents(),
        ClusterEvent.MemberRemoved.class,
        ClusterEvent.UnreachableMember.class);
    ActorRef self = getSelf();
    region =
        ClusterSharding.get(getContext().getSystem())
            .start(
                SHARDS,
                SeatActor.props(host, self),
                ClusterShardingSettings.create(getContext().getSystem()),
                new ShardNames(),
                ClusterSharding.get(getContext().getSystem())
                    .defaultShardAllocationStrategy(
                        ClusterShardingSettings.create(getContext().getSystem())),
                SeatActor.HandOff.NOW);
    ActorRef asked = region;
    host.joined((shard, seen) -> asked.tell(new NodeMessage.Locate(shard, seen), self));
  }

  /** One entity a shard, and both have its number for a name. */
  private static final class ShardNames implements ShardRegion.MessageExtractor {
    @Override
    public String entityId(Object message) {
      return Integer.toString(((NodeMessage.Locate) message).shard());
    }

    @Override
    public Object entityMessage(Object message) {
      return message;
    }

    @Override
    public String shardId(Object message) {
      return entityId(message);
    }
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(NodeMessage.class, message -> host.handle(peer(getSender()), message))
        .match(
            ClusterEvent.UnreachableMember.class,
            event -> {
              ActorPeer peer = peers.get(event.member().address());
              if (peer != null) {
                host.unreachable(peer);
              }
            })
        .match(
            ClusterEvent.MemberRemoved.class,
            event -> {
              ActorPeer peer = peers.remove(event.member().address());
              if (peer != null) {
                host.removed(peer);
              }
            })
        .build();
  }

  /** Another life under the same address comes after the end of the former one. */
  private ActorPeer peer(ActorRef sender) {
    ActorPeer peer = new ActorPeer(sender, getSelf());
    Address address = sender.path().address();
    if (!peer.isSelf()) {
      ActorPeer former = peers.put(address, peer);
      if (former != null && !former.equals(peer)) {
        host.removed(former);
      }
    }
    return peer;
  }

  @Override
  public void postStop() {
    host.joined(null);
    peers.values().forEach(host::removed);
    cluster.unsubscribe(getSelf());
  }
}
