package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.Transcript;
import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.ActLedger;
import chat.free4.room.moderation.Heads;
import chat.free4.room.moderation.Returning;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.moderation.TestActs.Actor;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.ServerMessage.ActInfo;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import chat.free4.room.snapshot.RoomSnapshot;
import chat.free4.room.snapshot.SnapshotBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * A room goes on at another node, whose clock shows another time, by what the former wrote down.
 */
class RoomControlSnapshotTest {
  private static final long ID = 7;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Actor ADA = Actor.of("ada");
  private static final Actor BOB = Actor.of("bob");
  private static final Actor CARLA = Actor.of("carla");
  private static final Actor DAN = Actor.of("dan");

  private final ActLedger ledger =
      new ActLedger(RoomHarness.ROOM, RoomHarness.ROOT, Heads.of(ADA.id()));
  private final List<ActInfo> acts = new ArrayList<>();
  private final Map<Bytes, Integer> numbers = new HashMap<>();
  private RoomControl room = open(RoomHarness.ROOT);
  private long nowNanos;
  private long handNumber;
  private long sessions;

  private RoomControl open(Bytes root) {
    return new RoomControl(
        nowNanos, RoomHarness.ROOM, "test", "e-1", root, RoomLimits.DEFAULTS, new TestMedia());
  }

  private RoomSnapshot written() {
    return Objects.requireNonNull(room.snapshot(nowNanos));
  }

  private static RoomSnapshot read(Bytes bytes) {
    return Objects.requireNonNull(SnapshotBytes.decode(bytes));
  }

  /** The node is lost, and so long afterwards another one has the room, at a time of its own. */
  private void move(long afterNanos) {
    Bytes bytes = SnapshotBytes.encode(written());
    nowNanos = nowNanos / 3 - 900 * SECOND;
    room = open(Bytes.utf8("a root that nobody knows, of 32 "));
    room.restore(nowNanos, read(bytes), afterNanos);
    numbers.clear();
  }

  private List<RoomEffect> enter(Actor actor) {
    return enter(actor, Bytes.EMPTY);
  }

  private List<RoomEffect> enter(Actor actor, Bytes mark) {
    Bytes device = actor.device().publicKey();
    MemberId member = MemberId.of(actor.id(), device);
    room.handleEnter(
        nowNanos,
        ++sessions,
        ID,
        new Admission(
            RoomHarness.ROOM, "test", member, actor.id(), device, Bytes.EMPTY, null, null),
        mark);
    List<RoomEffect> effects = drain();
    effects.stream()
        .filter(RoomEffect.Welcome.class::isInstance)
        .map(effect -> ((RoomEffect.Welcome) effect).result())
        .forEach(result -> numbers.put(actor.id(), (int) result.member()));
    return effects;
  }

  private ServerMessage.EnterResult comesIn(Actor actor) {
    return welcome(enter(actor));
  }

  private static ServerMessage.EnterResult welcome(List<RoomEffect> effects) {
    return effects.stream()
        .filter(RoomEffect.Welcome.class::isInstance)
        .map(effect -> ((RoomEffect.Welcome) effect).result())
        .findFirst()
        .orElseThrow();
  }

  private static boolean isTold(List<RoomEffect> effects, ServerMessage.Notification message) {
    return effects.stream()
        .anyMatch(
            effect -> effect instanceof RoomEffect.Broadcast all && all.message().equals(message));
  }

  private int number(Actor actor) {
    return Objects.requireNonNull(numbers.get(actor.id()));
  }

  private List<RoomEffect> drain() {
    List<RoomEffect> effects = new ArrayList<>();
    for (RoomEffect effect = room.pollEffect(); effect != null; effect = room.pollEffect()) {
      effects.add(effect);
    }
    return effects;
  }

  private List<RoomEffect> ask(long session, ClientMessage.InRoom message) {
    room.handleRequest(nowNanos, session, ID, message);
    return drain();
  }

