package chat.free4.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a node was told of its cluster.
 *
 * @param port where other nodes reach it; 0: any free one
 * @param host by which they reach it; empty: a local address
 * @param seeds whom to join
 * @param bootstrap founds the cluster where nobody answers
 * @param name of the cluster
 * @param secretFile what all its nodes know
 * @param drainSeconds for how long rooms are handed over at the end
 * @param relayAbove members of one room on one node, before other nodes have parts of it; 0: never
 * @param relayNear members have their voice by the node that their WebSocket is at
 * @param urls where browsers reach its nodes
 */
public record ClusterConfig(
    int port,
    Optional<String> host,
    List<Seed> seeds,
    boolean bootstrap,
    String name,
    Path secretFile,
    int drainSeconds,
    int relayAbove,
    boolean relayNear,
    NodeUrls urls) {

  /** Whether rooms can have parts at several nodes. */
  public boolean relays() {
    return relayNear || relayAbove > 0;
  }

  /** A node, or by a name several. */
  public record Seed(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }
}
