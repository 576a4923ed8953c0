package chat.free4.server.cluster;

/**
 * What there is in a shard.
 *
 * @param people members of its rooms
 */
record ShardLoad(int rooms, int people) {
  /** Nobody is there, or nothing is known. */
  static final ShardLoad EMPTY = new ShardLoad(0, 0);

  /** How much it is to a node: one that is empty will have rooms, too. */
  long weight() {
    return people + 1L;
  }
}