  /** The first who came acts; all follow. */
  private void act(Actor actor, long session, ActKind kind, Bytes subject, long value) {
    Bytes act =
        kind.isPassing()
            ? actor.act(++handNumber, ledger.root(), kind, subject, value)
            : actor.act(ledger, kind, subject, value);
    assertThat(ask(session, new ClientMessage.RoomAct(act, null)))
        .hasAtLeastOneElementOfType(RoomEffect.Reply.class);
    if (!kind.isPassing()) {
      ledger.add(act, ADA.id());
      acts.add(new ActInfo(act, ADA.id(), null));
    }
  }

  /** A member brings back all acts. */
  private List<RoomEffect> bring(long session, Bytes root) {
    List<Bytes> brought = new ArrayList<>();
    for (ActInfo info : acts) {
      ByteBuffer bytes = ByteBuffer.allocate(SignedAct.BYTES + 32);
      brought.add(
          Bytes.of(bytes.put(info.act().toArray()).put(info.moderator().toArray()).array()));
    }
    return ask(session, new ClientMessage.ActsRestore(root, ADA.id(), brought));
  }

  private static SignalFault refusal(List<RoomEffect> effects) {
    return switch (effects.getFirst()) {
      case RoomEffect.Deny(long _, long _, SignalFault fault) -> fault;
      case RoomEffect.Fail(long _, long _, SignalFault fault) -> fault;
      default -> throw new AssertionError(effects.getFirst());
    };
  }

  private void raise(Actor actor, long session) {
    act(actor, session, ActKind.HAND, actor.id(), 1);
  }

  /** Whose hands all are told of, in order. */
  private static List<Bytes> handsTold(List<RoomEffect> effects) {
    for (RoomEffect effect : effects) {
      if (effect
          instanceof RoomEffect.Broadcast(Sessions _, ServerMessage.RoomActs(var told, var _))) {
        return told.stream().map(info -> actor(info.act())).toList();
      }
    }
    return List.of();
  }

  private static Bytes actor(Bytes act) {
    return ((SignedAct.Reading.Accepted) SignedAct.decode(act)).act().actor();
  }

  @Test
  void handsStandInTheOrderInWhichTheyWereRaisedWhoeverIsBackFirst() {
    enter(ADA);
    enter(BOB);
    enter(CARLA);
    raise(CARLA, 3);
    raise(BOB, 2);
    raise(ADA, 1);
    move(6 * SECOND);
    assertThat(comesIn(BOB).acts().hands()).as("of those here").hasSize(1);
    assertThat(handsTold(enter(CARLA))).containsExactly(CARLA.id(), BOB.id());
    assertThat(handsTold(enter(ADA))).containsExactly(CARLA.id(), BOB.id(), ADA.id());
    assertThat(handsTold(enter(DAN))).as("whose hand was not up").isEmpty();
  }

  @Test
  void whoDoesNotComeBackWithinAMinuteHasNoHandUp() {
    enter(ADA);
    enter(BOB);
    raise(BOB, 2);
    move(6 * SECOND);
    enter(ADA);
    assertThat(room.pollTimeout()).isLessThanOrEqualTo(nowNanos + Returning.YOUNG_NANOS);
    nowNanos += Returning.YOUNG_NANOS;
    room.handleTimeout(nowNanos);
    drain();
    assertThat(handsTold(enter(BOB))).isEmpty();
  }

  @Test
  void talkAndWhatIsLeftOfABudgetAndRestAreAsBefore() {
    enter(ADA);
    enter(BOB);
    act(ADA, 1, ActKind.FLOOR, SignedAct.NOBODY, 60);
    room.handleFloorHeld(nowNanos, number(ADA), 20_000);
    room.handleFloorHeld(nowNanos, number(BOB), 60_000);
    assertThat(drain()).contains(new RoomEffect.Silence(number(BOB), true));
    move(10 * SECOND);
    enter(ADA);
    bring(sessions, RoomHarness.ROOT);
    assertThat(enter(BOB)).contains(new RoomEffect.Silence(number(BOB), true));
    // 10 s of talk take 100 s to come back, of which 10 have passed.
    nowNanos += 90 * SECOND - 1;
    room.handleTimeout(nowNanos);
    assertThat(drain()).doesNotContain(new RoomEffect.Silence(number(BOB), false));
    nowNanos += 1;
    room.handleTimeout(nowNanos);
    assertThat(drain()).contains(new RoomEffect.Silence(number(BOB), false));
    assertThat(written().talks().stream().mapToLong(talk -> talk.talkedNanos() / SECOND))
        .containsExactly(20L, 60L);
  }

