package chat.free4.rtc.ice;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Events on their way to the owner, who drains them after every input. */
final class IceEventQueue {
  /** Far more than one input makes: a full queue is an owner that does not drain, a bug. */
  static final int MAX_EVENTS = 64;

  private final ArrayDeque<IceEvent> events = new ArrayDeque<>();

  void add(IceEvent event) {
    if (events.size() == MAX_EVENTS) {
      throw new IllegalStateException("events are not drained");
    }
    events.add(event);
  }

  @Nullable IceEvent poll() {
    return events.poll();
  }
}
