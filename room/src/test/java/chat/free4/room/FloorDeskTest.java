package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.floor.FloorTimes;
import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.ActLedger;
import chat.free4.room.moderation.Heads;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.moderation.TestActs.Actor;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage.FloorLeft;
import chat.free4.room.signal.ServerMessage.FloorShare;
import chat.free4.room.signal.ServerMessage.RoomFloor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Talk times, and budgets of them, in virtual time. */
class FloorDeskTest {
  private static final Actor ADA = Actor.of("ada");
  private static final Actor BOB = Actor.of("bob");
  private static final int PIECE_MILLIS = 2_000;
  private static final int TEN_MINUTES_MILLIS = 600_000;

  private final RoomHarness rooms = new RoomHarness();
  private final ActLedger ledger =
      new ActLedger(RoomHarness.ROOM, RoomHarness.ROOT, Heads.of(ADA.id()));
  private int ada;
  private int bob;

  @BeforeEach
  void adaAndBobAreIn() {
    ada = enter(1, ADA);
    bob = enter(2, BOB);
    rooms.take();
  }

  private int enter(long session, Actor actor) {
    Bytes device = actor.device().publicKey();
    return rooms.enter(
        session,
        new Admission(
            RoomHarness.ROOM,
            "test",
            MemberId.of(actor.id(), device),
            actor.id(),
            device,
            Bytes.utf8("profile"),
            null,
            new TestMedia.Offer("new")));
  }

  private void budget(int seconds) {
    Bytes act = ADA.act(ledger, ActKind.FLOOR, SignedAct.NOBODY, seconds);
    rooms.request(1, new ClientMessage.RoomAct(act, null));
    ledger.add(act, ADA.id());
  }

  /** Talks without a pause, as the media plane measures and tells it. */
  private void talk(int member, int seconds) {
    for (int millis = 0; millis < seconds * 1000; millis += PIECE_MILLIS) {
      rooms.pass(PIECE_MILLIS);
      rooms.room.handleFloorHeld(rooms.nowNanos(), member, PIECE_MILLIS);
    }
    rooms.pass(0);
  }

  private static List<RoomEffect.Silence> silences(List<RoomEffect> effects) {
    return effects.stream()
        .filter(RoomEffect.Silence.class::isInstance)
        .map(RoomEffect.Silence.class::cast)
        .toList();
  }

  private static List<FloorLeft> told(List<RoomEffect> effects, long session) {
    List<FloorLeft> told = new ArrayList<>();
    for (RoomEffect effect : effects) {
      if (effect instanceof RoomEffect.Notify(long to, FloorLeft left) && to == session) {
        told.add(left);
      }
    }
    return told;
  }

  private static List<RoomFloor> shares(List<RoomEffect> effects) {
    List<RoomFloor> shares = new ArrayList<>();
    for (RoomEffect effect : effects) {
      if (effect instanceof RoomEffect.Broadcast(Sessions _, RoomFloor floor)) {
        shares.add(floor);
      }
    }
    return shares;
  }

  @Test
  void allAreToldHowLongSomebodyTalkedCoarselyAndSeldom() {
    talk(bob, 62);
    rooms.pass(FloorDesk.TELL_NANOS / 1_000_000);
    List<RoomFloor> shares = shares(rooms.take());
    assertThat(shares).hasSizeBetween(10, 13);
    assertThat(shares.getLast().people()).containsExactly(new FloorShare(BOB.id(), 60, false));
    for (RoomFloor floor : shares) {
      assertThat(floor.people())
          .allMatch(share -> share.seconds() % FloorDesk.STEP_SECONDS == 0 && !share.resting());
    }
  }

  @Test
  void whatIsDueIsDueNowAndNotBeforeTimeBegan() {
    rooms.pass(60_000);
    rooms.room.handleFloorHeld(rooms.nowNanos(), bob, 6_000);
    // The server subtracts times: one from the beginning of time would never come.
    assertThat(rooms.room.pollTimeout()).isEqualTo(rooms.nowNanos());
    rooms.pass(0);
    rooms.room.handleFloorHeld(rooms.nowNanos(), bob, 6_000);
    assertThat(rooms.room.pollTimeout()).isEqualTo(rooms.nowNanos() + FloorDesk.TELL_NANOS);
  }

  @Test
  void whoComesIsToldWhoHasTalkedAndWhoComesBackHasTalkedStill() {
    talk(bob, 20);
    rooms.request(2, new ClientMessage.Leave());
    enter(3, Actor.of("carla"));
    assertThat(rooms.takeFor(3)).isEmpty();
    enter(4, BOB);
    assertThat(rooms.takeFor(4))
        .contains(new RoomFloor(List.of(new FloorShare(BOB.id(), 20, false))));
  }