  @Test
  void whoHasBeenHereLongestModeratesAgainOnceBack() {
    enter(ADA);
    enter(BOB);
    enter(CARLA);
    ask(1, new ClientMessage.Leave());
    move(6 * SECOND);
    assertThat(comesIn(CARLA).room().moderator()).isEqualTo(CARLA.id());
    assertThat(isTold(enter(BOB), new ServerMessage.RoomChanged(null, null, null, BOB.id())))
        .isTrue();
    assertThat(comesIn(DAN).room().moderator()).isEqualTo(BOB.id());
  }

  private List<RoomEffect> write(long session, long sequence) {
    Bytes line = Bytes.utf8("line");
    return ask(session, new ClientMessage.LogAppend("chat", sequence, line));
  }

  @Test
  void inASlowRoomLinesComeBackAtOnceAndNewOnesWaitAsTheyWould() {
    enter(ADA);
    enter(BOB);
    act(ADA, 1, ActKind.SLOW, SignedAct.NOBODY, 30);
    nowNanos += 40 * SECOND;
    write(2, 1);
    nowNanos += 40 * SECOND;
    write(2, 2);
    move(10 * SECOND);
    enter(ADA);
    enter(BOB);
    assertThat(write(sessions, 1)).hasAtLeastOneElementOfType(RoomEffect.Broadcast.class);
    assertThat(write(sessions, 2)).hasAtLeastOneElementOfType(RoomEffect.Broadcast.class);
    assertThat(refusal(write(sessions, 3))).isEqualTo(SignalFault.slowMode(20_001));
    nowNanos += 20 * SECOND;
    assertThat(write(sessions, 3)).hasAtLeastOneElementOfType(RoomEffect.Broadcast.class);
  }

  @Test
  void aLockKeepsStrangersOutFromTheFirstMomentAndLetsThoseReturnWhoWereIn() {
    enter(ADA);
    enter(BOB);
    act(ADA, 1, ActKind.LOCK, SignedAct.NOBODY, 1);
    move(6 * SECOND);
    assertThat(refusal(enter(DAN)).error()).isEqualTo(SignalError.ROOM_LOCKED);
    assertThat(room.pollEffect()).isNull();
    move(SECOND); // nobody was in: the next one opens it as the former did
    comesIn(BOB);
    assertThat(refusal(enter(DAN)).error()).isEqualTo(SignalError.ROOM_LOCKED);
    comesIn(ADA);
    bring(sessions, RoomHarness.ROOT);
    assertThat(refusal(enter(DAN)).error()).isEqualTo(SignalError.ROOM_LOCKED);
    nowNanos += Returning.YOUNG_NANOS;
    room.handleTimeout(nowNanos);
    drain();
    assertThat(refusal(enter(DAN)).error()).isEqualTo(SignalError.ROOM_LOCKED);
  }

  @Test
  void whoIsAwaitedComesBackAlsoAfterTheLockIsBack() {
    enter(ADA);
    enter(BOB);
    act(ADA, 1, ActKind.LOCK, SignedAct.NOBODY, 1);
    move(6 * SECOND);
    comesIn(ADA);
    bring(sessions, RoomHarness.ROOT);
    comesIn(BOB);
  }

  @Test
  void aLockOfWhichNobodyHasTheActIsForgottenAfterAMinute() {
    enter(ADA);
    act(ADA, 1, ActKind.LOCK, SignedAct.NOBODY, 1);
    move(6 * SECOND);
    comesIn(ADA);
    nowNanos += Returning.YOUNG_NANOS;
    room.handleTimeout(nowNanos);
    drain();
    comesIn(DAN);
  }

