package chat.free4.server.host;

import chat.free4.room.signal.CloseCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A WebSocket of one who may be in a large room. What is told to all there waits for a moment, and
 * goes with what is told meanwhile in one frame, a batch (JSON-RPC 2.0 section 6): who comes in
 * tells as many as are there, so that a thousand who come one after the other are a million
 * notifications.
 *
 * <p>The order stays: whatever else is sent takes along what waits, before it.
 */
final class GatheringSocket extends Deadlines.Timed implements SignalSocket {
  /** What is told to more than these waits. */
  static final int LARGE_ROOM = 64;

  /** How long it waits: a tenth of what a person notices in a list of so many. */
  static final long GATHER_NANOS = 100_000_000;

  /** More notifications than these do not wait. */
  static final int MAX_GATHERED = 256;

  /** Longer ones than these together, in UTF-16 units, do not wait. */
  static final int MAX_GATHERED_LENGTH = 64 * 1024;

  private final SignalSocket socket;
  private final Deadlines deadlines;
  private final List<String> gathered = new ArrayList<>();
  private int gatheredLength;

  /** Sends by {@code socket}; {@code deadlines} call it back. */
  GatheringSocket(SignalSocket socket, Deadlines deadlines) {
    this.socket = socket;
    this.deadlines = deadlines;
  }

  /** Sends a notification that {@code listeners} are told, soon if they are many. */
  void tell(long nowNanos, int listeners, String notification) {
    if (listeners <= LARGE_ROOM) {
      send(notification);
      return;
    }
    if (gathered.isEmpty()) {
      deadlines.set(this, nowNanos + GATHER_NANOS);
    }
    gathered.add(notification);
    gatheredLength += notification.length();
    if (gathered.size() == MAX_GATHERED || gatheredLength >= MAX_GATHERED_LENGTH) {
      flush();
    }
  }

  @Override
  public void send(String frame) {
    flush();
    socket.send(frame);
  }

  @Override
  public void close(CloseCode code) {
    flush();
    socket.close(code);
  }

  @Override
  void handleTimeout(long nowNanos) {
    flush();
  }

  /** Forgets what waits: nobody is there to read it. */
  void abandon() {
    deadlines.remove(this);
    gathered.clear();
    gatheredLength = 0;
  }

  private void flush() {
    if (gathered.isEmpty()) {
      return;
    }
    deadlines.remove(this);
    boolean single = gathered.size() == 1;
    socket.send(single ? gathered.getFirst() : "[" + String.join(",", gathered) + "]");
    gathered.clear();
    gatheredLength = 0;
  }
}
