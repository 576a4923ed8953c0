package chat.free4.room;

import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalFault;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a room and its desks want done, in order, until the server has taken it. */
final class Outbox {
  private final ArrayDeque<RoomEffect> effects = new ArrayDeque<>();
  private final Roster roster;

  /** An empty one; {@code roster} says who all are. */
  Outbox(Roster roster) {
    this.roster = roster;
  }

  void add(RoomEffect effect) {
    effects.add(effect);
  }

  /** Answers a request. */
  void reply(long session, long id, ServerMessage.Result result) {
    effects.add(new RoomEffect.Reply(session, id, result));
  }

  /** Answers a request with an error. */
  void fail(long session, long id, SignalFault fault) {
    effects.add(new RoomEffect.Fail(session, id, fault));
  }

  /** Tells one. */
  void notify(long session, ServerMessage.Notification message) {
    effects.add(new RoomEffect.Notify(session, message));
  }

  /** Tells a member, if it has a session. */
  void tellMember(Member member, ServerMessage.Notification message) {
    Long session = roster.sessionOf(member);
    if (session != null) {
      notify(session, message);
    }
  }

  /** Tells all who have a session at this moment; null says nothing. */
  void tellAll(ServerMessage.@Nullable Notification message) {
    tell(all(), message);
  }

  /** Tells those who had a session at an earlier moment; null says nothing. */
  void tell(Sessions to, ServerMessage.@Nullable Notification message) {
    if (message != null && to.size() > 0) {
      effects.add(new RoomEffect.Broadcast(to, message));
    }
  }

  /** All who have a session at this moment. */
  Sessions all() {
    return Sessions.of(roster.sessions());
  }

  /** All of them but one. */
  Sessions allBut(long session) {
    return Sessions.of(Arrays.stream(roster.sessions()).filter(one -> one != session).toArray());
  }

  /** The next thing to do; null when drained. */
  @Nullable RoomEffect poll() {
    return effects.poll();
  }
}
