package chat.free4.server.host;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The WebSockets of a {@link LocalRoomHost}, by their handles. */
final class HostedSessions {
  private final Map<Long, HostedSession> sessions = new HashMap<>();

  void add(HostedSession session) {
    sessions.put(session.handle, session);
  }

  void remove(HostedSession session) {
    sessions.remove(session.handle);
  }

  /** Null when it is not there any more. */
  @Nullable HostedSession find(long handle) {
    return sessions.get(handle);
  }

  /** Does that to a session, if it is still there. */
  void with(long handle, Consumer<HostedSession> action) {
    HostedSession session = sessions.get(handle);
    if (session != null) {
      action.accept(session);
    }
  }

  /** Sends that to a session, if it is still there. */
  void send(long handle, String frame) {
    with(handle, session -> session.socket.send(frame));
  }

  /** Null when the session is not there any more. */
  @Nullable GatheringSocket socketOf(long handle) {
    HostedSession session = sessions.get(handle);
    return session == null ? null : session.socket;
  }

  /** Rooms that have ended without a word are no rooms to be in. */
  void forgetEndedRooms() {
    sessions.values().forEach(HostedSession::forgetEndedRoom);
  }
}
