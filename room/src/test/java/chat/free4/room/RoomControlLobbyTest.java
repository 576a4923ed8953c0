package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.ActLedger;
import chat.free4.room.moderation.Heads;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.moderation.TestActs;
import chat.free4.room.moderation.TestActs.Actor;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Knocking, a slow chat, messages that are taken out, and a stage. */
class RoomControlLobbyTest {
  private static final Actor ADA = Actor.of("ada");
  private static final Actor BOB = Actor.of("bob");
  private static final Actor CARLA = Actor.of("carla");
  private static final Bytes MARK = Bytes.utf8("mark");

  private final RoomHarness rooms = new RoomHarness();
  private final ActLedger ledger =
      new ActLedger(RoomHarness.ROOM, RoomHarness.ROOT, Heads.of(ADA.id()));
  private long handNumber;

  private static Admission admission(Actor actor) {
    Bytes device = actor.device().publicKey();
    return new Admission(
        RoomHarness.ROOM,
        "test",
        MemberId.of(actor.id(), device),
        actor.id(),
        device,
        Bytes.utf8("profile"),
        null,
        null);
  }

  private int enter(long session, Actor actor) {
    return rooms.enter(session, admission(actor), MARK);
  }

  private List<RoomEffect> act(long session, Actor actor, ActKind kind, Bytes subject, long value) {
    Bytes act =
        kind.isPassing()
            ? actor.act(++handNumber, TestActs.ROOT, kind, subject, value)
            : actor.act(ledger, kind, subject, value);
    rooms.request(session, new ClientMessage.RoomAct(act, null));
    List<RoomEffect> effects = rooms.take();
    if (effects.stream().anyMatch(RoomEffect.Reply.class::isInstance)) {
      ledger.add(act, ADA.id());
    }
    return effects;
  }

  private List<RoomEffect> act(ActKind kind, Bytes subject, long value) {
    return act(1, ADA, kind, subject, value);
  }

  /** Ada is in, with a lobby. */
  private void lobby() {
    enter(1, ADA);
    act(ActKind.LOBBY, SignedAct.NOBODY, 1);
  }

  private static RoomEffect told(long session, ServerMessage.Notification message) {
    return new RoomEffect.Notify(session, message);
  }

  private static ServerMessage.LobbyKnocks knocks(Actor... actors) {
    List<ServerMessage.Knock> knocks = new ArrayList<>();
    for (Actor actor : actors) {
      knocks.add(new ServerMessage.Knock(actor.id(), Bytes.utf8("profile")));
    }
    return new ServerMessage.LobbyKnocks(knocks);
  }

  @Test
  void whoIsNewKnocksAndIsToldNothingOfTheRoom() {
    lobby();
    assertThat(enter(2, BOB)).isZero();
    assertThat(rooms.take())
        .containsExactlyInAnyOrder(
            told(1, knocks(BOB)), new RoomEffect.Knocking(2, RoomHarness.ID));
    assertThat(rooms.room.memberCount()).isEqualTo(1);
  }

  @Test
  void whoIsAdmittedComesInAndAgainWithoutKnocking() {
    lobby();
    enter(2, BOB);
    rooms.take();
    assertThat(act(ActKind.ADMIT, BOB.id(), 0))
        .contains(told(2, new ServerMessage.LobbyAnswer(true)))
        .as("he waits no longer")
        .contains(told(1, knocks()));
    assertThat(enter(2, BOB)).isEqualTo(2);
    rooms.request(2, new ClientMessage.Leave());
    rooms.take();
    assertThat(enter(3, BOB)).isEqualTo(3);
  }

  @Test
  void whoIsTurnedAwayIsToldSoAndMayKnockAgain() {
    lobby();
    enter(2, BOB);
    rooms.take();
    assertThat(act(ActKind.TURN_AWAY, BOB.id(), 0))
        .contains(told(2, new ServerMessage.LobbyAnswer(false)), told(1, knocks()));
    enter(2, BOB);
    assertThat(rooms.take()).contains(told(1, knocks(BOB)));
  }

  @Test
  void whoGoesKnocksNoLonger() {
    lobby();
    enter(2, BOB);
    rooms.take();
    rooms.close(2, 1006);
    assertThat(rooms.take()).containsExactly(told(1, knocks()));
  }

  @Test
  void openingTheLobbyLetsAllIn() {
    lobby();
    enter(2, BOB);
    enter(3, CARLA);
    rooms.take();
    assertThat(act(ActKind.LOBBY, SignedAct.NOBODY, 0))
        .contains(
            told(2, new ServerMessage.LobbyAnswer(true)),
            told(3, new ServerMessage.LobbyAnswer(true)));
    assertThat(enter(2, BOB)).isEqualTo(2);
  }

  @Test
  void aModeratorWhoComesBackHearsWhoKnocks() {
    lobby();
    enter(2, BOB);
    rooms.close(1, 1006);
    rooms.take();
    enter(4, ADA);
    assertThat(rooms.take()).contains(told(4, knocks(BOB)));
  }

  @Test
  void whenTheRoomEndsWhoKnocksMayOpenItAnew() {
    lobby();
    enter(2, BOB);
    rooms.take();
    rooms.request(1, new ClientMessage.Leave());
    assertThat(rooms.take())
        .containsSubsequence(
            told(2, new ServerMessage.LobbyAnswer(true)), new RoomEffect.RoomEnded());
  }

