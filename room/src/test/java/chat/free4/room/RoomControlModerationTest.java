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
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What acts do in a room: to those inside, and to those who want in. */
class RoomControlModerationTest {
  private static final Actor ADA = Actor.of("ada");
  private static final Actor BOB = Actor.of("bob");
  private static final Actor CARLA = Actor.of("carla");
  private static final Bytes HOME = Bytes.utf8("the mark of home");
  private static final Bytes CAFE = Bytes.utf8("the mark of a café");

  private final RoomHarness rooms = new RoomHarness();

  /** What a member knows of the acts: it signs after the newest. */
  private final ActLedger ledger =
      new ActLedger(RoomHarness.ROOM, RoomHarness.ROOT, Heads.of(ADA.id()));

  private static Admission admission(Actor actor) {
    return new Admission(
        RoomHarness.ROOM,
        "test",
        MemberId.of(actor.id(), actor.device().publicKey()),
        actor.id(),
        actor.device().publicKey(),
        Bytes.utf8("profile"),
        null,
        new TestMedia.Offer("new"));
  }

  private int enter(long session, Actor actor, Bytes mark) {
    return rooms.enter(session, admission(actor), mark);
  }

  /** Ada opens the room in session 1, Bob and Carla come in 2 and 3. */
  private void three() {
    enter(1, ADA, HOME);
    enter(2, BOB, CAFE);
    enter(3, CARLA, HOME);
    rooms.take();
  }

  private List<RoomEffect> act(
      long session, Actor actor, ActKind kind, @Nullable Actor subject, long value) {
    Bytes whom = subject == null ? SignedAct.NOBODY : subject.id();
    Bytes act = actor.act(ledger, kind, whom, value);
    rooms.request(session, new ClientMessage.RoomAct(act, null));
    List<RoomEffect> effects = rooms.take();
    for (RoomEffect effect : effects) {
      if (effect instanceof RoomEffect.Broadcast(var _, ServerMessage.RoomActs(var acts, var _))) {
        acts.forEach(told -> ledger.add(told.act(), told.moderator()));
      }
    }
    return effects;
  }

  private static void assertFailed(List<RoomEffect> effects, long session, SignalError error) {
    assertThat(effects)
        .containsExactly(new RoomEffect.Fail(session, RoomHarness.ID, SignalFault.of(error)));
  }

  private void assertDenied(long session, Actor actor, Bytes mark, SignalError error) {
    assertThat(enter(session, actor, mark)).isZero();
    assertThat(rooms.take())
        .containsExactly(new RoomEffect.Deny(session, RoomHarness.ID, SignalFault.of(error)));
  }

  @Test
  void allHearOfAnActAndNewcomersFindItInTheirWelcome() {
    three();
    List<RoomEffect> effects = act(1, ADA, ActKind.LOCK, null, 0);
    ServerMessage.ActInfo info =
        new ServerMessage.ActInfo(ledger.acts().getFirst().act().encode(), ADA.id(), null);
    assertThat(effects)
        .anySatisfy(
            effect -> {
              assertThat(effect).isInstanceOf(RoomEffect.Broadcast.class);
              RoomEffect.Broadcast broadcast = (RoomEffect.Broadcast) effect;
              assertThat(broadcast.to().size()).isEqualTo(3);
              assertThat(broadcast.message())
                  .isEqualTo(new ServerMessage.RoomActs(List.of(info), null));
            });
    enter(4, Actor.of("dan"), CAFE);
    RoomEffect welcome = rooms.take().getFirst();
    assertThat(welcome).isInstanceOf(RoomEffect.Welcome.class);
    assertThat(((RoomEffect.Welcome) welcome).result().acts())
        .isEqualTo(
            new ServerMessage.ActsInfo(RoomHarness.ROOT, ADA.id(), List.of(info), List.of()));
  }

