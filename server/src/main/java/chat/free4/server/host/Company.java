package chat.free4.server.host;

import chat.free4.room.access.Bytes;
import chat.free4.room.robot.RobotEvent;
import chat.free4.room.signal.ServerMessage;
import chat.free4.server.robot.ChatLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The people of a room as robots know them: by which names, and what they are heard to say. */
final class Company {
  private final Map<Long, Person> people = new LinkedHashMap<>();
  private long logical;

  /** Somebody; the nickname is null where it is sealed, and was not opened yet. */
  private record Person(Bytes id, @Nullable String nickname) {}

  /** Of these members. */
  Company(List<ServerMessage.MemberInfo> members) {
    members.forEach(this::know);
  }

  private void know(ServerMessage.MemberInfo member) {
    if (member.robot() == null) {
      people.put(member.number(), new Person(member.id(), nickname(member)));
    }
  }

  private static @Nullable String nickname(ServerMessage.MemberInfo member) {
    return member.profile().length() == 0 ? null : ChatLine.nickname(member.profile());
  }

  /** Nicknames of the people who are here, as far as they are known. */
  List<String> people() {
    return people.values().stream().flatMap(person -> Stream.ofNullable(person.nickname)).toList();
  }

  /** True when everybody is known by name. */
  boolean isKnown() {
    return people.values().stream().allMatch(person -> person.nickname != null);
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
        String nickname = nickname(member);
        if (nickname == null) {
          yield null;
        }
        yield isOfBefore ? new RobotEvent.Returned(nickname) : new RobotEvent.Joined(nickname);
      }
      case ServerMessage.MemberChanged(long number, Bytes profile, var _, var _, var _)
          when profile != null ->
          renamed(number, ChatLine.nickname(profile));
      case ServerMessage.MemberLeft(long number, String _) -> {
        Person gone = people.remove(number);
        yield gone == null || gone.nickname == null ? null : new RobotEvent.Left(gone.nickname);
      }
      case ServerMessage.LogEntry entry when entry.doc().equals(ChatLine.DOC) -> {
        RobotEvent said = said(entry);
        yield isOfBefore ? null : said; // it was answered where the room was
      }
      default -> null;
    };
  }

  /** Who is known by name from now on has come; another name is no news. */
  private @Nullable RobotEvent renamed(long number, String nickname) {
    Person former = people.get(number);
    if (former == null) {
      return null;
    }
    people.put(number, new Person(former.id, nickname));
    return former.nickname == null ? new RobotEvent.Joined(nickname) : null;
  }

  /** What a member was heard to say; null where it is nobody's whom they know. */
  @Nullable RobotEvent heard(int member, String text) {
    Person person = people.get(Integer.toUnsignedLong(member));
    return person == null ? null : new RobotEvent.Heard(name(person), text);
  }

  private @Nullable RobotEvent said(ServerMessage.LogEntry entry) {
    ChatLine line = ChatLine.read(entry.bytes());
    if (line == null) {
      return null;
    }
    logical = Math.max(logical, line.logical());
    for (Person person : people.values()) {
      if (person.id.equals(entry.author()) && !line.text().isBlank()) {
        return new RobotEvent.Said(name(person), line.text());
      }
    }
    return null;
  }

  private static String name(Person person) {
    return person.nickname == null ? ChatLine.UNKNOWN : person.nickname;
  }
}
