package chat.free4.server.cluster;

import chat.free4.server.host.OpenShards;
import chat.free4.server.host.PublicNode;
import chat.free4.server.status.ClusterView;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** This process's place in its cluster. Says nothing of what a cluster is made of. */
public interface Membership extends AutoCloseable {
  /** The port by which other nodes reach this one. */
  int port();

  /** How many nodes are up, as this one sees it; 0 before it has joined. */
  int members();

  /**
   * Asks the others who has which shard; comes to nothing while some of them do not answer in time.
   */
  CompletionStage<ClusterView> look();

  /** The nodes that people can reach one by one. */
  List<PublicNode> publicNodes();

  /** Where new rooms had best be. */
  OpenShards openShards();

  /** Leaves the cluster. */
  @Override
  void close();
}
