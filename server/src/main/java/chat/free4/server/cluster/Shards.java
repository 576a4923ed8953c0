package chat.free4.server.cluster;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;

/** Rooms move between nodes by shards, each a part of all rooms by their ids. */
final class Shards {
  /** The same in every node, for as long as nodes of different versions meet. */
  static final int COUNT = 60;

  private Shards() {}

  /** The shard of a room: ids are hashes, so their first bytes are as good as any. */
  static int of(RoomId room) {
    byte[] bytes = room.value().toArray();
    int word = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      word = (word << 8) | (bytes[i] & 0xff);
    }
    return Integer.remainderUnsigned(word, COUNT);
  }

  /** That of a room that is named by who may name anything; -1 for what is no room's id. */
  static int of(Bytes room) {
    return room.length() == RoomId.BYTES ? of(new RoomId(room)) : -1;
  }
}
