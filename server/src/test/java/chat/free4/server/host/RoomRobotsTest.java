package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.robot.RobotEvent;
import chat.free4.room.signal.ServerMessage;
import chat.free4.server.robot.ChatLine;
import chat.free4.server.support.UnsignedEntry;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What robots are told of a room that has come from another node. */
final class RoomRobotsTest {
  private static final Bytes KEY = Bytes.utf8("a key of ada, as long as keys are");
  private static final MemberId ADA = MemberId.of(KEY, KEY);
  private static final ServerMessage.Notification JOINED =
      new ServerMessage.MemberJoined(
          new ServerMessage.MemberInfo(
              1, ADA.value(), KEY, KEY, ChatLine.profile("Ada"), true, "connected", false));

  private final RoomRobots robots = new RoomRobots(List.of());

  private static ServerMessage.Notification line(String text, long logical) {
    Bytes body = Objects.requireNonNull(ChatLine.write("Ada", text, 500, 1, logical));
    return new ServerMessage.LogEntry(1, ChatLine.DOC, ADA.value(), 1, UnsignedEntry.of(1, body));
  }

  @Test
  void whoIsBackIsNotGreetedAndWhatIsBroughtBackNotAnswered() {
    assertThat(robots.heard(JOINED, true)).isEqualTo(new RobotEvent.Returned("Ada"));
    assertThat(robots.heard(line("Robin?", 40), true)).isNull();
    assertThat(robots.people()).containsExactly("Ada");
    assertThat(robots.nextLogical()).as("it stands below what was said").isEqualTo(41);
    assertThat(robots.heard(line("Robin?", 42), false))
        .isEqualTo(new RobotEvent.Said("Ada", "Robin?"));
    assertThat(new RoomRobots(List.of()).heard(JOINED, false))
        .isEqualTo(new RobotEvent.Joined("Ada"));
  }
}
