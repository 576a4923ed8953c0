package chat.free4.server.host;

import chat.free4.room.AddressKey;
import chat.free4.room.RoomDirectory;
import chat.free4.room.RoomLimits;
import chat.free4.room.access.RoomId;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.SignalError;
import chat.free4.server.config.Flags;
import chat.free4.server.metrics.ServerMetrics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of a {@link LocalRoomHost}: found by their id, or by the handle that workers know them
 * by, and counted.
 */
final class HostedRooms {
  private final RoomDirectory<HostedRoom> directory;
  private final Map<Long, HostedRoom> byHandle = new HashMap<>();
  private final FullNotice full;
  private final AtomicInteger roomCount = new AtomicInteger();
  private final AtomicInteger memberCount = new AtomicInteger();

  HostedRooms(RoomLimits limits, ServerMetrics metrics) {
    this.directory = new RoomDirectory<>(limits);
    this.full = new FullNotice("rooms", Flags.MAX_ROOMS.name(), limits.rooms());
    metrics.gauge("free4chat_rooms", "Rooms.", roomCount::get);
    metrics.gauge("free4chat_members", "Members of all rooms.", memberCount::get);
  }

  /** Counts from where no other node does: they know rooms by their handles too. */
  static AtomicLong newHandles() {
    return new AtomicLong(UUID.randomUUID().getMostSignificantBits() >>> 2);
  }

  /** The room that is here, or the one that {@code creator} makes for who is at this address. */
  RoomDirectory.Opening<HostedRoom> open(
      long nowNanos, RoomId id, AddressKey address, Supplier<HostedRoom> creator) {
    RoomDirectory.Opening<HostedRoom> opening =
        directory.open(nowNanos, id, address, () -> opened(creator.get()));
    if (opening.error() == SignalError.SERVER_FULL) {
      full.refuse(nowNanos);
    }
    return opening;
  }

  private HostedRoom opened(HostedRoom room) {
    byHandle.put(room.handle, room);
    roomCount.incrementAndGet();
    return room;
  }

  /** Null when it is not here. */
  @Nullable HostedRoom find(RoomId id) {
    return directory.find(id);
  }

  /** True for who is in its room, or waited for. */
  boolean holds(Admission admission) {
    HostedRoom room = find(admission.room());
    return room != null && room.engine.holds(admission.member());
  }

  /** Null when it is not here any more. */
  @Nullable HostedRoom byHandle(long handle) {
    return byHandle.get(handle);
  }

  /** All that are here now. */
  List<HostedRoom> all() {
    return List.copyOf(byHandle.values());
  }

  /** Counts who is in a room, after something happened there. */
  void count(HostedRoom room, int members) {
    memberCount.addAndGet(members - room.members);
    room.members = members;
  }

  /** Forgets a room that has ended. */
  void remove(long nowNanos, HostedRoom room) {
    count(room, 0);
    roomCount.decrementAndGet();
    directory.remove(nowNanos, room.id);
    byHandle.remove(room.handle);
  }

  void handleTimeout(long nowNanos) {
    directory.handleTimeout(nowNanos);
  }

  long pollTimeout() {
    return directory.pollTimeout();
  }
}
