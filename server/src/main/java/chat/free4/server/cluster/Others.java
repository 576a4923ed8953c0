package chat.free4.server.cluster;

/** The cluster, as this node speaks to it. For any thread; does not wait. */
interface Others extends ShardMap.Locator {
  /** Says something to every other node that is reached. */
  void tellAll(NodeMessage message);
}
