package chat.free4.server.host;

import chat.free4.room.access.Bytes;
import chat.free4.room.log.LogEntry;
import chat.free4.room.robot.GameMove;
import chat.free4.room.robot.RobotEvent;
import chat.free4.room.signal.ServerMessage;
import chat.free4.server.robot.ChatLine;
import chat.free4.server.robot.GameEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The robots of one room, and what they know of it: whom they hear, and by which names. */
final class RoomRobots {
  private final List<SeatedRobot> robots = new ArrayList<>();
  private final Map<Long, Person> people = new LinkedHashMap<>();
  private long logical;

  private record Person(Bytes id, String nickname) {}

  /** For a room with these members. */
  RoomRobots(List<ServerMessage.MemberInfo> members) {
    members.forEach(this::know);
  }

  private void know(ServerMessage.MemberInfo member) {
    if (member.robot() == null) {
      people.put(member.number(), new Person(member.id(), ChatLine.nickname(member.profile())));
    }
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

  /** Nicknames of the people who are here. */
  List<String> people() {
    return people.values().stream().map(Person::nickname).toList();
  }

  /** A place in time after all that was said. */
  long nextLogical() {
    logical = Math.min(logical + 1, ChatLine.MAX_LOGICAL);
    return logical;
  }

  /**
   * What is told to members, as robots are told; null where it is not for them.
   *
   * @param isOfBefore it is about somebody or something from before the room came to this node
   */
  @Nullable RobotEvent heard(ServerMessage.Notification message, boolean isOfBefore) {
    return switch (message) {
      case ServerMessage.MemberJoined(var member) when member.robot() == null -> {
        know(member);
        String nickname = ChatLine.nickname(member.profile());
        yield isOfBefore ? new RobotEvent.Returned(nickname) : new RobotEvent.Joined(nickname);
      }
      case ServerMessage.MemberChanged(long number, Bytes profile, var _, var _, var _)
          when profile != null -> {
        people.computeIfPresent(
            number, (_, former) -> new Person(former.id, ChatLine.nickname(profile)));
        yield null;
      }
      case ServerMessage.MemberLeft(long number, String _) -> {
        Person gone = people.remove(number);
        yield gone == null ? null : new RobotEvent.Left(gone.nickname);
      }
      case ServerMessage.LogEntry entry when entry.doc().equals(ChatLine.DOC) -> {
        RobotEvent said = said(entry);
        yield isOfBefore ? null : said; // it was answered where the room was
      }
      default -> null;
    };
  }

  /** What a member was heard to say; null where it is nobody's whom they know. */
  @Nullable RobotEvent heard(int member, String text) {
    Person person = people.get(Integer.toUnsignedLong(member));
    return person == null ? null : new RobotEvent.Heard(person.nickname, text);
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

  private @Nullable RobotEvent said(ServerMessage.LogEntry entry) {
    ChatLine line = ChatLine.read(entry.bytes());
    if (line == null) {
      return null;
    }
    logical = Math.max(logical, line.logical());
    for (Person person : people.values()) {
      if (person.id.equals(entry.author()) && !line.text().isBlank()) {
        return new RobotEvent.Said(person.nickname, line.text());
      }
    }
    return null;
  }
}
