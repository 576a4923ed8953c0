package chat.free4.server.status;

import java.util.List;
import java.util.Map;

/**
 * A cluster, as one node sees it.
 *
 * @param nodes by address
 * @param shards which node has each shard, by address; those that nobody has asked for are missing
 * @param shardCount of all shards
 */
public record ClusterView(List<Node> nodes, Map<Integer, String> shards, int shardCount) {
  /** Makes both immutable. */
  public ClusterView {
    nodes = List.copyOf(nodes);
    shards = Map.copyOf(shards);
  }

  /**
   * One of its nodes.
   *
   * @param address host and port between nodes
   * @param isSelf the one that sees all this
   */
  public record Node(String address, State state, boolean isSelf) {}

  /** How a node stands. */
  public enum State {
    /** On its way in. */
    JOINING,
    /** It serves. */
    UP,
    /** It hands its rooms over and goes. */
    LEAVING,
    /** It does not answer; the cluster decides about it. */
    UNREACHABLE
  }
}
