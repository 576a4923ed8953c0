package chat.free4.sfu;

/**
 * What one {@link MediaEngine} holds at most. Over a limit a command is refused or a packet
 * dropped, and counted; memory never grows past what these numbers allow.
 *
 * @param rooms rooms with at least one peer
 * @param peers peers of all rooms together
 * @param peersPerRoom peers of one room
 * @param slotsPerPeer voice slots that a peer is served; further ones of its offer stay silent
 * @param mutesPerListener members that one listener has muted for itself
 * @param paths indices of 5-tuples: from 0 to one less than this
 * @param batchPackets capacity of the largest batch that is received or sent
 * @param pathsPerPeer paths that one peer has validated at once
 * @param historyBytes memory in which is kept what one listener was sent, for retransmission; a
 *     power of two
 */
public record MediaLimits(
    int rooms,
    int peers,
    int peersPerRoom,
    int slotsPerPeer,
    int mutesPerListener,
    int paths,
    int batchPackets,
    int pathsPerPeer,
    int historyBytes) {

  /** What a worker of a server is started with. */
  public static final MediaLimits DEFAULT =
      new MediaLimits(4096, 8192, 2048, 24, 256, 1 << 16, 512, 16, 16_384);

  /** Refuses numbers that no engine can work with. */
  public MediaLimits {
    atLeast("rooms", rooms, 1);
    atLeast("peers", peers, 1);
    atLeast("peersPerRoom", peersPerRoom, 1);
    atLeast("slotsPerPeer", slotsPerPeer, 0);
    atLeast("mutesPerListener", mutesPerListener, 0);
    atLeast("paths", paths, 1);
    atLeast("batchPackets", batchPackets, 1);
    atLeast("pathsPerPeer", pathsPerPeer, 1);
    atLeast("historyBytes", historyBytes, 2048);
    if (Integer.bitCount(historyBytes) != 1) {
      throw new IllegalArgumentException("historyBytes " + historyBytes);
    }
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " " + value);
    }
  }
}
