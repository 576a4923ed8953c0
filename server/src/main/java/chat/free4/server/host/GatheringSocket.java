package chat.free4.server.host;

import chat.free4.room.signal.CloseCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A WebSocket whose notifications may wait a moment for others: {@link RoomNotices} says when. The
 * order stays: whatever else is sent takes along what waits, before it.
 */
final class GatheringSocket implements SignalSocket {
  private final SignalSocket socket;
  private final List<String> gathered = new ArrayList<>();

  /** True while a {@link RoomNotices} has it on its list. */
  private boolean isListed;

  /** Sends by {@code socket}. */
  GatheringSocket(SignalSocket socket) {
    this.socket = socket;
  }

  /**
   * Lets a notification wait.
   *
   * @return whether it is to be put on the list
   */
  boolean gather(String notification) {
    gathered.add(notification);
    boolean isNew = !isListed;
    isListed = true;
    return isNew;
  }

  /**
   * Sends what waits, taken from the list.
   *
   * @param count how many notifications the list's {@code frame} has
   */
  void flush(int count, String frame) {
    isListed = false;
    if (gathered.size() == count) {
      gathered.clear(); // all of them: the frame need not be made again
      socket.send(frame);
    } else {
      flush();
    }
  }

  @Override
  public int part() {
    return socket.part();
  }

  @Override
  public void send(String frame) {
    flush();
    socket.send(frame);
  }

  /**
   * Sends what says nothing of the room, a heartbeat, and leaves what waits where it is: taken
   * along by each heartbeat, the frame for all would be made again for each.
   */
  void sendAside(String frame) {
    socket.send(frame);
  }

  @Override
  public void close(CloseCode code) {
    flush();
    socket.close(code);
  }

  /** Forgets what waits: nobody is there to read it. */
  void abandon() {
    gathered.clear();
  }

  private void flush() {
    if (!gathered.isEmpty()) {
      String frame = batch(gathered);
      gathered.clear();
      socket.send(frame);
    }
  }

  /** One frame of several notifications (JSON-RPC 2.0 section 6). */
  static String batch(List<String> notifications) {
    return notifications.size() == 1
        ? notifications.getFirst()
        : "[" + String.join(",", notifications) + "]";
  }
}