  @Test
  void noMoreKnockThanTheLobbyTakes() {
    lobby();
    for (int i = 0; i < LobbyDesk.MAX_KNOCKS; i++) {
      enter(100 + i, Actor.of("guest " + i));
    }
    rooms.take();
    enter(99, BOB);
    assertThat(rooms.take())
        .singleElement()
        .isInstanceOfSatisfying(
            RoomEffect.Deny.class,
            deny -> assertThat(deny.fault().error()).isEqualTo(SignalError.LOBBY_FULL));
  }

  private List<RoomEffect> write(long session, long sequence) {
    rooms.request(session, new ClientMessage.LogAppend("chat", sequence, Bytes.utf8("hello")));
    return rooms.take();
  }

  private static void assertWritten(List<RoomEffect> effects) {
    assertThat(effects).hasAtLeastOneElementOfType(RoomEffect.Broadcast.class);
  }

  @Test
  void aSlowChatTakesOneMessageOfEachInAWhile() {
    enter(1, ADA);
    enter(2, BOB);
    rooms.take();
    assertWritten(write(2, 1));
    act(ActKind.SLOW, SignedAct.NOBODY, 30);
    assertThat(write(2, 2))
        .singleElement()
        .isInstanceOfSatisfying(
            RoomEffect.Fail.class,
            fail -> assertThat(fail.fault().error()).isEqualTo(SignalError.SLOW_MODE));
    assertThat(write(2, 1)).as("again what is held").hasSize(1);
    rooms.pass(30_000);
    assertWritten(write(2, 2));
    assertWritten(write(1, 1));
    assertWritten(write(1, 2));
    act(ActKind.SLOW, SignedAct.NOBODY, 0);
    assertWritten(write(2, 3));
  }

  @Test
  void aMessageThatWasTakenOutIsNotHandedToNewcomersNorTakenAgain() {
    enter(1, ADA);
    enter(2, BOB);
    write(2, 1);
    write(2, 2);
    MemberId author = MemberId.of(BOB.id(), BOB.device().publicKey());
    act(ActKind.DELETE, SignedAct.subjectOf(author), 1);
    rooms.request(1, new ClientMessage.LogAfter(0, null));
    assertThat(rooms.take())
        .singleElement()
        .isInstanceOfSatisfying(
            RoomEffect.Reply.class,
            reply -> {
              ServerMessage.AfterResult page = (ServerMessage.AfterResult) reply.result();
              assertThat(page.entries())
                  .extracting(ServerMessage.Entry::sequence)
                  .containsExactly(2L);
            });
    assertThat(write(2, 1))
        .containsExactly(
            new RoomEffect.Reply(2, RoomHarness.ID, new ServerMessage.AppendResult(0)));
  }

  @Test
  void onAStageOnlySpeakersAreForwarded() {
    enter(1, ADA);
    int bob = enter(2, BOB);
    int carla = enter(3, CARLA);
    rooms.take();
    assertThat(act(ActKind.STAGE, SignedAct.NOBODY, 1))
        .contains(new RoomEffect.Silence(bob, true), new RoomEffect.Silence(carla, true))
        .doesNotContain(new RoomEffect.Silence(1, true));
    assertThat(act(ActKind.SPEAKER, BOB.id(), 1)).contains(new RoomEffect.Silence(bob, false));
    assertThat(act(2, BOB, ActKind.SPEAKER, BOB.id(), 0))
        .contains(new RoomEffect.Silence(bob, true));
    assertThat(act(ActKind.MODERATOR, CARLA.id(), 1))
        .contains(new RoomEffect.Silence(carla, false));
    assertThat(act(ActKind.STAGE, SignedAct.NOBODY, 0))
        .contains(new RoomEffect.Silence(bob, false));
    int dan = enter(4, Actor.of("dan"));
    assertThat(rooms.take()).doesNotContain(new RoomEffect.Silence(dan, true));
  }

  @Test
  void whoComesToAStageIsAudience() {
    enter(1, ADA);
    act(ActKind.STAGE, SignedAct.NOBODY, 1);
    int bob = enter(2, BOB);
    assertThat(rooms.take()).contains(new RoomEffect.Silence(bob, true));
  }

  private List<Bytes> handsOfNewcomer(long session) {
    enter(session, Actor.of("newcomer " + session));
    return rooms.take().stream()
        .filter(RoomEffect.Welcome.class::isInstance)
        .map(effect -> ((RoomEffect.Welcome) effect).result().acts().hands())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void handsStandInTheOrderTheyWereRaisedUntilTheirTurnOrTheirLeaving() {
    enter(1, ADA);
    enter(2, BOB);
    enter(3, CARLA);
    rooms.take();
    assertThat(act(3, CARLA, ActKind.HAND, CARLA.id(), 1))
        .hasAtLeastOneElementOfType(RoomEffect.Broadcast.class);
    act(2, BOB, ActKind.HAND, BOB.id(), 1);
    assertThat(handsOfNewcomer(10)).hasSize(2);
    act(ActKind.SPEAKER, CARLA.id(), 1);
    assertThat(handsOfNewcomer(11)).hasSize(1);
    rooms.request(2, new ClientMessage.Leave());
    rooms.take();
    assertThat(handsOfNewcomer(12)).isEmpty();
  }
}
