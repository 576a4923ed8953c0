package chat.free4.server.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a node tells its rooms of the cluster. Called by any thread; does not wait. */
interface NodeRooms {
  /** There are others to ask now; null: not any more. */
  void joined(@Nullable Others others);

  /** A node came, or answers again: it may have heard nothing of what this one says to all. */
  void came();

  /**
   * This node is about to end: sockets are asked to go to others, and none is taken any more; done
   * when none is here.
   */
  default CompletionStage<Void> drain() {
    return CompletableFuture.completedFuture(null);
  }

  /** What is listed of public rooms, here and elsewhere. */
  SharedListings listings();

  /** What there is in each shard, by its number, whichever node has it. */
  List<ShardLoad> loads();

  /** What nodes say of themselves. */
  SharedNodes nodes();

  /**
   * What all others are told again and again, so that rooms can have parts with them; null while
   * they cannot.
   */
  default @Nullable NodeMessage relayOffer() {
    return null;
  }

  /** A node says something. */
  void handle(Peer from, NodeMessage message);

  /** A node does not answer. */
  void unreachable(Peer peer);

  /** A node is gone for good. */
  void removed(Peer peer);

  /**
   * This node has the seat of a shard: from now on its rooms may be opened here.
   *
   * @param seen the highest incarnation that was seen by who asks for it
   * @return its incarnation, the same as before unless a higher one was seen; {@link Seats#NONE}
   *     while this node does not trust itself to have it
   */
  long take(int shard, long seen);

  /**
   * This node has a shard no more.
   *
   * @param done called when none of its rooms is here any more, and their sockets were told
   */
  void leave(int shard, Runnable done);
}