  @Test
  void whoIsMutedIsForwardedToNobodyUntilItIsNot() {
    three();
    assertThat(act(1, ADA, ActKind.MUTE, BOB, 0)).contains(new RoomEffect.Silence(2, true));
    assertThat(act(1, ADA, ActKind.MUTE, BOB, 1))
        .doesNotHaveAnyElementsOfTypes(RoomEffect.Silence.class);
    assertThat(act(2, BOB, ActKind.UNMUTE, BOB, 0)).contains(new RoomEffect.Silence(2, false));
  }

  @Test
  void comingBackDoesNotEndAMute() {
    three();
    act(1, ADA, ActKind.MUTE, BOB, 0);
    rooms.request(2, new ClientMessage.Leave());
    rooms.take();
    int number = enter(5, BOB, CAFE);
    assertThat(number).isEqualTo(4);
    assertThat(rooms.take()).contains(new RoomEffect.Silence(number, true));
  }

  @Test
  void whoIsKickedGoesAtOnceIsToldByWhomAndCanComeBack() {
    three();
    List<RoomEffect> effects = act(1, ADA, ActKind.KICK, BOB, 0);
    assertThat(effects)
        .containsSubsequence(
            new RoomEffect.ForgetMember(2),
            new RoomEffect.Notify(2, new ServerMessage.Removed(ADA.id(), false)),
            new RoomEffect.CloseSession(2, CloseCode.REMOVED));
    assertThat(rooms.room.memberCount()).isEqualTo(2);
    assertThat(enter(5, BOB, CAFE)).isEqualTo(4);
  }

  @Test
  void whoIsBannedDoesNotComeBackByTheSameKeyFromAnywhere() {
    three();
    act(1, ADA, ActKind.BAN, BOB, 0);
    assertDenied(5, BOB, CAFE, SignalError.BANNED);
    assertDenied(6, BOB, Bytes.utf8("another mark"), SignalError.BANNED);
  }

  @Test
  void aFreshKeyFromTheAddressOfOneWhoWasBannedIsRefusedForAWhile() {
    three();
    act(1, ADA, ActKind.BAN, BOB, 0);
    assertDenied(5, Actor.of("bob again"), CAFE, SignalError.ADDRESS_BANNED);
    assertThat(enter(6, Actor.of("dan"), HOME)).as("from elsewhere").isNotZero();
    rooms.take();
    rooms.pass(RoomLimits.DEFAULTS.banMinutes() * 60_000L);
    assertThat(enter(7, Actor.of("bob again"), CAFE)).isNotZero();
    rooms.take();
    assertDenied(8, BOB, CAFE, SignalError.BANNED);
  }

  @Test
  void whoIsHereAlreadyDoesNotSufferForItsAddress() {
    enter(1, ADA, CAFE);
    enter(2, BOB, CAFE);
    enter(3, CARLA, CAFE);
    rooms.take();
    act(1, ADA, ActKind.BAN, BOB, 0);
    rooms.close(3, 1006);
    assertThat(enter(4, CARLA, CAFE)).as("a lost line comes back").isEqualTo(3);
    rooms.request(1, new ClientMessage.Leave());
    assertThat(enter(5, ADA, CAFE)).as("the owner").isNotZero();
  }

  @Test
  void unbanLetsKeyAndAddressIn() {
    three();
    act(1, ADA, ActKind.BAN, BOB, 0);
    act(1, ADA, ActKind.UNBAN, BOB, 0);
    assertThat(enter(5, Actor.of("bob again"), CAFE)).isNotZero();
    assertThat(enter(6, BOB, CAFE)).isNotZero();
  }

  @Test
  void aLockedRoomTakesNobodyNew() {
    three();
    act(1, ADA, ActKind.LOCK, null, 1);
    assertDenied(5, Actor.of("dan"), HOME, SignalError.ROOM_LOCKED);
    rooms.close(2, 1006);
    assertThat(enter(6, BOB, CAFE)).as("a lost line comes back").isEqualTo(2);
    act(1, ADA, ActKind.LOCK, null, 0);
    assertThat(enter(7, Actor.of("dan"), HOME)).isNotZero();
  }

