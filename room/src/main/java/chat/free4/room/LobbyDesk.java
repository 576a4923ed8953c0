package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.member.Member;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Where those wait who knock: nothing of the room is told to them, but whether they may come in.
 */
final class LobbyDesk {
  /** Most who wait at once. */
  static final int MAX_KNOCKS = 64;

  private final Outbox out;
  private final Map<Long, ServerMessage.Knock> knocks = new LinkedHashMap<>();

  /** Somebody was answered, and those who see who waits have not heard that yet. */
  private boolean answered;

  LobbyDesk(Outbox out) {
    this.out = out;
  }

  /** A session knocks; gives what it is answered. */
  SignalFault knock(long session, Bytes identity, Bytes profile) {
    if (knocks.size() >= MAX_KNOCKS && !knocks.containsKey(session)) {
      return SignalFault.of(SignalError.LOBBY_FULL);
    }
    knocks.put(session, new ServerMessage.Knock(identity, profile));
    return SignalFault.of(SignalError.KNOCKING);
  }

  /** A session waits no longer; false when it did not. */
  boolean ended(long session) {
    return knocks.remove(session) != null;
  }

  /** All of an identity may come in, or not; false when none of it waits. */
  boolean answer(Bytes identity, boolean admitted) {
    return answer(knock -> knock.identity().equals(identity), admitted);
  }

  /** All who wait may come in. */
  void open() {
    answer(knock -> true, true);
  }

  private boolean answer(Predicate<ServerMessage.Knock> whom, boolean admitted) {
    boolean isAny = removeAnswered(whom, admitted);
    answered |= isAny;
    return isAny;
  }

  private boolean removeAnswered(Predicate<ServerMessage.Knock> whom, boolean admitted) {
    return knocks
        .entrySet()
        .removeIf(
            waiting -> {
              boolean isMeant = whom.test(waiting.getValue());
              if (isMeant) {
                out.notify(waiting.getKey(), new ServerMessage.LobbyAnswer(admitted));
              }
              return isMeant;
            });
  }

  /** True once after somebody was answered. */
  boolean takeAnswered() {
    boolean was = answered;
    answered = false;
    return was;
  }

  boolean isEmpty() {
    return knocks.isEmpty();
  }

  /** Tells a member who has a session of all who wait. */
  void tell(Member member) {
    out.tellMember(member, new ServerMessage.LobbyKnocks(List.copyOf(knocks.values())));
  }
}
