package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.Redemption;
import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.moderation.AddressBans;
import chat.free4.room.moderation.Invites;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import org.jspecify.annotations.Nullable;

/** Who comes in, by what the room's acts amount to: at once, past a lobby, or not. */
final class EntryDesk {
  /** Who knocks where nobody is back yet tries again after so long. */
  static final int EMPTY_RETRY_MILLIS = 1_000;

  private final ModerationDesk moderation;
  private final AddressBans addressBans;
  private final LobbyDesk lobby;
  private final Roster roster;

  EntryDesk(ModerationDesk moderation, AddressBans addressBans, LobbyDesk lobby, Roster roster) {
    this.moderation = moderation;
    this.addressBans = addressBans;
    this.lobby = lobby;
    this.roster = roster;
  }

  /** Why one who is no member of the room does not come in; null when it does. */
  @Nullable SignalFault refusal(long nowNanos, Bytes identity, Bytes mark) {
    if (isOpen()) {
      return null;
    }
    if (moderation.state().isBanned(identity)) {
      return SignalFault.of(SignalError.BANNED);
    }
    if (moderation.acting().isHere(identity) || moderation.isModerator(identity)) {
      return null;
    }
    if (addressBans.isBanned(nowNanos, mark)
        && !moderation.returning().mayReturn(nowNanos, identity)) {
      return SignalFault.of(SignalError.ADDRESS_BANNED);
    }
    return moderation.state().isLocked() && !moderation.returning().mayPassLock(nowNanos, identity)
        ? SignalFault.of(SignalError.ROOM_LOCKED)
        : null;
  }

  /** Nobody is here, and nothing is known of before: whoever comes opens the room. */
  private boolean isOpen() {
    return !moderation.hasRules() || (roster.size() == 0 && moderation.returning().state() == null);
  }

  /** How an invite stands for who asks by it; who is here on another device uses nothing up. */
  Invites.Standing standing(long nowSeconds, Redemption asked) {
    Invites.Standing standing =
        !moderation.hasRules()
            ? Invites.Standing.UNKNOWN
            : moderation.state().invites().standing(asked.invite(), asked.identity(), nowSeconds);
    boolean wasOpen = standing == Invites.Standing.OPEN || standing == Invites.Standing.SPENT;
    return wasOpen && moderation.acting().isHere(asked.identity())
        ? Invites.Standing.USED
        : standing;
  }

  /** What one who would come in is answered where who is new knocks; null where not. */
  @Nullable SignalFault knock(long nowNanos, long session, Admission admission) {
    Bytes identity = admission.identity();
    boolean comesIn =
        isOpen()
            || !moderation.state().hasLobby()
            || moderation.returning().mayReturn(nowNanos, identity)
            || moderation.state().admitted().contains(identity)
            || moderation.acting().isHere(identity)
            || moderation.isModerator(identity);
    if (comesIn) {
      lobby.ended(session);
      return null;
    }
    if (roster.size() == 0) {
      return SignalFault.busy(EMPTY_RETRY_MILLIS);
    }
    SignalFault fault = lobby.knock(session, identity, admission.profile());
    if (fault.error() == SignalError.KNOCKING) {
      tellKnocks();
    }
    return fault;
  }

  /** A session that may have been knocking is closed. */
  void sessionClosed(long session) {
    if (lobby.ended(session)) {
      tellKnocks();
    }
  }

  /** To those who may let them in. */
  void tellKnocks() {
    roster.members().stream().filter(moderation::mayModerate).forEach(lobby::tell);
  }

  /** A member came, or came back, and has its welcome. */
  void welcomed(Member member) {
    if (!lobby.isEmpty() && moderation.mayModerate(member)) {
      lobby.tell(member);
    }
  }
}
