package chat.free4.room.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.moderation.ActLedger.HeldAct;
import chat.free4.room.moderation.ActLedger.Outcome;
import chat.free4.room.moderation.TestActs.Actor;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Acts that come back to a ledger that lacks them, and whose the room was when they were done. */
class ActsBroughtTest {
  private static final Actor ADA = Actor.of("ada");
  private static final Actor BOB = Actor.of("bob");
  private static final Actor CARLA = Actor.of("carla");
  private static final Actor DAN = Actor.of("dan");

  private final ActLedger former = ledger(Heads.of(ADA.id()));
  private final ActLedger lost = ledger(Heads.of(ADA.id()));

  private static ActLedger ledger(Heads heads) {
    return new ActLedger(TestActs.ROOM, TestActs.ROOT, heads);
  }

  private static void does(ActLedger in, Actor actor, ActKind kind, Bytes subject, long value) {
    assertThat(in.add(actor.act(in, kind, subject, value), ADA.id()))
        .isInstanceOf(Outcome.Added.class);
  }

  /** An evening: Bob moderates, Carla is banned, and forty more acts. */
  private void evening() {
    does(former, ADA, ActKind.MODERATOR, BOB.id(), 1);
    does(former, BOB, ActKind.BAN, CARLA.id(), 0);
    for (int i = 0; i < ActLedger.MAX_LAG + 8; i++) {
      does(former, ADA, ActKind.LOCK, SignedAct.NOBODY, i % 2);
    }
  }

  private static void bring(ActLedger to, List<HeldAct> acts) {
    acts.forEach(held -> to.bring(held.act().encode(), null));
  }

  private static void assertRefused(Outcome outcome, ActDrop reason) {
    assertThat(outcome).isEqualTo(new Outcome.Refused(reason));
  }

  @Test
  void allThatWasLostComesBackAndIsTheSame() {
    evening();
    bring(lost, former.arrived());
    assertThat(lost.head()).isEqualTo(former.head());
    assertThat(lost.state().isNamedModerator(BOB.id())).isTrue();
    assertThat(lost.state().isBanned(CARLA.id())).isTrue();
  }

  @Test
  void anOlderCopyTakesNothingAway() {
    evening();
    bring(lost, former.arrived());
    List<HeldAct> older = former.arrived().subList(0, 1);
    assertRefused(lost.bring(older.getFirst().act().encode(), null), ActDrop.KNOWN);
    assertThat(lost.state().isBanned(CARLA.id())).isTrue();
    assertThat(lost.head()).isEqualTo(former.head());
  }

  @Test
  void twoCopiesThatDifferAmountToBoth() {
    does(former, ADA, ActKind.MODERATOR, BOB.id(), 1);
    bring(lost, former.arrived());
    does(lost, BOB, ActKind.MUTE, DAN.id(), 0);
    does(former, BOB, ActKind.BAN, CARLA.id(), 0);
    bring(lost, former.arrived());
    bring(former, lost.arrived());
    for (ActLedger either : List.of(lost, former)) {
      assertThat(either.state().isBanned(CARLA.id())).isTrue();
      assertThat(either.state().isMuted(DAN.id())).isTrue();
    }
    assertThat(former.acts().stream().map(HeldAct::hash))
        .isEqualTo(lost.acts().stream().map(HeldAct::hash).toList());
  }

  @Test
  void oneWhoIsNoModeratorAnyMoreWritesNothingIntoThePast() {
    evening();
    Bytes backdated = BOB.act(3, former.arrived().get(1).hash(), ActKind.BAN, DAN.id(), 0);
    does(former, ADA, ActKind.MODERATOR, BOB.id(), 0);
    bring(lost, former.arrived());
    assertRefused(lost.bring(backdated, null), ActDrop.NOT_ALLOWED);
    assertRefused(lost.bring(backdated, null, ADA.id()), ActDrop.NOT_ALLOWED);
  }

  @Test
  void whoModeratedByBeingHereIsToldByThoseAloneWhoseWordCounts() {
    Bytes ban = DAN.act(1, TestActs.ROOT, ActKind.BAN, CARLA.id(), 0);
    assertRefused(lost.bring(ban, null), ActDrop.NOT_ALLOWED);
    assertThat(lost.bring(ban, null, DAN.id())).isInstanceOf(Outcome.Added.class);
    assertThat(lost.state().isBanned(CARLA.id())).isTrue();
  }

