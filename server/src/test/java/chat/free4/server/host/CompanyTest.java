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
final class CompanyTest {
  private static final Bytes KEY = Bytes.utf8("a key of ada, as long as keys are");
  private static final MemberId ADA = MemberId.of(KEY, KEY);
  private static final ServerMessage.Notification JOINED =
      new ServerMessage.MemberJoined(
          new ServerMessage.MemberInfo(
              1, ADA.value(), KEY, KEY, ChatLine.profile("Ada"), true, "connected", false));

  private final Company robots = new Company(List.of());

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
    assertThat(new Company(List.of()).heard(JOINED, false)).isEqualTo(new RobotEvent.Joined("Ada"));
  }

  @Test
  void whoseNameIsSealedHasComeOnceItIsOpened() {
    var nameless =
        new ServerMessage.MemberInfo(
            1, ADA.value(), KEY, KEY, Bytes.EMPTY, true, "connected", false);
    assertThat(robots.heard(new ServerMessage.MemberJoined(nameless), false)).isNull();
    assertThat(robots.people()).isEmpty();
    assertThat(robots.isKnown()).isFalse();
    assertThat(robots.heard(named("Ada"), false)).isEqualTo(new RobotEvent.Joined("Ada"));
    assertThat(robots.isKnown()).isTrue();
    assertThat(robots.heard(named("Ada the second"), false)).as("no news").isNull();
    assertThat(robots.heard(new ServerMessage.MemberLeft(1, "left"), false))
        .isEqualTo(new RobotEvent.Left("Ada the second"));
    robots.heard(new ServerMessage.MemberJoined(nameless), false);
    assertThat(robots.heard(new ServerMessage.MemberLeft(1, "left"), false))
        .as("nobody has heard of them")
        .isNull();
  }

  private static ServerMessage.Notification named(String nickname) {
    return new ServerMessage.MemberChanged(1, ChatLine.profile(nickname), null, null, null);
  }
}
