package chat.free4.room;

import chat.free4.room.access.RoomId;
import chat.free4.room.signal.SignalError;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rooms of one node: no more than it takes, and no more of one address than that may open. */
public final class RoomDirectory<R> {
  private final int maxRooms;
  private final RoomOpenings openings;
  private final Map<RoomId, Held<R>> rooms = new HashMap<>();

  private record Held<R>(R room, RoomOpenings.Place place) {}

  /** What came of opening: one of both is null. */
  public record Opening<R>(@Nullable R room, @Nullable SignalError error) {}

  /** An empty directory. */
  public RoomDirectory(RoomLimits limits) {
    this.maxRooms = limits.rooms();
    this.openings = new RoomOpenings(limits);
  }

  /** The room that is here, or the one that {@code creator} makes for who is at this address. */
  public Opening<R> open(long nowNanos, RoomId id, AddressKey address, Supplier<R> creator) {
    Held<R> held = rooms.get(id);
    if (held == null) {
      if (rooms.size() >= maxRooms) {
        return new Opening<>(null, SignalError.SERVER_FULL);
      }
      RoomOpenings.Place place = openings.take(nowNanos, address);
      if (place == null) {
        return new Opening<>(null, SignalError.TOO_MANY_ROOMS);
      }
      held = new Held<>(creator.get(), place);
      rooms.put(id, held);
    }
    return new Opening<>(held.room, null);
  }

  /** The room that is here; null when it is not. */
  public @Nullable R find(RoomId id) {
    Held<R> held = rooms.get(id);
    return held == null ? null : held.room;
  }

  /** Forgets a room that ended. */
  public void remove(long nowNanos, RoomId id) {
    Held<R> held = rooms.remove(id);
    if (held != null) {
      openings.giveBack(nowNanos, held.place);
    }
  }

  /** Forgets addresses that hold no place any more. */
  public void handleTimeout(long nowNanos) {
    openings.handleTimeout(nowNanos);
  }

  /** When {@link #handleTimeout} is due; {@link RoomOpenings#NEVER} when nothing is. */
  public long pollTimeout() {
    return openings.pollTimeout();
  }

  /** Rooms that are here. */
  public int size() {
    return rooms.size();
  }
}
