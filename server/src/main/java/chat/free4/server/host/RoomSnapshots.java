package chat.free4.server.host;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.snapshot.RoomSnapshot;
import chat.free4.room.snapshot.SnapshotBytes;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Has a {@link RoomKeeper} keep what rooms here know, a bounded number of rooms and bytes a turn:
 * those first in which something has happened longest ago. On control, but where it says otherwise.
 */
public final class RoomSnapshots extends Deadlines.Timed {
  /** From one turn to the next: so much may be lost with a node. */
  static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** What has not changed is said again, for who has not heard it, or would forget it. */
  static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Rooms that are looked at in a turn; with more, a room's turn comes later. */
  static final int ROOMS_A_TURN = 512;

  /** Bytes after which a turn ends. */
  static final int BYTES_A_TURN = 1 << 20;

  private final RoomKeeper keeper;
  private final Deadlines deadlines;
  private final HostedRooms rooms;
  private final ObjLongConsumer<HostedRoom> restored;
  private final Consumer<Runnable> control;
  private final ObjLongConsumer<HostedRoom> drain;

  /** Rooms in which something has happened, the eldest first. */
  private final LinkedHashSet<HostedRoom> touched = new LinkedHashSet<>();

  /** What was said of rooms, longest ago first. */
  private final LinkedHashMap<HostedRoom, Told> told = new LinkedHashMap<>();

  private long nextTurnNanos = Long.MIN_VALUE;
  private boolean waits;

  private record Told(RoomSnapshot snapshot, long atNanos) {}

  /**
   * Of these rooms.
   *
   * @param restored is told of one that goes on here
   * @param control runs something on its thread
   * @param drain does what a room wants done
   */
  RoomSnapshots(
      RoomKeeper keeper,
      Deadlines deadlines,
      HostedRooms rooms,
      ObjLongConsumer<HostedRoom> restored,
      Consumer<Runnable> control,
      ObjLongConsumer<HostedRoom> drain) {
    this.keeper = keeper;
    this.deadlines = deadlines;
    this.rooms = rooms;
    this.restored = restored;
    this.control = control;
    this.drain = drain;
  }

  /** What is kept of a room came after it was opened. For any thread. */
  public void heardLate(RoomId id) {
    control.accept(
        () -> {
          HostedRoom room = rooms.find(id);
          if (room != null) {
            long now = System.nanoTime();
            opened(now, room);
            drain.accept(room, now);
          }
        });
  }

  /** There is somebody who has heard nothing: all is said again. For any thread. */
  public void tellAgain() {
    control.accept(() -> tellAgain(System.nanoTime()));
  }

  /** A room was made here: it goes on where another node was. */
  void opened(long nowNanos, HostedRoom room) {
    RoomKeeper.Kept kept = keeper.find(room.id);
    RoomSnapshot snapshot = kept == null ? null : SnapshotBytes.decode(kept.snapshot());
    if (kept != null && snapshot != null) {
      room.engine.restore(nowNanos, snapshot, Math.max(0, nowNanos - kept.heardNanos()));
      restored.accept(room, nowNanos);
    }
  }

  /** Something has happened in a room that somebody is in. */
  void touched(long nowNanos, HostedRoom room) {
    if (!keeper.equals(RoomKeeper.NOBODY) && touched.add(room) && !waits) {
      waits = true;
      deadlines.set(this, Math.max(nowNanos, nextTurnNanos));
    }
  }

  void tellAgain(long nowNanos) {
    told.replaceAll((_, former) -> new Told(former.snapshot, nowNanos - AGAIN_NANOS));
    schedule(nowNanos);
  }

  /** A room has ended; one that nobody could enter goes on being kept. */
  void ended(HostedRoom room) {
    if (drop(room)) {
      keeper.forget(room.id);
    }
  }

  /** A room goes to another node: that gets the newest. */
  void handOver(long nowNanos, HostedRoom room) {
    RoomSnapshot snapshot = drop(room) ? room.engine.snapshot(nowNanos) : null;
    if (snapshot != null) {
      keeper.keep(room.id, SnapshotBytes.encode(snapshot));
    }
  }

  /** False for a room that nobody has entered here. */
  private boolean drop(HostedRoom room) {
    boolean isTold = told.remove(room) != null;
    return touched.remove(room) || isTold;
  }

  @Override
  void handleTimeout(long nowNanos) {
    int rooms = ROOMS_A_TURN;
    int bytes = BYTES_A_TURN;
    for (HostedRoom room = next(nowNanos); room != null; room = next(nowNanos)) {
      bytes -= tell(nowNanos, room);
      if (--rooms == 0 || bytes <= 0) {
        break;
      }
    }
    nextTurnNanos = nowNanos + TURN_NANOS;
    waits = false;
    schedule(nowNanos);
  }

  private void schedule(long nowNanos) {
    Map.Entry<HostedRoom, Told> eldest = told.firstEntry();
    if (!touched.isEmpty()) {
      waits = true;
      deadlines.set(this, Math.max(nowNanos, nextTurnNanos));
    } else if (eldest != null) {
      deadlines.set(this, Math.max(nextTurnNanos, eldest.getValue().atNanos + AGAIN_NANOS));
    }
  }

  /** Takes the room whose turn it is; null when there is none. */
  private @Nullable HostedRoom next(long nowNanos) {
    Iterator<HostedRoom> first = touched.iterator();
    if (first.hasNext()) {
      HostedRoom room = first.next();
      first.remove();
      return room;
    }
    Map.Entry<HostedRoom, Told> eldest = told.firstEntry();
    boolean isDue = eldest != null && eldest.getValue().atNanos + AGAIN_NANOS - nowNanos <= 0;
    return isDue ? eldest.getKey() : null;
  }

  /** Gives how many bytes were said. */
  private int tell(long nowNanos, HostedRoom room) {
    Told former = told.get(room);
    RoomSnapshot snapshot = room.engine.snapshot(nowNanos);
    if (snapshot == null) {
      return 0;
    }
    boolean isKnown =
        former != null
            && former.atNanos + AGAIN_NANOS - nowNanos > 0
            && snapshot.saysAsMuchAs(former.snapshot);
    if (isKnown) {
      return 0;
    }
    Bytes bytes = SnapshotBytes.encode(snapshot);
    told.remove(room);
    told.put(room, new Told(snapshot, nowNanos));
    keeper.keep(room.id, bytes);
    return bytes.length();
  }
}
