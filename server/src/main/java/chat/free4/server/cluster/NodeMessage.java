package chat.free4.server.cluster;

import chat.free4.room.access.Bytes;

/**
 * What nodes say to each other. A WebSocket at one node whose room is at another has a <i>link</i>
 * there: frames go over it as they came, in parts where they are long. Nodes of different versions
 * read each other: a component may be added, never changed or taken away.
 *
 * <p>In what goes over a link, {@code link} is the number that the socket's node gave it, and
 * {@code number} counts the messages of one direction from 1: who misses one ends the link.
 */
sealed interface NodeMessage {
  /**
   * Who has this shard of the rooms?
   *
   * @param seen the highest incarnation of it that was seen by who asks; 0 for none
   */
  record Locate(int shard, long seen) implements NodeMessage {}

  /** Who says so has it; higher incarnations come later. */
  record Located(int shard, long incarnation) implements NodeMessage {}

  /**
   * From the socket's node: what comes over this link is of a socket of this origin and address.
   */
  record Open(long link, int shard, long incarnation, String origin, Bytes address)
      implements NodeMessage {}

  /** From the socket's node: a part of a frame. */
  record FromClient(long link, long number, String text, boolean last) implements NodeMessage {}

  /** From the socket's node: a frame that was not read, because it has more than these bytes. */
  record TooLong(long link, long number, long limit) implements NodeMessage {}

  /** From the socket's node: the socket was closed by this code. */
  record Closed(long link, int code) implements NodeMessage {}

  /** From the socket's node: that much more of what came is with the socket. */
  record Taken(long link, long characters) implements NodeMessage {}

  /** From the room's node: a part of a frame. */
  record ToClient(long link, long number, String text, boolean last) implements NodeMessage {}

  /** From the room's node: one frame more was handled. */
  record Handled(long link) implements NodeMessage {}

  /** From the room's node: close the socket by this code. */
  record Close(long link, long number, int code) implements NodeMessage {}

  /** From the room's node: there is no such link here, or not any more; look for the room again. */
  record Moved(long link) implements NodeMessage {}

  /**
   * From the room's node, to all: what the room knows, as {@link
   * chat.free4.room.snapshot.SnapshotBytes} writes it, in this incarnation of its shard.
   */
  record Keep(Bytes room, long incarnation, Bytes snapshot) implements NodeMessage {}

  /** From the room's node, to all: the room has ended, and nothing of it is kept. */
  record Forget(Bytes room, long incarnation) implements NodeMessage {}
}
