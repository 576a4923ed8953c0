package chat.free4.room.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.SigningKey;
import chat.free4.room.access.Transcript;
import chat.free4.room.moderation.ActLedger.HeldAct;
import chat.free4.room.moderation.ActLedger.Outcome;
import chat.free4.room.moderation.TestActs.Actor;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Acts that take the place of all before them. */
class ActSummaryTest {
  private static final Actor ADA = Actor.of("ada");
  private static final Actor BOB = Actor.of("bob");
  private static final Actor CARLA = Actor.of("carla");
  private static final Bytes LASTING = ActLedger.lastingRoot(TestActs.ROOM);

  private final ActLedger ledger = sealed(Heads.of(ADA.id()), ActLedger.MAX_ACTS);

  private static ActLedger sealed(Heads heads, int maxActs) {
    return new ActLedger(TestActs.ROOM, LASTING, heads, maxActs);
  }

  private static void does(ActLedger in, Actor actor, ActKind kind, Bytes subject, long value) {
    assertAdded(in.add(actor.act(in, kind, subject, value), ADA.id()));
  }

  private static Bytes act(ActLedger in, Actor actor, Bytes summary) {
    return actor.act(in, ActKind.SUMMARY, Transcript.sha256(summary), 0);
  }

  private static Outcome sum(ActLedger in, Actor actor) {
    return in.add(act(in, actor, in.summary()), in.summary(), ADA.id());
  }

