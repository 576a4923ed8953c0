package chat.free4.room;

import chat.free4.room.access.RoomId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rooms of one node, no more than it takes. */
public final class RoomDirectory<R> {
  private final int maxRooms;
  private final Map<RoomId, R> rooms = new HashMap<>();

  /** An empty directory. */
  public RoomDirectory(RoomLimits limits) {
    this.maxRooms = limits.rooms();
  }

  /** The room that is here, or the one that {@code creator} makes; null when the node is full. */
  public @Nullable R open(RoomId id, Supplier<R> creator) {
    R room = rooms.get(id);
    if (room == null && rooms.size() < maxRooms) {
      room = creator.get();
      rooms.put(id, room);
    }
    return room;
  }

  /** The room, if it is here. */
  public @Nullable R find(RoomId id) {
    return rooms.get(id);
  }

  /** Forgets a room that ended. */
  public void remove(RoomId id) {
    rooms.remove(id);
  }

  /** All of them. */
  public Collection<R> all() {
    return Collections.unmodifiableCollection(rooms.values());
  }
}