  @Test
  void whatFollowsNothingOrIsForgedOrOfTheMomentIsRefused() {
    Bytes unlinked = ADA.act(5, Bytes.of(new byte[32]), ActKind.LOCK, SignedAct.NOBODY, 1);
    assertRefused(lost.bring(unlinked, null), ActDrop.UNLINKED);
    Bytes hand = DAN.act(9, TestActs.ROOT, ActKind.HAND, DAN.id(), 1);
    assertRefused(lost.bring(hand, null), ActDrop.UNLINKED);
    byte[] forged = ADA.act(1, TestActs.ROOT, ActKind.LOCK, SignedAct.NOBODY, 1).toArray();
    forged[SignedAct.BYTES - 1] ^= 1;
    assertRefused(lost.bring(Bytes.of(forged), null), ActDrop.FORGED);
    assertRefused(lost.bring(Bytes.EMPTY, null), ActDrop.MALFORMED);
    assertThat(lost.acts()).isEmpty();
  }

  @Test
  void theSpaceForThemIsThatForNewOnes() {
    evening();
    ActLedger small = new ActLedger(TestActs.ROOM, TestActs.ROOT, Heads.of(ADA.id()), 3);
    bring(small, former.arrived());
    assertThat(small.acts()).hasSize(3);
    assertRefused(small.bring(former.arrived().get(3).act().encode(), null), ActDrop.FULL);
  }

  @Test
  void aNewOwnerOwnsAtOnceAndWhatTheFormerOneDidStaysDone() {
    evening();
    does(former, BOB, ActKind.MUTE, DAN.id(), 0);
    does(former, ADA, ActKind.MODERATOR, DAN.id(), 1);
    Heads after = new Heads(DAN.id(), Set.of(CARLA.id()), Set.of(ADA.id(), DAN.id()), Set.of());
    former.setHeads(after);
    assertThat(former.state().owner()).isEqualTo(DAN.id());
    assertThat(former.state().isNamedModerator(BOB.id())).isTrue();
    assertThat(former.state().isNamedModerator(CARLA.id())).as("by the descriptor").isTrue();
    Bytes names = ADA.act(former, ActKind.MODERATOR, CARLA.id(), 1);
    assertRefused(former.add(names, DAN.id()), ActDrop.NOT_ALLOWED);
    does(former, DAN, ActKind.MODERATOR, BOB.id(), 0);

    ActLedger restored = ledger(after);
    for (HeldAct held : former.arrived()) {
      restored.bring(held.act().encode(), null, held.moderator());
    }
    assertThat(restored.head()).isEqualTo(former.head());
    assertThat(restored.state().isNamedModerator(BOB.id())).isFalse();
    assertThat(restored.state().isMuted(DAN.id())).as("the owner").isFalse();
    assertRefused(restored.bring(names, null), ActDrop.NOT_ALLOWED);
  }

  @Test
  void whatADismissedDeputyDidStaysDone() {
    ActLedger led = ledger(new Heads(ADA.id(), Set.of(BOB.id()), Set.of(), Set.of()));
    does(led, BOB, ActKind.BAN, CARLA.id(), 0);
    led.setHeads(new Heads(ADA.id(), Set.of(), Set.of(), Set.of(BOB.id())));
    assertThat(led.state().isBanned(CARLA.id())).isTrue();
    Bytes more = BOB.act(led, ActKind.BAN, DAN.id(), 0);
    assertRefused(led.add(more, ADA.id()), ActDrop.NOT_ALLOWED);
  }

  @Test
  void whoIsNamedAModeratorComesInAndNobodyElseGivesUpBeingOne() {
    does(former, ADA, ActKind.BAN, BOB.id(), 0);
    does(former, ADA, ActKind.MODERATOR, BOB.id(), 1);
    assertThat(former.state().isBanned(BOB.id())).isFalse();
    does(former, BOB, ActKind.MODERATOR, BOB.id(), 0);
    Bytes again = BOB.act(former, ActKind.MODERATOR, BOB.id(), 0);
    assertRefused(former.add(again, ADA.id()), ActDrop.NOT_ALLOWED);
  }
}
