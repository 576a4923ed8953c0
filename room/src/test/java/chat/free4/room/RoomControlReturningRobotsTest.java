package chat.free4.room;

import static chat.free4.room.RoomHarness.admission;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.moderation.Returning;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.snapshot.RobotSeat;
import chat.free4.room.snapshot.RoomSnapshot;
import chat.free4.room.snapshot.SnapshotBytes;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Robots of a room that another node goes on with. */
class RoomControlReturningRobotsTest {
  private static final String ADA = name("ada");
  private static final String BEN = name("ben");
  private static final String EVE = name("eve");
  private static final RobotSeat DICE = robot("dice", 1);
  private static final RobotSeat HOST = robot("host", 2);

  private final RoomHarness before = new RoomHarness();

  /** As long as a key. */
  private static String name(String name) {
    return name.repeat(11).substring(0, 32);
  }

  private static RobotSeat robot(String kind, int seed) {
    byte[] bytes = new byte[RobotSeat.SEED_BYTES];
    bytes[0] = (byte) seed;
    return new RobotSeat(kind, "en", Bytes.of(bytes), 0);
  }

  private static int seat(RoomHarness in, long session, RobotSeat seat) {
    return in.room.handleRobot(
        in.nowNanos(), session, admission(name(seat.kind() + session), null), seat, true);
  }

  @BeforeEach
  void sitDown() {
    before.enter(1, ADA);
    before.enter(2, BEN);
    seat(before, 8, DICE);
    seat(before, 9, HOST);
    before.take();
  }

  private static RoomSnapshot snapshot(RoomHarness of) {
    RoomSnapshot made = Objects.requireNonNull(of.room.snapshot(of.nowNanos()));
    return Objects.requireNonNull(SnapshotBytes.decode(SnapshotBytes.encode(made)));
  }

  private static RoomHarness next(RoomSnapshot snapshot) {
    RoomHarness next = new RoomHarness();
    next.room.restore(next.nowNanos(), snapshot, 0);
    return next;
  }

  @Test
  void theySitDownAgainAsSoonAsSomebodyIsBack() {
    RoomHarness next = next(snapshot(before));
    assertThat(next.room.takeAwaitedRobots()).as("while nobody is back").isEmpty();
    next.enter(1, BEN);
    List<RobotSeat> awaited = next.room.takeAwaitedRobots();
    assertThat(awaited).containsExactly(DICE, HOST);
    next.take();
    awaited.forEach(robot -> seat(next, 50 + awaited.indexOf(robot), robot));
    assertThat(next.takeFor(1).stream().filter(ServerMessage.MemberJoined.class::isInstance))
        .extracting(joined -> ((ServerMessage.MemberJoined) joined).member().robot())
        .containsExactly("dice", "host");
    assertThat(snapshot(next).robots()).containsExactly(DICE, HOST);
  }

  @Test
  void theyGoOnAboveWhatTheyHaveWritten() {
    before.request(8, new ClientMessage.LogAppend("chat", 41, Bytes.utf8("3")));
    RoomHarness next = next(snapshot(before));
    RoomHarness further = next(snapshot(next));
    next.enter(1, ADA);
    further.enter(1, ADA);
    assertThat(next.room.takeAwaitedRobots()).containsExactly(DICE.wrote(41), HOST);
    assertThat(further.room.takeAwaitedRobots())
        .as("where nobody came back in between")
        .containsExactly(DICE.wrote(41), HOST);
  }

  @Test
  void whoWasSentAwayOrFailedIsNotTold() {
    before.request(1, new ClientMessage.RobotRemove(3));
    before.room.handleRobotFailed(4);
    assertThat(snapshot(before).robots()).isEmpty();
  }

  @Test
  void eachComesBackOnceHoweverOftenItIsTold() {
    RoomSnapshot told = snapshot(before);
    RoomHarness next = next(told);
    next.enter(1, ADA);
    seat(next, 50, next.room.takeAwaitedRobots().getFirst());
    seat(next, 51, HOST);
    next.room.restore(next.nowNanos(), told, 0);
    assertThat(next.room.takeAwaitedRobots()).isEmpty();
    next.request(1, new ClientMessage.RobotRemove(2));
    assertThat(snapshot(next).robots()).containsExactly(HOST);
    next.room.restore(next.nowNanos(), told, 0);
    assertThat(next.room.takeAwaitedRobots()).as("who was sent away here").isEmpty();
  }

  @Test
  void whatIsToldLateBringsNoneOfAKindThatWasAddedAnew() {
    RoomHarness next = new RoomHarness();
    next.enter(1, ADA);
    seat(next, 50, robot("dice", 3));
    next.room.restore(next.nowNanos(), snapshot(before), 0);
    assertThat(next.room.takeAwaitedRobots()).containsExactly(HOST);
    next.pass(TimeUnit.NANOSECONDS.toMillis(Returning.YOUNG_NANOS));
    RoomHarness later = new RoomHarness();
    later.enter(1, ADA);
    later.pass(TimeUnit.NANOSECONDS.toMillis(Returning.YOUNG_NANOS));
    later.room.restore(later.nowNanos(), snapshot(before), 0);
    assertThat(later.room.takeAwaitedRobots()).as("a minute late").isEmpty();
  }

  @Test
  void noMoreComeBackThanARoomTakes() {
    RoomHarness next = new RoomHarness();
    next.enter(1, ADA);
    for (int i = 1; i < RobotDesk.MAX_ROBOTS; i++) {
      seat(next, 50 + i, robot("guesser", 10 + i));
    }
    next.room.restore(next.nowNanos(), snapshot(before), 0);
    assertThat(next.room.takeAwaitedRobots()).containsExactly(DICE);
  }

  @Test
  void whoIsBackAndWhatIsBroughtBackIsKnownToBeOfBefore() {
    before.request(1, new ClientMessage.LogAppend("chat", 5, Bytes.utf8("hi")));
    RoomHarness next = next(snapshot(before));
    next.enter(1, ADA);
    next.enter(2, BEN);
    next.enter(3, EVE);
    List<ServerMessage.Notification> told = next.takeFor(1);
    assertThat(told.stream().filter(ServerMessage.MemberJoined.class::isInstance))
        .extracting(message -> next.room.isOfBefore(next.nowNanos(), message))
        .containsExactly(true, false);
    next.request(1, new ClientMessage.LogAppend("chat", 5, Bytes.utf8("hi")));
    next.request(1, new ClientMessage.LogAppend("chat", 6, Bytes.utf8("roll")));
    assertThat(next.takeFor(1).stream().filter(ServerMessage.LogEntry.class::isInstance))
        .extracting(message -> next.room.isOfBefore(next.nowNanos(), message))
        .containsExactly(true, false);
  }
}
