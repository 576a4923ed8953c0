package chat.free4.sfu;

import java.util.Arrays;

/** Peers in no order, without gaps. Holds at most as many as the engine does. */
final class PeerList {
  private RoomPeer[] peers = new RoomPeer[16];
  private int count;

  int count() {
    return count;
  }

  RoomPeer get(int place) {
    return peers[place];
  }

  /** Adds a peer; gives its place. */
  int add(RoomPeer peer) {
    if (count == peers.length) {
      peers = Arrays.copyOf(peers, count * 2);
    }
    peers[count] = peer;
    return count++;
  }

  /** Takes out who stands at {@code place}; gives the peer that stands there now, or stood last. */
  RoomPeer removeAt(int place) {
    RoomPeer last = peers[--count];
    peers[place] = last;
    Arrays.fill(peers, count, count + 1, null);
    return last;
  }
}
