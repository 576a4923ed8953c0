package chat.free4.server.host;

import chat.free4.room.access.Bytes;
import chat.free4.room.log.LogEntry;
import chat.free4.room.robot.GameMove;
import chat.free4.room.robot.RobotEvent;
import chat.free4.room.signal.ServerMessage;
import chat.free4.server.robot.GameEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The robots of one room, and what they know of it. */
final class RoomRobots {
  private final List<SeatedRobot> robots = new ArrayList<>();
  private final Company company;

  /** For a room with these members. */
  RoomRobots(List<ServerMessage.MemberInfo> members) {
    this.company = new Company(members);
  }

  void add(SeatedRobot robot) {
    robots.add(robot);
  }

  /** Takes a robot out; null when that number is none's. */
  @Nullable SeatedRobot remove(long number) {
    for (SeatedRobot robot : robots) {
      if (Integer.toUnsignedLong(robot.number) == number) {
        robots.remove(robot);
        return robot;
      }
    }
    return null;
  }

  /** All of them at this moment. */
  List<SeatedRobot> all() {
    return List.copyOf(robots);
  }

  /** What all of them know of a room that is not sealed. */
  Company company() {
    return company;
  }

  /** What is told to members, as those are told who watch games; null where it is none. */
  static @Nullable RobotEvent played(ServerMessage.Notification message, boolean isOfBefore) {
    if (!(message instanceof ServerMessage.LogEntry entry) || !entry.doc().equals(GameEntry.DOC)) {
      return null;
    }
    GameMove move = GameEntry.read(entry.bytes());
    return move == null
        ? null
        : new RobotEvent.Played(List.of(written(entry.author(), move)), isOfBefore);
  }

  /** All that was written into the games. */
  static RobotEvent played(List<LogEntry> entries) {
    List<RobotEvent.Played.Written> moves = new ArrayList<>();
    for (LogEntry entry : entries) {
      GameMove move = GameEntry.read(entry.bytes());
      if (move != null) {
        moves.add(written(entry.author().value(), move));
      }
    }
    return new RobotEvent.Played(moves, true);
  }

  private static RobotEvent.Played.Written written(Bytes author, GameMove move) {
    return new RobotEvent.Played.Written(author.toBase64Url(), move);
  }
}
