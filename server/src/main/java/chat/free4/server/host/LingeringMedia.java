package chat.free4.server.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Media of rooms that another node has from now on: voice goes on here until each member has its
 * new connection, for a few seconds at most. Nothing is agreed on here any more, and nobody comes
 * in. On control's thread, but for the waiting.
 */
final class LingeringMedia {
  /** A page keeps its former connection for less (voice.ts), from when it was told. */
  static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(8);

  private final Map<Long, Lingering> rooms = new HashMap<>();
  private final Deadlines deadlines;
  private int count;

  private final class Lingering extends Deadlines.Timed {
    final long handle;
    final RoomMediaLink media;

    Lingering(long handle, RoomMediaLink media) {
      this.handle = handle;
      this.media = media;
    }

    @Override
    void handleTimeout(long nowNanos) {
      end(this);
    }
  }

  LingeringMedia(Deadlines deadlines) {
    this.deadlines = deadlines;
  }

  /** A room's control is not here any more: {@code media} ends when its members have gone. */
  void begin(long nowNanos, long handle, RoomMediaLink media) {
    Lingering room = new Lingering(handle, media);
    rooms.put(handle, room);
    deadlines.set(room, nowNanos + LIMIT_NANOS);
    tellCount();
    endIfGone(room);
  }

  /** Null for a room that is not among them. */
  @Nullable RoomMediaLink find(long handle) {
    Lingering room = rooms.get(handle);
    return room == null ? null : room.media;
  }

  /** A member has gone from such a room. */
  void closed(long handle, int member) {
    Lingering room = rooms.get(handle);
    if (room != null) {
      room.media.closed(member);
      endIfGone(room);
    }
  }

  /** A worker, or another node, has lost all it had. */
  void lost(int worker) {
    for (Lingering room : List.copyOf(rooms.values())) {
      room.media.transportsWith(worker).forEach(room.media::closed);
      endIfGone(room);
    }
  }

  private void endIfGone(Lingering room) {
    if (!room.media.hasTransports()) {
      end(room);
    }
  }

  private void end(Lingering room) {
    rooms.remove(room.handle);
    deadlines.remove(room);
    room.media.end();
    tellCount();
  }

  private synchronized void tellCount() {
    count = rooms.size();
    notifyAll();
  }

  /** Waits until there is none, so long at most; for another thread. */
  synchronized void await(long limitNanos) throws InterruptedException {
    long untilNanos = System.nanoTime() + limitNanos;
    for (long left = limitNanos; count > 0 && left > 0; left = untilNanos - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
