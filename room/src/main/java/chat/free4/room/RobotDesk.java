package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.member.LeaveReason;
import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.robot.RobotKind;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import org.jspecify.annotations.Nullable;

/**
 * Where members ask for robots and send them away. A robot is a member whose session is at the
 * server: it is heard and read like any other, but moderates nothing, and no room is kept for it.
 */
final class RobotDesk {
  /** Robots in a room. */
  static final int MAX_ROBOTS = 4;

  private final boolean isSealed;
  private final Roster roster;
  private final ModerationDesk moderation;
  private final LeaveDesk leaving;
  private final LogDesk logDesk;
  private final Outbox out;

  RobotDesk(
      boolean isSealed,
      Roster roster,
      ModerationDesk moderation,
      LeaveDesk leaving,
      LogDesk logDesk,
      Outbox out) {
    this.isSealed = isSealed;
    this.roster = roster;
    this.moderation = moderation;
    this.leaving = leaving;
    this.logDesk = logDesk;
    this.out = out;
  }

  /** A request; gives why it is refused, or null where it was done or is under way. */
  @Nullable SignalFault handle(long session, long id, Member member, ClientMessage.Robots message) {
    if (!moderation.mayModerate(member)) {
      return SignalFault.of(SignalError.NOT_MODERATOR);
    }
    return switch (message) {
      case ClientMessage.RobotAdd add -> add(session, id, add);
      case ClientMessage.RobotRemove gone -> remove(session, id, member, gone);
    };
  }

  private @Nullable SignalFault add(long session, long id, ClientMessage.RobotAdd add) {
    if (isSealed) {
      return SignalFault.of(SignalError.ROBOT_SEALED);
    }
    if (!RobotKind.NAME.matcher(add.robot()).matches()) {
      return SignalFault.invalidParams("robot");
    }
    if (!RobotKind.LANGUAGE.matcher(add.language()).matches()) {
      return SignalFault.invalidParams("language");
    }
    if (roster.robots() >= MAX_ROBOTS) {
      return SignalFault.of(SignalError.TOO_MANY_ROBOTS);
    }
    out.add(new RoomEffect.AddRobot(session, id, add.robot(), add.language()));
    return null;
  }

  private @Nullable SignalFault remove(
      long session, long id, Member by, ClientMessage.RobotRemove gone) {
    int number = (int) gone.member();
    Member robot = Integer.toUnsignedLong(number) == gone.member() ? roster.byNumber(number) : null;
    if (robot == null || !robot.isRobot()) {
      return SignalFault.of(SignalError.UNKNOWN_MEMBER);
    }
    out.reply(session, id, new ServerMessage.Done());
    leaving.expel(robot, new ServerMessage.Removed(by.identity(), false));
    return null;
  }

  /** A robot comes in; gives its number. */
  int seat(long nowNanos, long session, Admission admission, String robot, boolean speaks) {
    Sessions others = out.all();
    Member member = logDesk.newMember(nowNanos, roster.nextNumber(), admission);
    member.setRobot(robot, speaks);
    roster.add(member);
    roster.attach(member, session);
    moderation.joined(member, Bytes.EMPTY);
    out.tell(others, new ServerMessage.MemberJoined(member.info()));
    return member.number();
  }

  /** A robot has failed. */
  void failed(int number) {
    Member robot = roster.byNumber(number);
    if (robot != null && robot.isRobot()) {
      leaving.remove(robot, LeaveReason.FAILED);
    }
  }
}
