package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.signal.ServerMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one session has been told of its room, and what must never be told to it. */
final class Witness {
  private final TreeMap<Long, ServerMessage.MemberInfo> members = new TreeMap<>();
  private final Set<Bytes> ids = new HashSet<>();
  private final Map<Bytes, Long> newestOfAuthor = new HashMap<>();
  private final long self;
  private long cursor;
  private RoomDescription description;
  private Bytes moderator;

  Witness(ServerMessage.EnterResult welcome) {
    self = welcome.member();
    cursor = welcome.log().cursor();
    ServerMessage.RoomInfo room = welcome.room();
    description = new RoomDescription(room.topic(), room.tags(), room.language());
    moderator = room.moderator();
    welcome.members().forEach(this::add);
    assertThat(members).containsKey(self);
  }

  RoomDescription description() {
    return description;
  }

  Bytes moderator() {
    return moderator;
  }

  Map<Long, ServerMessage.MemberInfo> members() {
    return members;
  }

  void see(ServerMessage.Notification message) {
    switch (message) {
      case ServerMessage.MemberJoined joined -> add(joined.member());
      case ServerMessage.MemberLeft left -> {
        assertThat(left.number()).as("one's own leaving").isNotEqualTo(self);
        ServerMessage.MemberInfo gone = members.remove(left.number());
        ids.remove(Objects.requireNonNull(gone, "a stranger leaves").id());
      }
      case ServerMessage.MemberChanged changed ->
          members.compute(changed.number(), (number, member) -> change(member, changed));
      case ServerMessage.RoomChanged news -> {
        description =
            new RoomDescription(
                Objects.requireNonNullElse(news.topic(), description.topic()),
                Objects.requireNonNullElse(news.tags(), description.tags()),
                Objects.requireNonNullElse(news.language(), description.language()));
        moderator = Objects.requireNonNullElse(news.moderator(), moderator);
      }
      case ServerMessage.DirectoryChange _ -> throw new AssertionError("this is no room's to say");
      case ServerMessage.InviteAsked _,
          ServerMessage.InviteSettled _,
          ServerMessage.InviteHandover _ ->
          throw new AssertionError("a public room has no invites");
      case ServerMessage.RoomChain _ -> throw new AssertionError("a public room has no chain");
      case ServerMessage.LogEntry entry -> {
        assertThat(entry.cursor()).isEqualTo(++cursor);
        Long former = newestOfAuthor.put(entry.author(), entry.sequence());
        assertThat(entry.sequence()).isGreaterThan(former == null ? 0 : former);
      }
      case ServerMessage.SealJoined _,
          ServerMessage.EpochChanged _,
          ServerMessage.MediaKeyNamed _ ->
          throw new AssertionError("this room is not sealed");
      case ServerMessage.LogSettled _, ServerMessage.PresenceTold _ ->
          throw new AssertionError("nobody draws in this simulation");
      case ServerMessage.RoomFloor _, ServerMessage.FloorLeft _ ->
          throw new AssertionError("nobody talks in this simulation");
      case ServerMessage.RoomActs _,
          ServerMessage.ActsHistory _,
          ServerMessage.LobbyKnocks _,
          ServerMessage.LobbyAnswer _,
          ServerMessage.Removed _ ->
          throw new AssertionError("nobody acts in this simulation");
      case ServerMessage.Go _ -> throw new AssertionError("a room knows no nodes");
      case ServerMessage.Heartbeat _,
          ServerMessage.MediaLost _,
          ServerMessage.Superseded _,
          ServerMessage.Moved _ -> {}
    }
  }

  private void add(ServerMessage.MemberInfo member) {
    assertThat(member.number()).isBetween(1L, 0xffff_ffffL);
    assertThat(ids.add(member.id())).as("a member is here twice").isTrue();
    assertThat(members.put(member.number(), member)).as("a number is given twice").isNull();
  }

  private static ServerMessage.MemberInfo change(
      ServerMessage.@Nullable MemberInfo member, ServerMessage.MemberChanged changed) {
    Objects.requireNonNull(member, "a stranger changes");
    return new ServerMessage.MemberInfo(
        member.number(),
        member.id(),
        member.identity(),
        member.device(),
        Objects.requireNonNullElse(changed.profile(), member.profile()),
        Objects.requireNonNullElse(changed.muted(), member.muted()),
        Objects.requireNonNullElse(changed.connection(), member.connection()),
        Objects.requireNonNullElse(changed.hasMedia(), member.hasMedia()));
  }
}
