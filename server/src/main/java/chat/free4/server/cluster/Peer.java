package chat.free4.server.cluster;

/** A node, as another one speaks to it. Equal when it is the same life of the same node. */
interface Peer {
  /** Says something; it arrives in order, or not at all. Does not wait. */
  void tell(NodeMessage message);

  /** Whether that is this node itself. */
  boolean isSelf();
}
