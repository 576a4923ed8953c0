package chat.free4.room;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rooms that each address has opened, so that none can fill the directory: a room holds
 * a place of its opener's address until it ends, and for a minute at least, so that opening and
 * leaving in turn does not go round the limit. Who enters a room that is open needs no place.
 */
public final class RoomOpenings {
  /** {@link #pollTimeout} when nothing is due. */
  public static final long NEVER = Long.MAX_VALUE;

  /** A place is not free again before this time has passed since it was taken. */
  public static final long MIN_HELD_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Places of rooms that have ended which are remembered; beyond, the eldest is given back. */
  static final int MAX_WAITING = 65_536;

  private final int maxPerAddress;
  private final Map<AddressKey, Integer> held = new HashMap<>();
  private final PriorityQueue<Ended> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Ended::freeAtNanos));

  /** A place of a room that has ended. */
  private record Ended(AddressKey address, long freeAtNanos) {}

  /** A place that a room holds. */
  public record Place(AddressKey address, long takenNanos) {}

  /** No place is held. */
  public RoomOpenings(RoomLimits limits) {
    this.maxPerAddress = limits.roomsPerAddress();
  }

  /** A place for one more room; null when the address has as many as it may. */
  public @Nullable Place take(long nowNanos, AddressKey address) {
    handleTimeout(nowNanos);
    int count = held.getOrDefault(address, 0);
    if (count >= maxPerAddress) {
      return null;
    }
    held.put(address, count + 1);
    return new Place(address, nowNanos);
  }

  /** The room that held a place has ended. */
  public void giveBack(long nowNanos, Place place) {
    long freeAtNanos = place.takenNanos() + MIN_HELD_NANOS;
    if (freeAtNanos - nowNanos <= 0) {
      release(place.address());
      return;
    }
    if (waiting.size() >= MAX_WAITING) {
      release(waiting.remove().address());
    }
    waiting.add(new Ended(place.address(), freeAtNanos));
  }

  /** Frees the places whose time has come. */
  public void handleTimeout(long nowNanos) {
    while (pollTimeout() <= nowNanos && !waiting.isEmpty()) {
      release(waiting.remove().address());
    }
  }

  /** When {@link #handleTimeout} is due; {@link #NEVER} when nothing is. */
  public long pollTimeout() {
    Ended first = waiting.peek();
    return first == null ? NEVER : first.freeAtNanos();
  }

  /** Addresses that hold a place. */
  public int addresses() {
    return held.size();
  }

  private void release(AddressKey address) {
    held.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }
}
