package chat.free4.server.cluster;

import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;

/**
 * One shard of the rooms, at the node that has it. Cluster Sharding sees to it that there is one of
 * each in the cluster; it is told to go before another one begins.
 */
final class SeatActor extends AbstractActor {
  /** Sharding names an entity by what {@link NodeActor} calls it. */
  private final int shard = Integer.parseInt(getSelf().path().name());

  private final NodeRooms host;
  private final ActorRef node;

  /** The shard goes to another node. */
  enum HandOff {
    NOW
  }

  /** All that was here is gone. */
  private enum Left {
    ALL
  }

  private SeatActor(NodeRooms host, ActorRef node) {
    this.host = host;
    this.node = node;
  }

  /** Those of this node; {@code node} answers for it. */
  static Props props(NodeRooms host, ActorRef node) {
    return Props.create(SeatActor.class, () -> new SeatActor(host, node));
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(NodeMessage.Locate.class, this::located)
        .matchEquals(HandOff.NOW, _ -> leave())
        .matchEquals(Left.ALL, _ -> getContext().stop(getSelf()))
        .build();
  }

  private void located(NodeMessage.Locate asked) {
    long incarnation = host.take(shard, asked.seen());
    if (incarnation != Seats.NONE) {
      getSender().tell(new NodeMessage.Located(shard, incarnation), node);
    }
  }

  private void leave() {
    ActorRef self = getSelf();
    host.leave(shard, () -> self.tell(Left.ALL, self));
  }

  /** Also when the whole node goes, or was downed. */
  @Override
  public void postStop() {
    host.leave(shard, () -> {});
  }
}
