package chat.free4.server.host;

import chat.free4.room.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is told to all in a room. Who comes into a large one tells as many as are there, so that a
 * thousand who come one after the other are a million notifications: there they wait for a moment,
 * and go with what is told meanwhile in one frame, made once for all. The larger the room the
 * longer the moment, so that the frames a second stay few however many there are.
 */
final class RoomNotices extends Deadlines.Timed {
  /** What is told to more than these waits. */
  static final int LARGE_ROOM = 64;

  /** How long it waits at least: a tenth of what a person notices in a list of so many. */
  static final long GATHER_NANOS = 100_000_000;

  /** How long it waits for each who is there: 4,000 frames a second at most. */
  static final long GATHER_NANOS_EACH = 250_000;

  /** More notifications than these do not wait. */
  static final int MAX_GATHERED = 256;

  /** Longer ones than these together, in UTF-16 units, do not wait. */
  static final int MAX_GATHERED_LENGTH = 64 * 1024;

  private final Deadlines deadlines;
  private final LongFunction<@Nullable GatheringSocket> sockets;
  private final List<String> gathered = new ArrayList<>();
  private final List<GatheringSocket> listed = new ArrayList<>();
  private int gatheredLength;

  /** {@code deadlines} call it back; {@code sockets} finds them by session, if they are open. */
  RoomNotices(Deadlines deadlines, LongFunction<@Nullable GatheringSocket> sockets) {
    this.deadlines = deadlines;
    this.sockets = sockets;
  }

  /** Tells all of {@code to}, soon if they are many. */
  void tell(long nowNanos, Sessions to, String notification) {
    boolean isLarge = to.size() > LARGE_ROOM;
    for (int i = 0; i < to.size(); i++) {
      GatheringSocket socket = sockets.apply(to.get(i));
      if (socket == null) {
        continue;
      }
      if (!isLarge) {
        socket.send(notification);
      } else if (socket.gather(notification)) {
        listed.add(socket);
      }
    }
    if (isLarge) {
      gathered(nowNanos, to.size(), notification);
    }
  }

  private void gathered(long nowNanos, int listeners, String notification) {
    if (gathered.isEmpty()) {
      deadlines.set(this, nowNanos + Math.max(GATHER_NANOS, listeners * GATHER_NANOS_EACH));
    }
    gathered.add(notification);
    gatheredLength += notification.length();
    if (gathered.size() == MAX_GATHERED || gatheredLength >= MAX_GATHERED_LENGTH) {
      flush();
    }
  }

  @Override
  void handleTimeout(long nowNanos) {
    flush();
  }

  /** The room has ended: nobody is there to be told. */
  void end() {
    deadlines.remove(this);
    gathered.clear();
    listed.clear();
  }

  private void flush() {
    deadlines.remove(this);
    int count = gathered.size();
    String frame = GatheringSocket.batch(gathered);
    listed.forEach(socket -> socket.flush(count, frame));
    listed.clear();
    gathered.clear();
    gatheredLength = 0;
  }
}