  @Test
  void aLobbyIsThereBeforeWhoeverComesAndThoseWhoWereInPassIt() {
    enter(ADA);
    enter(BOB);
    act(ADA, 1, ActKind.LOBBY, SignedAct.NOBODY, 1);
    move(6 * SECOND);
    assertThat(refusal(enter(DAN)))
        .as("nobody is there yet who could let them in")
        .isEqualTo(SignalFault.busy(EntryDesk.EMPTY_RETRY_MILLIS));
    move(SECOND);
    comesIn(BOB);
    assertThat(enter(DAN)).hasAtLeastOneElementOfType(RoomEffect.Knocking.class);
    comesIn(ADA);
  }

  @Test
  void whoIsPutOutWithinTheMinuteIsAStranger() {
    enter(ADA);
    enter(BOB);
    act(ADA, 1, ActKind.LOBBY, SignedAct.NOBODY, 1);
    move(6 * SECOND);
    comesIn(ADA);
    final long adas = sessions;
    bring(adas, RoomHarness.ROOT);
    comesIn(BOB);
    act(ADA, adas, ActKind.KICK, BOB.id(), 0);
    assertThat(enter(BOB)).hasAtLeastOneElementOfType(RoomEffect.Knocking.class);
  }

  @Test
  void whoIsBannedIsNotTheFirstInAndWhoIsMutedIsNotHeard() {
    enter(ADA);
    enter(BOB);
    enter(DAN);
    act(ADA, 1, ActKind.MUTE, BOB.id(), 0);
    act(ADA, 1, ActKind.BAN, DAN.id(), 0);
    move(6 * SECOND);
    assertThat(refusal(enter(DAN)).error()).isEqualTo(SignalError.BANNED);
    move(SECOND);
    assertThat(enter(BOB)).contains(new RoomEffect.Silence(number(BOB), true));
  }

  @Test
  void fromABannedAddressNobodyNewComesInAfterAMoveAsLongAsBeforeIt() {
    Bytes cafe = Transcript.of("mark of a café").sha256();
    enter(ADA);
    enter(BOB, cafe);
    enter(DAN, cafe);
    act(ADA, 1, ActKind.BAN, DAN.id(), 0);
    move(6 * SECOND);
    assertThat(refusal(enter(CARLA, cafe)).error()).isEqualTo(SignalError.ADDRESS_BANNED);
    move(SECOND);
    comesIn(ADA);
    final long adas = sessions;
    bring(adas, RoomHarness.ROOT);
    assertThat(enter(BOB, cafe)).as("was in").hasAtLeastOneElementOfType(RoomEffect.Welcome.class);
    nowNanos += Returning.YOUNG_NANOS;
    room.handleTimeout(nowNanos);
    drain();
    long leftNanos = TimeUnit.MINUTES.toNanos(RoomLimits.DEFAULTS.banMinutes()) - 67 * SECOND;
    nowNanos += leftNanos - 1;
    assertThat(refusal(enter(CARLA, cafe)).error()).isEqualTo(SignalError.ADDRESS_BANNED);
    nowNanos += 1;
    assertThat(enter(CARLA, cafe)).hasAtLeastOneElementOfType(RoomEffect.Welcome.class);
  }

  @Test
  void whoWasLetInAgainIsNotBannedByWhatComesLate() {
    Bytes cafe = Transcript.of("mark of a café").sha256();
    enter(ADA);
    enter(DAN, cafe);
    act(ADA, 1, ActKind.BAN, DAN.id(), 0);
    RoomSnapshot late = written();
    act(ADA, 1, ActKind.UNBAN, DAN.id(), 0);
    move(6 * SECOND);
    comesIn(ADA);
    bring(sessions, RoomHarness.ROOT);
    room.restore(nowNanos, late, 0);
    drain();
    assertThat(enter(CARLA, cafe)).hasAtLeastOneElementOfType(RoomEffect.Welcome.class);
  }

  @Test
  void aPublicRoomGoesOnWithItsLifeAndTakesNoOther() {
    enter(ADA);
    enter(BOB);
    act(ADA, 1, ActKind.MODERATOR, BOB.id(), 1);
    move(6 * SECOND);
    ServerMessage.EnterResult welcome = comesIn(BOB);
    assertThat(welcome.acts().root()).isEqualTo(RoomHarness.ROOT);
    assertThat(welcome.acts().owner()).isEqualTo(ADA.id());
    Bytes other = Bytes.utf8("a root that somebody invents, 32");
    assertThat(refusal(bring(sessions, other)).error()).isEqualTo(SignalError.ACTS_OF_ANOTHER_LIFE);
    assertThat(bring(sessions, RoomHarness.ROOT)).as("one is enough").hasSizeGreaterThan(1);
    assertThat(comesIn(CARLA).acts().acts()).hasSize(1);
  }

