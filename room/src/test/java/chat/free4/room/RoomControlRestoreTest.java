package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.door.SealedRoom;
import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.ActLedger;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.moderation.TestActs.Actor;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.ServerMessage.ActInfo;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server that has lost everything gets a room's acts back from its members. */
class RoomControlRestoreTest {
  private static final long ID = 7;
  private static final Actor ADA = Actor.of("ada");
  private static final Actor BOB = Actor.of("bob");
  private static final Actor CARLA = Actor.of("carla");
  private static final Actor DAN = Actor.of("dan");
  private static final Bytes FORMER_ROOT = Bytes.utf8("the root of the life before this");

  private final SealedRoom owned = SealedRoom.create("ada identity", "password", 0);
  private final Bytes lasting = ActLedger.lastingRoot(owned.id());
  private RoomControl room =
      RoomControl.sealed(0, owned.chain(), "e-1", RoomLimits.DEFAULTS, new TestMedia());
  private RoomId id = owned.id();
  private long nowNanos;

  /** What members hold of the life before: Bob moderates, and Bob has banned Carla. */
  private List<ActInfo> held(Bytes root) {
    Bytes first = sign(ADA, 1, root, ActKind.MODERATOR, BOB.id(), 1);
    Bytes second = sign(BOB, 2, hash(first), ActKind.BAN, CARLA.id(), 0);
    return List.of(new ActInfo(first, ADA.id(), null), new ActInfo(second, ADA.id(), null));
  }

  private Bytes sign(Actor actor, long number, Bytes after, ActKind kind, Bytes whom, long value) {
    return actor.act(id, number, after, new SignedAct.Deed(kind, whom, value));
  }

  private static Bytes hash(Bytes act) {
    return ((SignedAct.Reading.Accepted) SignedAct.decode(act)).act().hash();
  }

  private void openPublicRoom() {
    id = RoomHarness.ROOM;
    room =
        new RoomControl(
            0, id, "test", "e-1", RoomHarness.ROOT, RoomLimits.DEFAULTS, new TestMedia());
  }

  private List<RoomEffect> enter(long session, Actor actor) {
    Bytes device = actor.device().publicKey();
    MemberId member = MemberId.of(actor.id(), device);
    room.handleEnter(
        nowNanos,
        session,
        ID,
        new Admission(id, "", member, actor.id(), device, Bytes.EMPTY, null, null),
        Bytes.EMPTY);
    return drain();
  }

  private List<RoomEffect> restore(long session, Bytes root, Bytes owner, List<ActInfo> acts) {
    List<Bytes> brought = new ArrayList<>();
    for (ActInfo info : acts) {
      ByteBuffer bytes = ByteBuffer.allocate(SignedAct.BYTES + 32);
      brought.add(
          Bytes.of(bytes.put(info.act().toArray()).put(info.moderator().toArray()).array()));
    }
    return restoreBytes(session, root, owner, brought);
  }

  private List<RoomEffect> restoreBytes(
      long session, Bytes root, Bytes owner, List<Bytes> brought) {
    room.handleRequest(nowNanos, session, ID, new ClientMessage.ActsRestore(root, owner, brought));
    return drain();
  }

  private List<RoomEffect> drain() {
    List<RoomEffect> effects = new ArrayList<>();
    for (RoomEffect effect = room.pollEffect(); effect != null; effect = room.pollEffect()) {
      effects.add(effect);
    }
    return effects;
  }

  /** What the server says of the acts to one who comes. */
  private ServerMessage.ActsInfo told(long session, Actor newcomer) {
    return ((RoomEffect.Welcome) enter(session, newcomer).getFirst()).result().acts();
  }

  private static RoomEffect failed(long session, SignalError error) {
    return new RoomEffect.Fail(session, ID, SignalFault.of(error));
  }

  @Test
  void aLockThatIsBroughtBackLetsTheOthersReturnFirst() {
    Bytes lock = sign(ADA, 1, lasting, ActKind.LOCK, NOBODY, 1);
    List<ActInfo> acts = List.of(new ActInfo(lock, ADA.id(), null));
    enter(1, ADA);
    restore(1, lasting, ADA.id(), acts);
    assertThat(enter(2, DAN).getFirst()).isInstanceOf(RoomEffect.Welcome.class);
    nowNanos = RestoreDesk.YOUNG_NANOS - 1;
    assertThat(enter(3, CARLA).getFirst()).isInstanceOf(RoomEffect.Welcome.class);
    nowNanos = RestoreDesk.YOUNG_NANOS;
    assertThat(enter(4, BOB)).containsExactly(denied(4, SignalError.ROOM_LOCKED));
  }

  @Test
  void aLockOfTodayCountsAtOnce() {
    Bytes lock = sign(ADA, 1, lasting, ActKind.LOCK, NOBODY, 1);
    enter(1, ADA);
    restore(1, lasting, ADA.id(), List.of(new ActInfo(lock, ADA.id(), null)));
    Bytes again = sign(ADA, 2, hash(lock), ActKind.LOCK, NOBODY, 1);
    room.handleRequest(nowNanos, 1, ID, new ClientMessage.RoomAct(again, null));
    drain();
    assertThat(enter(2, DAN)).containsExactly(denied(2, SignalError.ROOM_LOCKED));
  }

