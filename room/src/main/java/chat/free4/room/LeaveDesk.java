package chat.free4.room;

import chat.free4.room.member.LeaveReason;
import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How members go, and how the room ends with the last of them. */
final class LeaveDesk {
  private final Roster roster;
  private final SealingDesk sealing;
  private final RestoreDesk restoring;
  private final ModerationDesk moderation;
  private final Outbox out;
  private boolean ended;

  LeaveDesk(
      Roster roster,
      SealingDesk sealing,
      RestoreDesk restoring,
      ModerationDesk moderation,
      Outbox out) {
    this.roster = roster;
    this.sealing = sealing;
    this.restoring = restoring;
    this.moderation = moderation;
    this.out = out;
  }

  /** True once the last member has gone. */
  boolean hasEnded() {
    return ended;
  }

  /** Removes a member against its will; it is told by whom. */
  void expel(Member member, ServerMessage.Removed how) {
    Long session = roster.sessionOf(member);
    remove(member, LeaveReason.REMOVED);
    if (session != null) {
      out.notify(session, how);
      out.add(new RoomEffect.CloseSession(session, CloseCode.REMOVED));
    }
  }

  /** A member wants to go. */
  @Nullable SignalFault leave(long session, long id, Member member) {
    out.reply(session, id, new ServerMessage.Done());
    remove(member, LeaveReason.LEFT);
    out.add(new RoomEffect.CloseSession(session, CloseCode.DONE));
    endIfEmpty();
    return null;
  }

  /** Somebody does not come in; a room that was opened for them alone ends. */
  void deny(long session, long id, SignalFault fault) {
    boolean isKnocking = fault.error() == SignalError.KNOCKING;
    out.add(
        isKnocking
            ? new RoomEffect.Knocking(session, id)
            : new RoomEffect.Deny(session, id, fault));
    endIfEmpty();
  }

  /** Forgets a member, and tells the others. */
  void remove(Member member, LeaveReason reason) {
    roster.remove(member);
    sealing.left(member);
    restoring.left(member);
    out.add(new RoomEffect.ForgetMember(member.number()));
    out.tellAll(
        new ServerMessage.MemberLeft(Integer.toUnsignedLong(member.number()), reason.label()));
    out.tellAll(moderation.left(member));
  }

  /** Ends the room when nobody is there: robots by themselves keep no room. */
  void endIfEmpty() {
    if (roster.size() == roster.robots()) {
      List.copyOf(roster.members()).forEach(robot -> remove(robot, LeaveReason.LEFT));
      ended = true;
      moderation.end();
      out.add(new RoomEffect.RoomEnded());
    }
  }
}