  @Test
  void withoutABudgetOneTalksAsLongAsOneLikes() {
    talk(bob, 1_200);
    List<RoomEffect> effects = rooms.take();
    assertThat(silences(effects)).isEmpty();
    assertThat(told(effects, 2)).isEmpty();
  }

  @Test
  void overTheBudgetOneIsNotHeardUntilItRefillsAndKnowsItBeforeAndAfter() {
    budget(60);
    rooms.take();
    talk(bob, 40);
    List<RoomEffect> effects = rooms.take();
    assertThat(silences(effects)).isEmpty();
    assertThat(told(effects, 2)).isEmpty();

    talk(bob, 14); // 54 of 60, and 5 have come back meanwhile
    effects = rooms.take();
    assertThat(silences(effects)).isEmpty();
    assertThat(told(effects, 2))
        .singleElement()
        .matches(left -> left.seconds() > 8 && left.waitSeconds() == 0);

    talk(bob, 14);
    effects = rooms.take();
    assertThat(silences(effects)).containsExactly(new RoomEffect.Silence(bob, true));
    assertThat(told(effects, 2)).containsExactly(new FloorLeft(0, 100));
    assertThat(shares(effects).getLast().people())
        .singleElement()
        .matches(share -> share.identity().equals(BOB.id()) && share.resting());

    rooms.pass(99_000);
    assertThat(silences(rooms.take())).isEmpty();
    rooms.pass(2_000);
    effects = rooms.take();
    assertThat(silences(effects)).containsExactly(new RoomEffect.Silence(bob, false));
    assertThat(told(effects, 2)).containsExactly(new FloorLeft(10, 0));
    assertThat(shares(effects).getLast().people())
        .singleElement()
        .matches(share -> !share.resting());
  }

  @Test
  void theBudgetIsForModeratorsToo() {
    budget(30);
    rooms.take();
    talk(ada, 40);
    assertThat(silences(rooms.take())).containsExactly(new RoomEffect.Silence(ada, true));
  }

  @Test
  void inTenMinutesABucketIsFullAgain() {
    budget(60);
    talk(bob, 50);
    rooms.pass(TEN_MINUTES_MILLIS);
    rooms.take();
    talk(bob, 58);
    assertThat(silences(rooms.take())).isEmpty();
  }

  @Test
  void comingBackFillsNoBucket() {
    budget(30);
    talk(bob, 40);
    rooms.request(2, new ClientMessage.Leave());
    rooms.take();
    int again = enter(3, BOB);
    List<RoomEffect> effects = rooms.take();
    assertThat(silences(effects)).containsExactly(new RoomEffect.Silence(again, true));
    assertThat(told(effects, 3)).singleElement().matches(left -> left.waitSeconds() > 0);
  }

  @Test
  void anotherBudgetBeginsWithFullBucketsAndNoneLetsAllBeHeard() {
    budget(30);
    talk(bob, 40);
    rooms.take();
    budget(0);
    List<RoomEffect> effects = rooms.take();
    assertThat(silences(effects)).containsExactly(new RoomEffect.Silence(bob, false));
    assertThat(told(effects, 2)).containsExactly(new FloorLeft(0, 0));
    budget(60);
    rooms.take();
    talk(bob, 40);
    assertThat(silences(rooms.take())).isEmpty();
  }

  @Test
  void whoIsMutedForAllStaysSoWhenTheBucketHasRefilled() {
    budget(30);
    talk(bob, 40);
    Bytes mute = ADA.act(ledger, ActKind.MUTE, BOB.id(), 0);
    rooms.request(1, new ClientMessage.RoomAct(mute, null));
    rooms.take();
    rooms.pass(TEN_MINUTES_MILLIS);
    assertThat(silences(rooms.take())).isEmpty();
  }

  @Test
  void whoHasTalkedLongestAgoIsForgottenFirst() {
    FloorTimes times = new FloorTimes();
    times.talked(0, BOB.id(), 1);
    for (int i = 0; i < FloorTimes.MAX_TALKERS; i++) {
      times.talked(0, Bytes.utf8("talker " + i), 1);
    }
    assertThat(times.talkedNanos(BOB.id())).isZero();
    assertThat(times.talkedNanos(Bytes.utf8("talker 0"))).isEqualTo(1);
  }
}