  @Test
  void handingTheRoomOverMovesTheModerator() {
    three();
    assertThat(act(1, ADA, ActKind.OWNER, BOB, 0))
        .anySatisfy(
            effect ->
                assertThat(effect)
                    .isInstanceOfSatisfying(
                        RoomEffect.Broadcast.class,
                        broadcast ->
                            assertThat(broadcast.message())
                                .isEqualTo(
                                    new ServerMessage.RoomChanged(null, null, null, BOB.id()))));
    assertFailed(act(1, ADA, ActKind.KICK, BOB, 0), 1, SignalError.ACT_NOT_ALLOWED);
    assertThat(act(2, BOB, ActKind.KICK, ADA, 0))
        .contains(new RoomEffect.CloseSession(1, CloseCode.REMOVED));
  }

  @Test
  void actsOfOthersAreRefused() {
    three();
    Bytes adas = ADA.act(ledger, ActKind.LOCK, SignedAct.NOBODY, 1);
    rooms.request(2, new ClientMessage.RoomAct(adas, null));
    assertFailed(rooms.take(), 2, SignalError.ACT_OF_ANOTHER);
    assertFailed(act(2, BOB, ActKind.LOCK, null, 1), 2, SignalError.ACT_NOT_ALLOWED);
  }

  @Test
  void whatIsNoActIsRefused() {
    three();
    Bytes act = ADA.act(ledger, ActKind.LOCK, SignedAct.NOBODY, 1);
    rooms.request(1, new ClientMessage.RoomAct(act.slice(0, SignedAct.BYTES - 1), null));
    assertFailed(rooms.take(), 1, SignalError.ACT_MALFORMED);
    byte[] forged = act.toArray();
    forged[SignedAct.BYTES - 1] ^= 1;
    rooms.request(1, new ClientMessage.RoomAct(Bytes.of(forged), null));
    assertFailed(rooms.take(), 1, SignalError.ACT_FORGED);
    rooms.request(1, new ClientMessage.RoomAct(act, null));
    rooms.take();
    rooms.request(1, new ClientMessage.RoomAct(act, null));
    assertFailed(rooms.take(), 1, SignalError.ACT_KNOWN);
  }

  @Test
  void onlyWhoIsHereCanBeKickedOrOwnTheRoom() {
    three();
    Actor dan = Actor.of("dan");
    assertFailed(act(1, ADA, ActKind.KICK, dan, 0), 1, SignalError.ACT_WITHOUT_SUBJECT);
    assertFailed(act(1, ADA, ActKind.OWNER, dan, 0), 1, SignalError.ACT_WITHOUT_SUBJECT);
  }

  @Test
  void tooManyActsAtOnceWait() {
    three();
    for (int i = 0; i < ModerationDesk.ACTS_AT_ONCE; i++) {
      act(1, ADA, ActKind.LOCK, null, i % 2);
    }
    assertFailedBusy(act(1, ADA, ActKind.LOCK, null, 1));
    rooms.pass(1_000);
    assertThat(act(1, ADA, ActKind.LOCK, null, 1)).hasSize(2);
  }

  private static void assertFailedBusy(List<RoomEffect> effects) {
    assertThat(effects)
        .singleElement()
        .isInstanceOfSatisfying(
            RoomEffect.Fail.class,
            fail -> assertThat(fail.fault().error()).isEqualTo(SignalError.BUSY));
  }

  @Test
  void theNextLifeOfARoomKnowsNothingOfTheFormer() {
    three();
    act(1, ADA, ActKind.BAN, BOB, 0);
    assertThat(TestActs.ROOT).isEqualTo(RoomHarness.ROOT);
    RoomHarness next = new RoomHarness();
    assertThat(next.enter(1, admission(BOB), CAFE)).isEqualTo(1);
  }
}