  @Test
  void theFirstWhoReturnsBringsBackModeratorsAndBans() {
    enter(1, DAN);
    List<RoomEffect> effects = restore(1, lasting, ADA.id(), held(lasting));
    assertThat(effects).contains(new RoomEffect.Reply(1, ID, new ServerMessage.Done()));
    assertThat(effects)
        .anySatisfy(
            effect ->
                assertThat(effect)
                    .isInstanceOfSatisfying(
                        RoomEffect.Broadcast.class,
                        broadcast ->
                            assertThat(broadcast.message())
                                .isEqualTo(new ServerMessage.RoomActs(held(lasting), true))));
    assertThat(enter(2, CARLA)).containsExactly(denied(2, SignalError.BANNED));
    assertThat(told(3, BOB).acts()).isEqualTo(held(lasting));
    Bytes next = sign(BOB, 3, hash(held(lasting).getLast().act()), ActKind.LOCK, NOBODY, 1);
    room.handleRequest(nowNanos, 3, ID, new ClientMessage.RoomAct(next, null));
    assertThat(drain()).contains(new RoomEffect.Reply(3, ID, new ServerMessage.Done()));
  }

  private static final Bytes NOBODY = SignedAct.NOBODY;

  private static RoomEffect denied(long session, SignalError error) {
    return new RoomEffect.Deny(session, ID, SignalFault.of(error));
  }

  @Test
  void whoIsBannedAndCameFirstGoesWhenTheActsAreBack() {
    enter(1, CARLA);
    enter(2, DAN);
    List<RoomEffect> effects = restore(2, lasting, ADA.id(), held(lasting).subList(0, 2));
    assertThat(effects)
        .contains(
            new RoomEffect.Notify(1, new ServerMessage.Removed(BOB.id(), true)),
            new RoomEffect.CloseSession(1, CloseCode.REMOVED));
    assertThat(room.memberCount()).isEqualTo(1);
  }

  @Test
  void whoBringsTheActThatBansThemselvesGoesAndTheRoomEnds() {
    enter(1, CARLA);
    assertThat(restore(1, lasting, ADA.id(), held(lasting))).contains(new RoomEffect.RoomEnded());
  }

  @Test
  void oneWhoseWordDoesNotCountSaysNothingOfWhoModerated() {
    enter(1, ADA);
    enter(2, DAN);
    Bytes ban = sign(DAN, 1, lasting, ActKind.BAN, CARLA.id(), 0);
    restore(2, lasting, ADA.id(), List.of(new ActInfo(ban, DAN.id(), null)));
    assertThat(told(3, CARLA).acts()).as("DAN says that DAN moderated").isEmpty();
    restore(1, lasting, ADA.id(), List.of(new ActInfo(ban, DAN.id(), null)));
    assertThat(room.memberCount()).as("ADA says so").isEqualTo(2);
  }

  @Test
  void actsOfAnotherLifeAreRefusedInASealedRoom() {
    enter(1, ADA);
    assertThat(restore(1, FORMER_ROOT, ADA.id(), held(FORMER_ROOT)))
        .containsExactly(failed(1, SignalError.ACTS_OF_ANOTHER_LIFE));
  }

  @Test
  void whatHasNotTheFormIsRefused() {
    enter(1, ADA);
    assertThat(restoreBytes(1, Bytes.EMPTY, ADA.id(), List.of()))
        .containsExactly(new RoomEffect.Fail(1, ID, SignalFault.invalidParams("root")));
    assertThat(restoreBytes(1, lasting, Bytes.EMPTY, List.of()))
        .containsExactly(new RoomEffect.Fail(1, ID, SignalFault.invalidParams("owner")));
    assertThat(restoreBytes(1, lasting, ADA.id(), List.of(held(lasting).getFirst().act())))
        .containsExactly(new RoomEffect.Fail(1, ID, SignalFault.invalidParams("acts")));
  }

  @Test
  void bringingIsLimitedAndWhatIsKnownCostsNothing() {
    enter(1, ADA);
    restore(1, lasting, ADA.id(), held(lasting));
    List<ActInfo> junk = new ArrayList<>();
    for (int i = 0; i < ClientMessage.ActsRestore.MAX_ACTS; i++) {
      Bytes act = sign(DAN, 9 + i, FORMER_ROOT, ActKind.LOCK, NOBODY, 1);
      junk.add(new ActInfo(act, DAN.id(), null));
    }
    int requests = RestoreDesk.ACTS_AT_ONCE / junk.size();
    for (int i = 0; i < requests - 1; i++) {
      assertThat(restore(1, lasting, ADA.id(), junk)).hasSize(1);
    }
    restore(1, lasting, ADA.id(), junk);
    RoomEffect.Fail fail = (RoomEffect.Fail) restore(1, lasting, ADA.id(), junk).getFirst();
    assertThat(fail.fault().error()).isEqualTo(SignalError.BUSY);
    assertThat(restore(1, lasting, ADA.id(), held(lasting)).getFirst())
        .isEqualTo(new RoomEffect.Reply(1, ID, new ServerMessage.Done()));
    nowNanos += TimeUnit.SECONDS.toNanos(1);
    assertThat(restore(1, lasting, ADA.id(), junk).getFirst()).isInstanceOf(RoomEffect.Reply.class);
  }