  private static void assertAdded(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Added.class);
  }

  private static void assertRefused(Outcome outcome, ActDrop reason) {
    assertThat(outcome).isEqualTo(new Outcome.Refused(reason));
  }

  private void evening() {
    does(ledger, ADA, ActKind.MODERATOR, BOB.id(), 1);
    does(ledger, BOB, ActKind.BAN, CARLA.id(), 0);
    does(ledger, BOB, ActKind.SLOW, SignedAct.NOBODY, 30);
    MemberId carla = MemberId.of(CARLA.id(), CARLA.device().publicKey());
    does(ledger, BOB, ActKind.DELETE, SignedAct.subjectOf(carla), 7);
  }

  @Test
  void itTakesThePlaceOfAllActsAndNothingChanges() {
    evening();
    Bytes former = ledger.summary();
    assertAdded(sum(ledger, ADA));
    assertThat(ledger.acts()).hasSize(1);
    assertThat(ledger.summary()).isEqualTo(former);
    assertThat(ledger.state().isBanned(CARLA.id())).isTrue();
    does(ledger, BOB, ActKind.LOCK, SignedAct.NOBODY, 1);
    assertThat(ledger.state().slowSeconds()).isEqualTo(30);
    assertThat(ledger.nextNumber()).isEqualTo(7);
  }

  @Test
  void aRoomWithAsManyActsAsItTakesIsNotStuck() {
    ActLedger small = sealed(Heads.of(ADA.id()), 3);
    for (int i = 0; i < 3; i++) {
      does(small, ADA, ActKind.LOCK, SignedAct.NOBODY, i % 2);
    }
    Bytes more = ADA.act(small, ActKind.LOCK, SignedAct.NOBODY, 1);
    assertRefused(small.add(more, ADA.id()), ActDrop.FULL);
    assertAdded(sum(small, ADA));
    does(small, ADA, ActKind.LOCK, SignedAct.NOBODY, 1);
  }

  @Test
  void ofASealedRoomItIsTheOwnersOfAPublicOneWhoModeratesByBeingHere() {
    evening();
    assertRefused(sum(ledger, BOB), ActDrop.NOT_ALLOWED);
    ActLedger open = new ActLedger(TestActs.ROOM, TestActs.ROOT, Heads.of(ADA.id()));
    does(open, ADA, ActKind.MODERATOR, BOB.id(), 1);
    assertRefused(sum(open, BOB), ActDrop.NOT_ALLOWED);
    Bytes act = act(open, BOB, open.summary());
    assertAdded(open.add(act, open.summary(), BOB.id()));
    assertThat(open.state().owner()).isEqualTo(ADA.id());
    assertThat(open.state().isNamedModerator(BOB.id())).isTrue();
  }

  @Test
  void oneThatSaysSomethingElseOrFollowsSomethingElseIsRefused() {
    evening();
    Bytes other = sealed(Heads.of(ADA.id()), 3).summary();
    assertRefused(ledger.add(act(ledger, ADA, other), other, ADA.id()), ActDrop.UNLINKED);
    Bytes good = act(ledger, ADA, ledger.summary());
    assertRefused(ledger.add(good, other, ADA.id()), ActDrop.UNLINKED);
    assertRefused(ledger.add(good, null, ADA.id()), ActDrop.MALFORMED);
    Bytes lock = ADA.act(ledger, ActKind.LOCK, SignedAct.NOBODY, 1);
    assertRefused(ledger.add(lock, other, ADA.id()), ActDrop.MALFORMED);
    Bytes late = act(ledger, ADA, ledger.summary());
    does(ledger, BOB, ActKind.STAGE, SignedAct.NOBODY, 1);
    assertRefused(ledger.add(late, ledger.summary(), ADA.id()), ActDrop.UNLINKED);
  }

  @Test
  void itComesBackToAServerThatKnowsNothingAndAnOlderCopyDoesNotUndoIt() {
    evening();
    List<HeldAct> older = ledger.arrived();
    assertAdded(sum(ledger, ADA));
    HeldAct summary = ledger.arrived().getFirst();
    does(ledger, BOB, ActKind.LOCK, SignedAct.NOBODY, 1);
    ActLedger empty = sealed(Heads.of(ADA.id()), ActLedger.MAX_ACTS);
    for (HeldAct held : ledger.arrived()) {
      assertAdded(empty.bring(held.act().encode(), held.summary()));
    }
    for (HeldAct held : older) {
      assertRefused(empty.bring(held.act().encode(), null), ActDrop.UNLINKED);
    }
    assertThat(empty.head()).isEqualTo(ledger.head());
    assertThat(empty.summary()).isEqualTo(ledger.summary());

    ActLedger behind = sealed(Heads.of(ADA.id()), ActLedger.MAX_ACTS);
    older.forEach(held -> assertAdded(behind.bring(held.act().encode(), null)));
    assertAdded(behind.bring(summary.act().encode(), summary.summary()));
    assertThat(behind.acts()).hasSize(1);
    assertAdded(sum(ledger, ADA));
    HeldAct newer = ledger.arrived().getFirst();
    assertAdded(behind.bring(newer.act().encode(), newer.summary()));
    assertRefused(behind.bring(summary.act().encode(), summary.summary()), ActDrop.UNLINKED);
    assertThat(behind.state().isLocked()).isTrue();
  }

  @Test
  void oneThatComesBackIsBelievedToTheOwnerAloneWhoeverBringsIt() {
    evening();
    assertAdded(sum(ledger, ADA));
    HeldAct held = ledger.arrived().getFirst();
    Bytes act = held.act().encode();
    Heads after = new Heads(CARLA.id(), Set.of(), Set.of(ADA.id(), CARLA.id()), Set.of());
    ActLedger empty = sealed(after, ActLedger.MAX_ACTS);
    assertRefused(empty.bring(act, held.summary()), ActDrop.NOT_ALLOWED);
    assertRefused(empty.bring(act, held.summary(), ADA.id()), ActDrop.NOT_ALLOWED);

    ledger.setHeads(after); // Carla owns it, and sums up what Ada's summary said
    assertThat(ledger.state().isBanned(CARLA.id())).as("whose room it is").isFalse();
    assertAdded(sum(ledger, CARLA));
    HeldAct hers = ledger.arrived().getFirst();
    assertAdded(empty.bring(hers.act().encode(), hers.summary()));
    assertThat(empty.state().isNamedModerator(BOB.id())).isTrue();

    ActLedger open = new ActLedger(TestActs.ROOM, TestActs.ROOT, Heads.of(ADA.id()));
    Bytes theirs = new ActLedger(TestActs.ROOM, TestActs.ROOT, Heads.of(BOB.id())).summary();
    Bytes forged = BOB.act(9, TestActs.ROOT, ActKind.SUMMARY, Transcript.sha256(theirs), 0);
    assertRefused(open.bring(forged, theirs, BOB.id()), ActDrop.NOT_ALLOWED);
  }

  @Test
  void aStateHasOneSpelling() {
    evening();
    byte[] bytes = ledger.summary().toArray();
    assertThat(StateBytes.decode(ledger.summary(), LASTING, Heads.of(ADA.id()), true)).isNotNull();
    for (int cut = 0; cut < bytes.length; cut++) {
      Bytes part = ledger.summary().slice(0, cut);
      assertThat(StateBytes.decode(part, LASTING, Heads.of(ADA.id()), true)).isNull();
    }
    Bytes elsewhere = ledger.summary();
    assertThat(StateBytes.decode(elsewhere, TestActs.ROOT, Heads.of(ADA.id()), true)).isNull();
    Random random = new Random(4);
    for (int i = 0; i < 5_000; i++) {
      byte[] turned = bytes.clone();
      turned[random.nextInt(turned.length)] ^= (byte) (1 << random.nextInt(8));
      Bytes other = Bytes.of(turned);
      ModerationState state = StateBytes.decode(other, LASTING, Heads.of(ADA.id()), true);
      assertThat(state == null || StateBytes.encode(LASTING, state).equals(other)).isTrue();
    }
  }

  @Test
  void whoCameByAnInviteIsRemembered() {
    Bytes invite = Transcript.of("an invite").sha256().slice(0, Invites.ID_BYTES);
    does(ledger, ADA, ActKind.INVITE, InvitesTest.padded(invite), Invites.terms(1_800_000_000, 2));
    does(ledger, BOB, ActKind.REDEEM, InvitesTest.pair(invite, BOB.id()), 0);
    assertAdded(sum(ledger, ADA));
    Bytes again = BOB.act(ledger, ActKind.REDEEM, InvitesTest.pair(invite, BOB.id()), 0);
    assertRefused(ledger.add(again, ADA.id()), ActDrop.NOT_ALLOWED);
    does(ledger, CARLA, ActKind.REDEEM, InvitesTest.pair(invite, CARLA.id()), 0);
    assertThat(ledger.state().invites().standing(invite, ADA.id(), 0))
        .isEqualTo(Invites.Standing.SPENT);
  }

  @Test
  void aPublicRoomsSummaryThatTellsOfInvitesIsNone() {
    Heads heads = Heads.of(ADA.id());
    ModerationState open = new ModerationState(heads, false);
    assertThat(StateBytes.decode(StateBytes.encode(LASTING, open), LASTING, heads, false))
        .isNotNull();
    InvitesTest.fill(open.invites());
    assertThat(StateBytes.decode(StateBytes.encode(LASTING, open), LASTING, heads, false)).isNull();
  }

  @Test
  void ofSoManyBannedTheFirstFallsOutAndASummaryFitsIntoAMessage() {
    ModerationState state = new ModerationState(Heads.of(ADA.id()), true);
    for (int i = 0; i <= ModerationState.MAX_LISTED; i++) {
      Bytes who = SigningKey.ofSeed(Transcript.of("test").addU64(i).sha256()).publicKey();
      for (ActKind kind : List.of(ActKind.MUTE, ActKind.ADMIT, ActKind.SPEAKER)) {
        state.apply(TestActs.unsigned(kind, who, 1));
      }
      state.apply(TestActs.unsigned(ActKind.DELETE, SignedAct.subjectOf(MemberId.of(who, who)), i));
      Bytes banned = SigningKey.ofSeed(Transcript.of("ban").addU64(i).sha256()).publicKey();
      state.apply(TestActs.unsigned(ActKind.BAN, banned, 0));
      state.apply(TestActs.unsigned(ActKind.MODERATOR, who, 1));
    }
    assertThat(state.banned()).hasSize(ModerationState.MAX_LISTED);
    Bytes first = SigningKey.ofSeed(Transcript.of("ban").addU64(0).sha256()).publicKey();
    assertThat(state.isBanned(first)).isFalse();
    for (Set<?> list :
        List.of(state.admitted(), state.speakers(), state.deleted(), state.moderators())) {
      assertThat(list).hasSize(ModerationState.MAX_LISTED);
    }
    assertThat(state.muted()).hasSize(ModerationState.MAX_LISTED);
    InvitesTest.fill(state.invites());
    Bytes bytes = StateBytes.encode(LASTING, state);
    assertThat(bytes.toBase64Url().length()).isLessThan(61_000);
    assertThat(StateBytes.decode(bytes, LASTING, Heads.of(ADA.id()), true)).isNotNull();
  }
}
