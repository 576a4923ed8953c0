package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.door.SealedRoom;
import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.ActLedger;
import chat.free4.room.moderation.Heads;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.moderation.TestActs.Actor;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import chat.free4.room.snapshot.RobotSeat;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Robots in a sealed room: by its owner's act alone, and no longer than that holds. */
class RoomControlSealedRobotTest {
  private static final Actor ADA = Actor.of("ada");
  private static final Actor BOB = Actor.of("bob");
  private static final Actor CARLA = Actor.of("carla");
  private static final ClientMessage.RobotAdd ADD = new ClientMessage.RobotAdd("dice", "en");
  private static final long ROBOT = 9;
  private static final long ID = 7;

  private final SealedRoom owned = SealedRoom.create("ada identity", "password", 0);
  private final RoomControl room =
      RoomControl.sealed(0, owned.chain(), "e-1", RoomLimits.DEFAULTS, new TestMedia());
  private final ActLedger ledger =
      new ActLedger(owned.id(), ActLedger.lastingRoot(owned.id()), Heads.of(ADA.id()));

  @BeforeEach
  void enter() {
    enter(1, ADA);
    enter(2, BOB);
    enter(3, CARLA);
    act(1, ADA, ActKind.MODERATOR, BOB.id(), 1);
  }

  private List<RoomEffect> drain() {
    List<RoomEffect> effects = new ArrayList<>();
    for (RoomEffect effect = room.pollEffect(); effect != null; effect = room.pollEffect()) {
      effects.add(effect);
    }
    return effects;
  }

  private Admission admission(Actor actor) {
    Bytes device = actor.device().publicKey();
    MemberId member = MemberId.of(actor.id(), device);
    return new Admission(owned.id(), "", member, actor.id(), device, Bytes.EMPTY, false, null);
  }

  private void enter(long session, Actor actor) {
    room.handleEnter(0, session, ID, admission(actor), Bytes.EMPTY);
    assertThat(drain()).first().isInstanceOf(RoomEffect.Welcome.class);
  }

  private List<RoomEffect> act(long session, Actor actor, ActKind kind, Bytes subject, long value) {
    Bytes act =
        actor.act(
            owned.id(),
            ledger.nextNumber(),
            ledger.head(),
            new SignedAct.Deed(kind, subject, value));
    room.handleRequest(0, session, ID, new ClientMessage.RoomAct(act, null));
    List<RoomEffect> effects = drain();
    if (effects.stream().anyMatch(RoomEffect.Reply.class::isInstance)) {
      ledger.add(act, ADA.id());
    }
    return effects;
  }

  private List<RoomEffect> robots(long session, Actor actor, long value) {
    return act(session, actor, ActKind.ROBOTS, SignedAct.NOBODY, value);
  }

  private List<RoomEffect> add(long session) {
    room.handleRequest(0, session, ID, ADD);
    return drain();
  }

  private int seat() {
    RobotSeat seat = new RobotSeat("dice", "en", Bytes.of(new byte[RobotSeat.SEED_BYTES]), 0);
    return room.handleRobot(0, ROBOT, admission(Actor.of("robot")), seat, false);
  }

  private static RoomEffect failed(long session, SignalError error) {
    return new RoomEffect.Fail(session, ID, SignalFault.of(error));
  }

  @Test
  void withoutTheOwnersActThereIsNone() {
    assertThat(add(1)).containsExactly(failed(1, SignalError.ROBOT_SEALED));
    assertThat(robots(2, BOB, 1))
        .as("a moderator's word is not enough")
        .containsExactly(failed(2, SignalError.ACT_NOT_ALLOWED));
    assertThat(add(2)).containsExactly(failed(2, SignalError.ROBOT_SEALED));
  }

  @Test
  void withItWhoeverModeratesAddsOne() {
    assertThat(robots(1, ADA, 1))
        .filteredOn(RoomEffect.Broadcast.class::isInstance)
        .as("all are told")
        .hasSize(1);
    assertThat(add(2)).containsExactly(new RoomEffect.AddRobot(2, ID, "dice", "en"));
    assertThat(add(3)).containsExactly(failed(3, SignalError.NOT_MODERATOR));
  }

  @Test
  void whoeverModeratesTakesItBackAndTheRobotGoesWithIt() {
    robots(1, ADA, 1);
    int number = seat();
    drain();
    assertThat(robots(3, CARLA, 0)).containsExactly(failed(3, SignalError.ACT_NOT_ALLOWED));
    assertThat(room.memberCount()).isEqualTo(4);
    List<RoomEffect> effects = robots(2, BOB, 0);
    assertThat(effects).contains(new RoomEffect.ForgetMember(number));
    List<ServerMessage.Notification> told =
        effects.stream()
            .filter(RoomEffect.Broadcast.class::isInstance)
            .map(effect -> ((RoomEffect.Broadcast) effect).message())
            .toList();
    assertThat(told.getFirst())
        .as("the act comes first")
        .isInstanceOf(ServerMessage.RoomActs.class);
    assertThat(told).contains(new ServerMessage.MemberLeft(number, "removed"));
    assertThat(room.memberCount()).isEqualTo(3);
    assertThat(add(1)).containsExactly(failed(1, SignalError.ROBOT_SEALED));
  }

  @Test
  void anotherActLeavesARobotWhereItIs() {
    robots(1, ADA, 1);
    seat();
    drain();
    act(1, ADA, ActKind.LOCK, SignedAct.NOBODY, 1);
    assertThat(room.memberCount()).isEqualTo(4);
  }

  @Test
  void itShowsAKeyAsAnybodyAndThatIsForgottenWithIt() {
    robots(1, ADA, 1);
    int number = seat();
    Bytes shown = Bytes.of(new byte[SealingDesk.SHOWN_BYTES]);
    room.handleRequest(0, ROBOT, ClientMessage.NO_ID, new ClientMessage.SealJoin(shown));
    assertThat(room.shownKeys().members())
        .containsExactly(new ServerMessage.SealedMember(number, shown, null, null));
    robots(1, ADA, 0);
    assertThat(room.shownKeys().members()).isEmpty();
  }

  @Test
  void noOtherNodeIsToldWhatItsKeysFollowFrom() {
    robots(1, ADA, 1);
    seat();
    assertThat(Objects.requireNonNull(room.snapshot(0)).robots()).isEmpty();
  }

  @Test
  void aRoomWithAsManyAsACommitHasRoomForTakesNoRobot() {
    robots(1, ADA, 1);
    for (int session = 10; room.memberCount() < SealingDesk.MAX_SEALED_MEMBERS; session++) {
      enter(session, Actor.of("member " + session));
    }
    assertThat(add(1)).containsExactly(failed(1, SignalError.ROOM_FULL));
  }
}