  @Test
  void whatComesLateIsPutToWhatIsHereAndTheSameAgainChangesNothing() {
    enter(ADA);
    enter(BOB);
    raise(BOB, 2);
    room.handleFloorHeld(nowNanos, number(BOB), 30_000);
    drain();
    RoomSnapshot late = written();
    room = open(Bytes.utf8("a root that nobody knows, of 32 "));
    comesIn(BOB);
    room.handleFloorHeld(nowNanos, number(BOB), 10_000);
    drain();
    room.restore(nowNanos, late, 0);
    assertThat(isTold(drain(), new ServerMessage.ActsHistory(RoomHarness.ROOT, ADA.id()))).isTrue();
    ServerMessage.EnterResult welcome = comesIn(ADA);
    assertThat(welcome.acts().root()).isEqualTo(RoomHarness.ROOT);
    assertThat(welcome.acts().hands()).hasSize(1);
    RoomSnapshot once = written();
    room.restore(nowNanos, late, 0);
    assertThat(written().saysAsMuchAs(once)).isTrue();
  }

  @Test
  void whatComesAfterNewActsDoesNotUndoThem() {
    enter(ADA);
    RoomSnapshot late = written();
    Bytes root = Bytes.utf8("a root that nobody knows, of 32 ");
    room = open(root);
    comesIn(BOB);
    Bytes lock =
        BOB.act(RoomHarness.ROOM, 1, root, new SignedAct.Deed(ActKind.LOCK, SignedAct.NOBODY, 1));
    ask(sessions, new ClientMessage.RoomAct(lock, null));
    room.restore(nowNanos, late, 0);
    drain();
    assertThat(refusal(enter(DAN)).error()).isEqualTo(SignalError.ROOM_LOCKED);
    assertThat(written().rules().root()).isEqualTo(root);
  }

  @Test
  void aSecondMoveBeforeAllAreBackLosesNothing() {
    enter(ADA);
    enter(BOB);
    enter(CARLA);
    act(ADA, 1, ActKind.LOCK, SignedAct.NOBODY, 1);
    raise(CARLA, 3);
    room.handleFloorHeld(nowNanos, number(CARLA), 30_000);
    RoomSnapshot before = written();
    move(6 * SECOND);
    comesIn(BOB);
    RoomSnapshot after = written();
    assertThat(after.rules()).isEqualTo(before.rules());
    assertThat(after.talks().getFirst().talkedNanos())
        .isEqualTo(before.talks().getFirst().talkedNanos());
    move(6 * SECOND);
    comesIn(CARLA);
    assertThat(refusal(enter(DAN)).error()).isEqualTo(SignalError.ROOM_LOCKED);
  }

  @Test
  void ofARoomThatNobodyEnteredNothingIsWritten() {
    assertThat(room.snapshot(nowNanos)).isNull();
  }

  @Test
  void ofMoreThanCanBeToldWhoWasInALockedRoomTheLockWaitsAMinute() {
    enter(ADA);
    for (int i = 0; i < RoomSnapshot.MAX_PRESENT; i++) {
      enter(Actor.of("guest " + i));
    }
    act(ADA, 1, ActKind.LOCK, SignedAct.NOBODY, 1);
    RoomSnapshot snapshot = written();
    assertThat(snapshot.rules().present()).hasSize(RoomSnapshot.MAX_PRESENT);
    assertThat(snapshot.rules().isPresentWhole()).isFalse();
    move(6 * SECOND);
    comesIn(ADA);
    bring(sessions, RoomHarness.ROOT);
    comesIn(Actor.of("guest " + (RoomSnapshot.MAX_PRESENT - 1)));
    nowNanos += Returning.YOUNG_NANOS;
    assertThat(refusal(enter(DAN)).error()).isEqualTo(SignalError.ROOM_LOCKED);
  }
}
