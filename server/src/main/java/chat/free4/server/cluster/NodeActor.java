package chat.free4.server.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.AbstractActorWithTimers;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.ShardRegion;

/** Between the cluster, as Pekko has it, and this node's {@link NodeRooms}. */
final class NodeActor extends AbstractActorWithTimers {
  static final String NAME = "node";

  /** What Cluster Sharding calls them. */
  static final String SHARDS = "rooms";

  private static final Duration OFFER_INTERVAL = Duration.ofSeconds(1);

  /** It is time to tell the others what we can do for them. */
  private enum Time {
    TO_OFFER
  }

  private final NodeRooms host;
  private final Cluster cluster = Cluster.get(getContext().getSystem());

  /** Nodes that have spoken to us. */
  private final Map<Address, ActorPeer> peers = new HashMap<>();

  /** Where the nodes are to whom is said what all are told. */
  private final Map<Address, ActorSelection> others = new HashMap<>();

  private final Set<Address> silent = new HashSet<>();

  private final Arrivals<UniqueAddress> arrivals = new Arrivals<>();

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

  /** What is said to all others. */
  private record ToAll(NodeMessage message) {}

  /** Hands on what this node's rooms want to know, or say. */
  private record Line(ActorRef region, ActorRef self) implements Others {
    @Override
    public void locate(int shard, long seen) {
      region.tell(new NodeMessage.Locate(shard, seen), self);
    }

    @Override
    public void tellAll(NodeMessage message) {
      self.tell(new ToAll(message), self);
    }
  }

  @Override
  public void preStart() {
    cluster.subscribe(
        getSelf(),
        ClusterEvent.initialStateAsEvents(),
        ClusterEvent.MemberUp.class,
        ClusterEvent.MemberRemoved.class,
        ClusterEvent.ReachabilityEvent.class);
    ActorRef self = getSelf();
    region =
        ClusterSharding.get(getContext().getSystem())
            .start(
                SHARDS,
                SeatActor.props(host, self),
                ClusterShardingSettings.create(getContext().getSystem()),
                new ShardNames(),
                new RoomAllocation(
                    cluster,
                    () -> host.loads()::get,
                    this::takesMore,
                    this::lateNanos,
                    System::nanoTime),
                SeatActor.HandOff.NOW);
    getTimers().startTimerWithFixedDelay(Time.TO_OFFER, Time.TO_OFFER, OFFER_INTERVAL);
    host.joined(new Line(region, self));
  }

  /** Asked by whoever places shards. */
  private boolean takesMore(Member member) {
    boolean isSelf = member.uniqueAddress().equals(cluster.selfUniqueAddress());
    return isSelf
        ? host.nodes().takesMore()
        : host.nodes().takesMore(SharedNodesActor.name(member.uniqueAddress()));
  }

  /** Likewise. */
  private long lateNanos(Member member) {
    return arrivals.lateNanos(System.nanoTime(), member.uniqueAddress());
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
        .match(ToAll.class, said -> tellAll(said.message()))
        .matchEquals(Time.TO_OFFER, _ -> offer())
        .match(ClusterEvent.MemberUp.class, event -> came(event.member()))
        .match(ClusterEvent.ReachableMember.class, event -> answers(event.member().address()))
        .match(ClusterEvent.UnreachableMember.class, event -> lost(event.member().address()))
        .match(ClusterEvent.MemberRemoved.class, this::removed)
        .build();
  }

  private void tellAll(NodeMessage message) {
    others.forEach(
        (address, node) -> {
          if (!silent.contains(address)) {
            node.tell(message, getSelf());
          }
        });
  }

  private void came(Member member) {
    arrivals.came(System.nanoTime(), member.uniqueAddress());
    Address address = member.address();
    if (!address.equals(cluster.selfAddress())) {
      others.put(address, getContext().actorSelection(address + "/user/" + NAME));
      host.came();
    }
  }

  private void answers(Address address) {
    if (silent.remove(address)) {
      host.came();
    }
  }

  private void lost(Address address) {
    silent.add(address);
    ActorPeer peer = peers.get(address);
    if (peer != null) {
      host.unreachable(peer);
    }
  }

  private void removed(ClusterEvent.MemberRemoved event) {
    boolean isLost = event.previousStatus().equals(MemberStatus.down());
    arrivals.gone(System.nanoTime(), event.member().uniqueAddress(), isLost);
    Address address = event.member().address();
    others.remove(address);
    silent.remove(address);
    ActorPeer peer = peers.remove(address);
    if (peer != null) {
      host.removed(peer);
    }
  }

  private void offer() {
    NodeMessage offer = host.relayOffer();
    if (offer != null) {
      tellAll(offer);
    }
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
