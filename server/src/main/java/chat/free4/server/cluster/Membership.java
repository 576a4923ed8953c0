package chat.free4.server.cluster;

/** This process's place in its cluster. Says nothing of what a cluster is made of. */
public interface Membership extends AutoCloseable {
  /** The port by which other nodes reach this one. */
  int port();

  /** How many nodes are up, as this one sees it; 0 before it has joined. */
  int members();

  /** Leaves the cluster. */
  @Override
  void close();
}
