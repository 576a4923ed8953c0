package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.Redemption;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;
import chat.free4.room.door.SealedRoom;
import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.ActLedger;
import chat.free4.room.moderation.Heads;
import chat.free4.room.moderation.Invites;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.moderation.TestActs.Actor;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Coming by an invite: who asks, whom it is asked of, and what is passed on. */
class RoomControlInviteTest {
  private static final Actor ADA = Actor.of("ada");
  private static final Actor BOB = Actor.of("bob");
  private static final Actor CARLA = Actor.of("carla");
  private static final Bytes MARK = Bytes.utf8("mark");
  private static final Bytes SEALED = Bytes.utf8("sealed to who asks");
  private static final long NOW_SECONDS = 1_800_000_000;
  private static final long ID = 7;

  private final SigningKey invite = key("invite");
  private final SealedRoom owned = SealedRoom.create("ada identity", "password", 4);
  private final RoomControl room =
      RoomControl.sealed(0, owned.chain(), "e-1", RoomLimits.DEFAULTS, new TestMedia());
  private final ActLedger ledger =
      new ActLedger(owned.id(), ActLedger.lastingRoot(owned.id()), Heads.of(ADA.id()));
  private long nowNanos;

  private static SigningKey key(String word) {
    return SigningKey.ofSeed(Transcript.of("free4chat test").addUtf8(word).sha256());
  }

  private List<RoomEffect> drain() {
    List<RoomEffect> effects = new ArrayList<>();
    for (RoomEffect effect = room.pollEffect(); effect != null; effect = room.pollEffect()) {
      effects.add(effect);
    }
    return effects;
  }

  private void enter(long session, Actor actor) {
    Bytes device = actor.device().publicKey();
    MemberId member = MemberId.of(actor.id(), device);
    room.handleEnter(
        nowNanos,
        session,
        ID,
        new Admission(owned.id(), "", member, actor.id(), device, Bytes.EMPTY, null, null),
        MARK);
    assertThat(drain()).first().isInstanceOf(RoomEffect.Welcome.class);
  }

  private List<RoomEffect> act(long session, Actor actor, ActKind kind, Bytes subject, long value) {
    Bytes act =
        SignedAct.sign(
                actor.device(),
                actor.certificate(),
                owned.id(),
                ledger.nextNumber(),
                ledger.head(),
                new SignedAct.Deed(kind, subject, value))
            .encode();
    room.handleRequest(nowNanos, session, ID, new ClientMessage.RoomAct(act, null));
    List<RoomEffect> effects = drain();
    if (effects.stream().anyMatch(RoomEffect.Reply.class::isInstance)) {
      ledger.add(act, ADA.id());
    }
    return effects;
  }

  /** Ada is in, and has made an invite. */
  private void invite(int uses) {
    enter(1, ADA);
    act(1, ADA, ActKind.INVITE, subject(invite), Invites.terms(NOW_SECONDS, uses));
  }

  private static Bytes subject(SigningKey invite) {
    return SignedAct.subjectOf(new MemberId(Invites.id(invite.publicKey())));
  }

  private List<RoomEffect> redeem(Actor guest) {
    byte[] subject = new byte[32];
    System.arraycopy(invite.publicKey().toArray(), 0, subject, 0, 16);
    System.arraycopy(guest.id().toArray(), 0, subject, 16, 16);
    return act(1, ADA, ActKind.REDEEM, Bytes.of(subject), 0);
  }

  private Redemption asking(Actor guest, SigningKey by) {
    return new Redemption(
        owned.id(),
        by.publicKey(),
        guest.id(),
        guest.device().publicKey(),
        Bytes.of(new byte[32]),
        Bytes.of(new byte[64]));
  }

  private List<RoomEffect> ask(long session, Actor guest, SigningKey by, long nowSeconds) {
    room.handleRedeem(nowNanos, nowSeconds, session, ID, asking(guest, by), MARK);
    return drain();
  }

  private List<RoomEffect> ask(long session, Actor guest) {
    return ask(session, guest, invite, NOW_SECONDS);
  }

  private List<RoomEffect> answer(long ask) {
    room.handleRequest(nowNanos, 1, ID, new ClientMessage.InviteAnswer(ask, SEALED));
    return drain();
  }

  private static RoomEffect failed(long session, SignalError error) {
    return new RoomEffect.Fail(session, ID, SignalFault.of(error));
  }

  private static RoomEffect done(long session) {
    return new RoomEffect.Reply(session, ID, new ServerMessage.Done());
  }

  /** What members were told last, if the effects tell them anything. */
  private static ServerMessage.Notification told(List<RoomEffect> effects) {
    return ((RoomEffect.Broadcast) effects.getLast()).message();
  }

  @Test
  void whatAMemberHasSealedIsPassedOnToWhoAsked() {
    invite(1);
    List<RoomEffect> asked = ask(9, BOB);
    assertThat(asked.getFirst()).isEqualTo(done(9));
    Redemption asking = asking(BOB, invite);
    assertThat(told(asked))
        .isEqualTo(
            new ServerMessage.InviteAsked(
                1,
                asking.invite(),
                asking.identity(),
                asking.device(),
                asking.sealingKey(),
                asking.proof()));
    redeem(BOB);
    List<RoomEffect> answered = answer(1);
    assertThat(answered)
        .contains(done(1), new RoomEffect.Notify(9, new ServerMessage.InviteHandover(SEALED)));
    assertThat(told(answered)).isEqualTo(new ServerMessage.InviteSettled(1));
    assertThat(answer(1)).containsExactly(failed(1, SignalError.INVITE_SETTLED));
  }

