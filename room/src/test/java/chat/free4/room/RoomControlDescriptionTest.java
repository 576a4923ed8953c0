package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may say what a room is about, and who hears of it. */
class RoomControlDescriptionTest {
  private static final RoomDescription JAZZ =
      new RoomDescription("Jazz tonight", List.of("music", "jazz"), "en");
  private static final long ADA = 1;
  private static final long BOB = 2;
  private static final long CARLA = 3;

  private final RoomHarness rooms = new RoomHarness();

  private void enter(long session, String name) {
    rooms.enter(session, RoomHarness.admission(name, null));
  }

  private void adaAndBob() {
    enter(ADA, "ada");
    enter(BOB, "bob");
    rooms.take();
  }

  private ServerMessage.RoomInfo welcomeOf(long session, String name) {
    enter(session, name);
    return rooms.take().stream()
        .filter(RoomEffect.Welcome.class::isInstance)
        .map(effect -> ((RoomEffect.Welcome) effect).result().room())
        .findFirst()
        .orElseThrow();
  }

  private void assertRefused(SignalFault fault) {
    assertThat(rooms.take()).containsExactly(new RoomEffect.Fail(BOB, RoomHarness.ID, fault));
  }

  @Test
  void everybodySeesAtOnceWhatTheOpenerSays() {
    adaAndBob();
    rooms.describe(ADA, JAZZ);
    assertThat(rooms.room.description()).isEqualTo(JAZZ);
    assertThat(rooms.takeFor(BOB))
        .containsExactly(
            new ServerMessage.RoomChanged("Jazz tonight", List.of("music", "jazz"), "en", null));
    rooms.describe(ADA, new RoomDescription("Jazz tonight", List.of(), "en"));
    assertThat(rooms.takeFor(ADA))
        .containsExactly(new ServerMessage.RoomChanged(null, List.of(), null, null));
  }

  @Test
  void newcomersFindItInTheirWelcome() {
    adaAndBob();
    rooms.describe(ADA, JAZZ);
    rooms.take();
    ServerMessage.RoomInfo info = welcomeOf(CARLA, "carla");
    assertThat(info.topic()).isEqualTo("Jazz tonight");
    assertThat(info.tags()).containsExactly("music", "jazz");
    assertThat(info.language()).isEqualTo("en");
    assertThat(info.moderator()).isEqualTo(Bytes.utf8("ada"));
  }

  @Test
  void othersAreRefusedAndNothingChanges() {
    adaAndBob();
    rooms.describe(BOB, JAZZ);
    assertRefused(SignalFault.of(SignalError.NOT_MODERATOR));
    assertThat(rooms.room.description()).isEqualTo(RoomDescription.NONE);
  }

  @Test
  void theSameAgainIsNoNews() {
    adaAndBob();
    rooms.describe(ADA, RoomDescription.NONE);
    assertThat(rooms.take())
        .containsExactly(new RoomEffect.Reply(ADA, RoomHarness.ID, new ServerMessage.Done()));
  }

  @Test
  void openerKeepsTheWordThroughALostLine() {
    adaAndBob();
    rooms.close(ADA, 1006);
    rooms.pass(RoomLimits.DEFAULTS.graceMillis() - 1);
    rooms.take();
    rooms.describe(BOB, JAZZ);
    assertRefused(SignalFault.of(SignalError.NOT_MODERATOR));
    enter(CARLA, "ada");
    rooms.take();
    rooms.describe(CARLA, JAZZ);
    assertThat(rooms.room.description()).isEqualTo(JAZZ);
  }

  @Test
  void theWordPassesOnWhenTheOpenerIsGoneAndBackWhenBack() {
    adaAndBob();
    rooms.request(ADA, new ClientMessage.Leave());
    assertThat(rooms.takeFor(BOB))
        .containsExactly(
            new ServerMessage.MemberLeft(1, "left"),
            new ServerMessage.RoomChanged(null, null, null, Bytes.utf8("bob")));
    rooms.describe(BOB, JAZZ);
    assertThat(rooms.room.description()).isEqualTo(JAZZ);
    rooms.take();
    enter(CARLA, "ada");
    assertThat(rooms.takeFor(BOB))
        .contains(new ServerMessage.RoomChanged(null, null, null, Bytes.utf8("ada")));
    rooms.describe(BOB, RoomDescription.NONE);
    assertRefused(SignalFault.of(SignalError.NOT_MODERATOR));
  }

  @Test
  void whoChangesTooOftenIsAskedToWait() {
    enter(BOB, "bob");
    for (int i = 0; i < DescriptionDesk.CHANGES_AT_ONCE; i++) {
      rooms.describe(BOB, new RoomDescription("Topic " + i, List.of(), "any"));
    }
    rooms.take();
    rooms.describe(BOB, JAZZ);
    assertRefused(SignalFault.busy(1001));
    rooms.pass(1001);
    rooms.take();
    rooms.describe(BOB, JAZZ);
    assertThat(rooms.room.description()).isEqualTo(JAZZ);
  }

  @Test
  void onlyThoseWhoseLineStandsAreCounted() {
    adaAndBob();
    assertThat(rooms.room.connectedCount()).isEqualTo(2);
    rooms.silent(BOB);
    assertThat(rooms.room.connectedCount()).isEqualTo(1);
    rooms.heard(BOB);
    assertThat(rooms.room.connectedCount()).isEqualTo(2);
    rooms.silent(BOB);
    rooms.close(BOB, CloseCode.GOING_AWAY.code());
    rooms.close(ADA, 1006);
    assertThat(rooms.room.connectedCount()).isZero();
    assertThat(rooms.room.memberCount()).isEqualTo(2);
    enter(CARLA, "ada");
    assertThat(rooms.room.connectedCount()).isEqualTo(1);
  }

  @Test
  void whoIsNotInDescribesNothing() {
    adaAndBob();
    rooms.describe(99, JAZZ);
    assertThat(rooms.take()).isEmpty();
  }
}
