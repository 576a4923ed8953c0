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
import chat.free4.room.snapshot.RobotSeat;
import chat.free4.room.snapshot.RoomSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where members ask for robots and send them away. A robot is a member whose session is at the
 * server: it is heard and read like any other, but moderates nothing, and no room is kept for it.
 * In a sealed room there is one only while an act of the owner allows it: the keys that members
 * hand it are in the server's memory.
 */
final class RobotDesk {
  /** Robots in a room. */
  static final int MAX_ROBOTS = RoomSnapshot.MAX_ROBOTS;

  private final boolean isSealed;
  private final Roster roster;
  private final ModerationDesk moderation;
  private final LeaveDesk leaving;
  private final LogDesk logDesk;
  private final Outbox out;

  /** Of those here, by number, in the order they came. */
  private final Map<Integer, RobotSeat> seats = new LinkedHashMap<>();

  /** Those that sat here where the room was before, and do not yet again. */
  private final List<RobotSeat> awaited = new ArrayList<>();

  /** Seeds of those that were awaited: each comes back once, and no more than a room takes. */
  private final Set<Bytes> restored = new HashSet<>();

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
    if (isShutOut()) {
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
    if (isSealed && roster.size() >= SealingDesk.MAX_SEALED_MEMBERS) {
      return SignalFault.of(SignalError.ROOM_FULL); // nobody could agree on keys any more
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

  /** True in a sealed room whose owner has not let robots in, or where that was taken back. */
  private boolean isShutOut() {
    return isSealed && !moderation.state().mayHaveRobots();
  }

  /** Acts have come, from that member: robots that may no longer be here go. */
  void settle(Member by) {
    if (roster.robots() > 0 && isShutOut()) {
      var how = new ServerMessage.Removed(by.identity(), false);
      List.copyOf(roster.members()).stream()
          .filter(Member::isRobot)
          .forEach(robot -> leaving.expel(robot, how));
    }
  }

  /** A robot comes in; gives its number. */
  int seat(long nowNanos, long session, Admission admission, RobotSeat seat, boolean speaks) {
    Sessions others = out.all();
    Member member = logDesk.newMember(nowNanos, roster.nextNumber(), admission);
    member.setRobot(seat.kind(), speaks);
    roster.add(member);
    roster.attach(member, session);
    seats.put(member.number(), seat);
    moderation.joined(member, Bytes.EMPTY);
    out.tell(others, new ServerMessage.MemberJoined(member.info()));
    return member.number();
  }

  /** What another node needs to have the same robots: in a sealed room no other may be one. */
  List<RobotSeat> seats() {
    if (isSealed) {
      return List.of();
    }
    seats.keySet().removeIf(number -> roster.byNumber(number) == null);
    List<RobotSeat> all = new ArrayList<>(awaited);
    seats.forEach(
        (number, seat) -> {
          Member robot = Objects.requireNonNull(roster.byNumber(number));
          all.add(seat.wrote(logDesk.newestSequence(robot.id())));
        });
    return all;
  }

  /** These sat in the room where it was; of a kind that sits here by now none does. */
  void restore(List<RobotSeat> former) {
    List<String> here = seats().stream().map(RobotSeat::kind).toList();
    for (RobotSeat seat : former) {
      boolean hasRoom = !isSealed && restored.size() < MAX_ROBOTS;
      if (hasRoom && !here.contains(seat.kind()) && restored.add(seat.seed())) {
        awaited.add(seat);
      }
    }
  }

  /**
   * Those that are to sit here again, as many as there are seats; no one is told twice. Robots
   * alone keep no room: before a person is back there are none.
   */
  List<RobotSeat> takeAwaited() {
    if (awaited.isEmpty() || roster.size() == roster.robots()) {
      return List.of();
    }
    int free = Math.clamp(MAX_ROBOTS - roster.robots(), 0, awaited.size());
    List<RobotSeat> all = List.copyOf(awaited.subList(0, free));
    awaited.clear();
    return all;
  }

  /** A robot has failed. */
  void failed(int number) {
    Member robot = roster.byNumber(number);
    if (robot != null && robot.isRobot()) {
      leaving.remove(robot, LeaveReason.FAILED);
    }
  }
}