  @Test
  void aDescriptorThatHandsTheRoomOverCountsForActsAtOnce() {
    enter(1, ADA);
    enter(2, BOB);
    restore(1, lasting, ADA.id(), held(lasting).subList(0, 1));
    SealedRoom handed = owned.handOver("ada identity", "bob identity", List.of("dan identity"));
    Bytes link = handed.encoded().getLast();
    room.handleRequest(nowNanos, 1, ID, new ClientMessage.RoomDescriptor(link));
    assertThat(drain().getLast())
        .isInstanceOfSatisfying(
            RoomEffect.Broadcast.class,
            told ->
                assertThat(told.message())
                    .isEqualTo(new ServerMessage.RoomChanged(null, null, null, BOB.id())));
    Bytes head = hash(held(lasting).getFirst().act());
    Bytes byAda = sign(ADA, 2, head, ActKind.MODERATOR, CARLA.id(), 1);
    room.handleRequest(nowNanos, 1, ID, new ClientMessage.RoomAct(byAda, null));
    assertThat(drain()).containsExactly(failed(1, SignalError.ACT_NOT_ALLOWED));
    Bytes byBob = sign(BOB, 2, head, ActKind.MODERATOR, CARLA.id(), 1);
    room.handleRequest(nowNanos, 2, ID, new ClientMessage.RoomAct(byBob, null));
    assertThat(drain()).contains(new RoomEffect.Reply(2, ID, new ServerMessage.Done()));
    enter(3, DAN);
    Bytes byDan = sign(DAN, 3, hash(byBob), ActKind.LOCK, NOBODY, 1);
    room.handleRequest(nowNanos, 3, ID, new ClientMessage.RoomAct(byDan, null));
    assertThat(drain()).contains(new RoomEffect.Reply(3, ID, new ServerMessage.Done()));
  }

  @Test
  void twoOfAPublicRoomWhoAgreeBringItsLifeBackWhoeverCameFirst() {
    openPublicRoom();
    enter(1, DAN);
    enter(2, BOB);
    List<RoomEffect> alone = restore(2, FORMER_ROOT, ADA.id(), held(FORMER_ROOT));
    assertThat(alone).containsExactly(new RoomEffect.Reply(2, ID, new ServerMessage.Done()));
    enter(3, ADA);
    assertThat(restore(3, FORMER_ROOT, ADA.id(), held(FORMER_ROOT)))
        .anySatisfy(
            effect ->
                assertThat(effect)
                    .isInstanceOfSatisfying(
                        RoomEffect.Broadcast.class,
                        told ->
                            assertThat(told.message())
                                .isEqualTo(new ServerMessage.ActsHistory(FORMER_ROOT, ADA.id()))));
    assertThat(enter(4, CARLA)).containsExactly(denied(4, SignalError.BANNED));
    ServerMessage.ActsInfo info = told(5, Actor.of("eve"));
    assertThat(info.root()).isEqualTo(FORMER_ROOT);
    assertThat(info.owner()).isEqualTo(ADA.id());
    assertThat(info.acts()).isEqualTo(held(FORMER_ROOT));
  }

  @Test
  void whoOpenedAPublicRoomBothTimesBringsItsLifeBackAlone() {
    openPublicRoom();
    enter(1, ADA);
    restore(1, FORMER_ROOT, ADA.id(), held(FORMER_ROOT));
    assertThat(enter(2, CARLA)).containsExactly(denied(2, SignalError.BANNED));
  }

  @Test
  void aNewcomerAloneInventsNoLifeForAPublicRoom() {
    openPublicRoom();
    enter(1, ADA);
    enter(2, DAN);
    Bytes mine = sign(DAN, 1, FORMER_ROOT, ActKind.BAN, CARLA.id(), 0);
    restore(2, FORMER_ROOT, DAN.id(), List.of(new ActInfo(mine, DAN.id(), null)));
    restore(2, FORMER_ROOT, DAN.id(), List.of(new ActInfo(mine, DAN.id(), null)));
    ServerMessage.ActsInfo info = told(3, CARLA);
    assertThat(info.root()).isEqualTo(RoomHarness.ROOT);
    assertThat(info.owner()).isEqualTo(ADA.id());
    assertThat(info.acts()).isEmpty();
  }

  @Test
  void aPublicRoomThatIsNotYoungStaysAsItIs() {
    openPublicRoom();
    enter(1, ADA);
    nowNanos = RestoreDesk.YOUNG_NANOS;
    assertThat(restore(1, FORMER_ROOT, ADA.id(), held(FORMER_ROOT)))
        .containsExactly(failed(1, SignalError.ACTS_OF_ANOTHER_LIFE));
  }
}
