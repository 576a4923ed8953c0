package chat.free4.server.cluster;

import chat.free4.room.access.Bytes;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEvent;
import java.util.List;

/**
 * What nodes say to each other. A WebSocket at one node whose room is at another has a <i>link</i>
 * there: frames go over it as they came, in parts where they are long. Nodes of different versions
 * read each other: a component may be added, never changed or taken away.
 *
 * <p>In what goes over a link, {@code link} is the number that the socket's node gave it, and
 * {@code number} counts the messages of one direction from 1: who misses one ends the link.
 *
 * <p>A room can have parts at other nodes ({@link RelayDesk}). What its node says to one of them
 * goes over a <i>line</i>, which has a number of that node, and {@code number} counts as on a link.
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

  /**
   * What time is it, and who is in your cluster?
   *
   * @param nodes of the cluster of who asks, by host and port
   */
  record Compare(long round, List<String> nodes) implements NodeMessage {}

  /**
   * The answer to the question of that round.
   *
   * @param unixMillis since 1970, by the clock of who answers
   * @param nodes of its cluster; none while it is in none
   */
  record Compared(long round, long unixMillis, List<String> nodes) implements NodeMessage {}

  /**
   * I can have parts of your rooms, and you of mine; said again and again.
   *
   * @param node names this life of this node among datagrams
   * @param secret of which keys towards it are made
   * @param host where it takes datagrams
   * @param port of UDP
   * @param fingerprint of its media certificate
   * @param addresses where browsers reach its workers, best first
   * @param mediaPorts of its workers
   * @param slots voices that a member can hear at once
   * @param members of all rooms, that have their voice by it
   * @param takes false: nobody new
   */
  record RelayOffer(
      long node,
      Bytes secret,
      String host,
      int port,
      Bytes fingerprint,
      List<String> addresses,
      List<Integer> mediaPorts,
      int slots,
      int members,
      boolean takes)
      implements NodeMessage {}

  /** From the room's node: do this, in your part of the room. */
  record RelayTold(long line, long number, MediaCommand command) implements NodeMessage {}

  /** From the room's node: these nodes have parts of the room too. */
  record RelayParts(long line, long number, long room, List<Long> nodes) implements NodeMessage {}

  /**
   * From the room's node: say these frames for a member; none: nothing more.
   *
   * @param isPerson false for a robot
   * @param levels how loud each is, a byte a frame
   */
  record RelaySays(
      long line,
      long number,
      long room,
      int member,
      boolean isPerson,
      List<Bytes> frames,
      Bytes levels)
      implements NodeMessage {}

  /** From the room's node: the room has ended. */
  record RelayEnded(long line, long number, long room) implements NodeMessage {}

  /** To the room's node: this has happened in our part of the room. */
  record RelayHeard(long line, long number, MediaEvent event) implements NodeMessage {}

  /** To the room's node: what came over this line, I have not, or not any more. */
  record RelayLost(long line) implements NodeMessage {}

  /** From the room's node: nothing more comes over this line; let all of it go. */
  record RelayClosed(long line) implements NodeMessage {}
}