  @Test
  void anInviteThatIsNoneIsAnsweredAsIfThereWereNoRoom() {
    invite(1);
    assertThat(ask(9, BOB, key("none"), NOW_SECONDS))
        .containsExactly(failed(9, SignalError.INVITE_UNANSWERED));
    RoomHarness open = new RoomHarness();
    open.enter(1, "ada");
    open.take();
    open.room.handleRedeem(0, NOW_SECONDS, 9, ID, asking(BOB, invite), MARK);
    assertThat(open.take()).containsExactly(failed(9, SignalError.INVITE_UNANSWERED));
  }

  @Test
  void membersWhoseLinesAreLostAreNobodyToAsk() {
    invite(1);
    room.handleSessionClosed(nowNanos, 1, 1006);
    drain();
    assertThat(ask(9, BOB)).containsExactly(failed(9, SignalError.INVITE_UNANSWERED));
    enter(2, ADA);
    assertThat(ask(9, BOB).getFirst()).isEqualTo(done(9));
  }

  @Test
  void anInviteIsForSoManyAndForEachOfThemAgain() {
    invite(1);
    ask(9, BOB);
    redeem(BOB);
    assertThat(ask(10, CARLA)).containsExactly(failed(10, SignalError.INVITE_SPENT));
    assertThat(redeem(CARLA)).containsExactly(failed(1, SignalError.ACT_NOT_ALLOWED));
    assertThat(ask(9, BOB).getFirst()).isEqualTo(done(9));
    assertThat(answer(2)).contains(done(1));
  }

  @Test
  void anInviteEnds() {
    invite(5);
    assertThat(ask(9, BOB, invite, NOW_SECONDS + 1))
        .containsExactly(failed(9, SignalError.INVITE_EXPIRED));
    assertThat(ask(9, BOB, invite, NOW_SECONDS).getFirst()).isEqualTo(done(9));
    act(1, ADA, ActKind.REVOKE, subject(invite), 0);
    assertThat(ask(9, BOB)).containsExactly(failed(9, SignalError.INVITE_REVOKED));
    assertThat(answer(1)).containsExactly(failed(1, SignalError.ACT_NOT_ALLOWED));
  }

  @Test
  void nothingIsHandedOverBeforeItIsCounted() {
    invite(1);
    ask(9, BOB);
    assertThat(answer(1)).containsExactly(failed(1, SignalError.ACT_NOT_ALLOWED));
    redeem(CARLA);
    assertThat(answer(1)).containsExactly(failed(1, SignalError.ACT_NOT_ALLOWED));
  }

  @Test
  void whoIsInsideUsesNothingUpOnAnotherDevice() {
    invite(1);
    enter(2, BOB);
    ask(9, BOB);
    assertThat(answer(1)).contains(done(1));
    assertThat(ask(10, CARLA).getFirst()).isEqualTo(done(10));
  }

  @Test
  void noUseIsSpentOnWhoWouldNotComeIn() {
    invite(5);
    act(1, ADA, ActKind.LOCK, SignedAct.NOBODY, 1);
    assertThat(ask(9, BOB)).containsExactly(failed(9, SignalError.ROOM_LOCKED));
    act(1, ADA, ActKind.LOCK, SignedAct.NOBODY, 0);
    act(1, ADA, ActKind.BAN, BOB.id(), 0);
    assertThat(ask(9, BOB)).containsExactly(failed(9, SignalError.BANNED));
    act(1, ADA, ActKind.LOBBY, SignedAct.NOBODY, 0);
    for (String name : List.of("dan", "eve", "finn")) {
      enter(name.charAt(0), Actor.of(name));
    }
    assertThat(ask(9, CARLA)).containsExactly(failed(9, SignalError.ROOM_FULL));
  }

  @Test
  void theInvitesOfOneWhoIsBannedLetNobodyIn() {
    enter(1, ADA);
    enter(2, BOB);
    act(1, ADA, ActKind.MODERATOR, BOB.id(), 1);
    act(2, BOB, ActKind.INVITE, subject(invite), Invites.terms(NOW_SECONDS, 5));
    act(1, ADA, ActKind.BAN, BOB.id(), 0);
    assertThat(ask(9, CARLA)).containsExactly(failed(9, SignalError.INVITE_REVOKED));
  }

  @Test
  void whatIsLongerThanAnyChainIsNotPassedOn() {
    invite(1);
    ask(9, BOB);
    redeem(BOB);
    Bytes tooLong = Bytes.of(new byte[InviteDesk.MAX_HANDOVER_BYTES + 1]);
    room.handleRequest(nowNanos, 1, ID, new ClientMessage.InviteAnswer(1, tooLong));
    assertThat(drain())
        .containsExactly(new RoomEffect.Fail(1, ID, SignalFault.invalidParams("sealed")));
  }

  @Test
  void manyWhoAskAtOnceWaitTheirTurnAndAreForgotten() {
    invite(1);
    int taken = 0;
    for (int guest = 0; guest < 2 * InviteDesk.ASKS_AT_ONCE; guest++) {
      taken += ask(100 + guest, BOB).getFirst().equals(done(100 + guest)) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(InviteDesk.ASKS_AT_ONCE);
    for (int guest = 0; guest < InviteDesk.MAX_ASKS; guest++) {
      nowNanos += TimeUnit.MILLISECONDS.toNanos(500);
      taken += ask(1_000 + guest, BOB).getFirst().equals(done(1_000 + guest)) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(InviteDesk.MAX_ASKS);
    assertThat(((RoomEffect.Fail) ask(9, BOB).getFirst()).fault().error())
        .isEqualTo(SignalError.BUSY);
    nowNanos += InviteDesk.ASK_NANOS;
    assertThat(ask(9, BOB).getFirst()).isEqualTo(done(9));
    assertThat(answer(1)).containsExactly(failed(1, SignalError.INVITE_SETTLED));
  }
}
