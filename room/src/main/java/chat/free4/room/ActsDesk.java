package chat.free4.room;

import chat.free4.room.member.Member;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalFault;
import org.jspecify.annotations.Nullable;

/** Answers who hands in acts, new ones or from before, and puts out whom they put out. */
final class ActsDesk {
  private final ModerationDesk moderation;
  private final RestoreDesk restoring;
  private final LeaveDesk leaving;
  private final RobotDesk robots;
  private final Outbox out;

  ActsDesk(
      ModerationDesk moderation,
      RestoreDesk restoring,
      LeaveDesk leaving,
      RobotDesk robots,
      Outbox out) {
    this.moderation = moderation;
    this.restoring = restoring;
    this.leaving = leaving;
    this.robots = robots;
    this.out = out;
  }

  /** A new act; gives why it is refused, or null when it was answered. */
  @Nullable SignalFault act(
      long nowNanos, long session, long id, Member member, ClientMessage.RoomAct message) {
    return switch (moderation.act(nowNanos, member, message)) {
      case ModerationDesk.Outcome.Refused(SignalFault fault) -> fault;
      case ModerationDesk.Outcome.Done(var removals) -> {
        out.reply(session, id, new ServerMessage.Done());
        removals.forEach(gone -> leaving.expel(gone.member(), gone.how()));
        robots.settle(member);
        yield null;
      }
    };
  }

  /** Acts from before; gives why they are refused, or null when they were answered. */
  @Nullable SignalFault restore(
      long nowNanos, long session, long id, Member member, ClientMessage.ActsRestore message) {
    return switch (restoring.restore(nowNanos, member, message)) {
      case RestoreDesk.Outcome.Refused(SignalFault fault) -> fault;
      case RestoreDesk.Outcome.Done(var removals) -> {
        out.reply(session, id, new ServerMessage.Done());
        removals.forEach(gone -> leaving.expel(gone.member(), gone.how()));
        robots.settle(member);
        leaving.endIfEmpty(); // one may bring the act that bans oneself
        yield null;
      }
    };
  }
}
