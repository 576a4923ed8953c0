package chat.free4.server.host;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * Where what rooms of a node know is kept, so that another node goes on with it. For any thread.
 */
public interface RoomKeeper {
  /** That of a server that is alone: when it ends, nobody goes on. */
  RoomKeeper NOBODY =
      new RoomKeeper() {
        @Override
        public void keep(RoomId room, Bytes snapshot) {}

        @Override
        public void forget(RoomId room) {}

        @Override
        public @Nullable Kept find(RoomId room) {
          return null;
        }
      };

  /**
   * What was kept of a room.
   *
   * @param heardNanos when it came here, by {@link System#nanoTime}
   */
  record Kept(Bytes snapshot, long heardNanos) {}

  /** A room of this node knows this now. */
  void keep(RoomId room, Bytes snapshot);

  /** A room of this node has ended. */
  void forget(RoomId room);

  /** What is kept of a room; null where nothing is. */
  @Nullable Kept find(RoomId room);
}
