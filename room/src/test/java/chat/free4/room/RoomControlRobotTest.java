package chat.free4.room;

import static chat.free4.room.RoomHarness.ID;
import static chat.free4.room.RoomHarness.admission;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import chat.free4.room.snapshot.RobotSeat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Robots as members of a room; what they do there is the server's. */
class RoomControlRobotTest {
  private static final RobotSeat DICE =
      new RobotSeat("dice", "en", Bytes.of(new byte[RobotSeat.SEED_BYTES]), 0);
  private static final ClientMessage.RobotAdd ADD = new ClientMessage.RobotAdd("dice", "en");

  private final RoomHarness harness = new RoomHarness();

  @BeforeEach
  void enter() {
    harness.enter(1, "ada");
    harness.enter(2, "ben");
    harness.take();
  }

  private int seat(long session, String name) {
    return harness.room.handleRobot(0, session, admission(name, null), DICE, true);
  }

  private static RoomEffect refused(long session, SignalError error) {
    return new RoomEffect.Fail(session, ID, SignalFault.of(error));
  }

  @Test
  void whoModeratesAsksTheServerForARobot() {
    harness.request(1, ADD);
    assertThat(harness.take()).containsExactly(new RoomEffect.AddRobot(1, ID, "dice", "en"));
  }

  @Test
  void nobodyElseDoes() {
    harness.request(2, ADD);
    harness.request(2, new ClientMessage.RobotRemove(seat(9, "robot")));
    assertThat(harness.take())
        .contains(refused(2, SignalError.NOT_MODERATOR), refused(2, SignalError.NOT_MODERATOR))
        .noneMatch(RoomEffect.ForgetMember.class::isInstance);
  }

  @Test
  void whatIsNoNameOrLanguageIsRefused() {
    for (String robot : List.of("", "Dice", "../dice", "a".repeat(25), "dice\n")) {
      harness.request(1, new ClientMessage.RobotAdd(robot, "en"));
      assertThat(harness.take())
          .containsExactly(new RoomEffect.Fail(1, ID, SignalFault.invalidParams("robot")));
    }
    for (String language : List.of("", "english", "en; rm", "en-", "--stdout")) {
      harness.request(1, new ClientMessage.RobotAdd("dice", language));
      assertThat(harness.take())
          .containsExactly(new RoomEffect.Fail(1, ID, SignalFault.invalidParams("language")));
    }
  }

  @Test
  void aRobotIsAMemberThatIsMarked() {
    int number = seat(9, "robot");
    RoomEffect.Broadcast told = (RoomEffect.Broadcast) harness.take().getFirst();
    assertThat(told.to()).hasToString("[1, 2]");
    ServerMessage.MemberInfo member = ((ServerMessage.MemberJoined) told.message()).member();
    assertThat(member.number()).isEqualTo(number);
    assertThat(member.robot()).isEqualTo("dice");
    assertThat(member.hasMedia()).isTrue();
    assertThat(harness.room.members())
        .extracting(ServerMessage.MemberInfo::robot)
        .containsExactly(null, null, "dice");
    assertThat(harness.room.connectedCount()).as("people").isEqualTo(2);
  }

  @Test
  void aRobotWritesLikeAnybody() {
    seat(9, "robot");
    harness.take();
    harness.request(9, new ClientMessage.LogAppend("chat", 1, Bytes.utf8("hi")));
    assertThat(harness.take()).filteredOn(RoomEffect.Broadcast.class::isInstance).hasSize(1);
  }

  @Test
  void asManyAsTheRoomTakes() {
    for (int i = 0; i < RobotDesk.MAX_ROBOTS; i++) {
      seat(9 + i, "robot " + i);
    }
    harness.take();
    harness.request(1, ADD);
    assertThat(harness.take()).containsExactly(refused(1, SignalError.TOO_MANY_ROBOTS));
  }

  @Test
  void aRobotIsSentAway() {
    int number = seat(9, "robot");
    harness.take();
    harness.request(1, new ClientMessage.RobotRemove(number));
    assertThat(harness.take())
        .contains(
            new RoomEffect.Reply(1, ID, new ServerMessage.Done()),
            new RoomEffect.ForgetMember(number),
            new RoomEffect.CloseSession(9, CloseCode.REMOVED));
    harness.request(1, new ClientMessage.RobotRemove(number));
    assertThat(harness.take()).containsExactly(refused(1, SignalError.UNKNOWN_MEMBER));
  }

  @Test
  void peopleAreNotSentAwayLikeThat() {
    harness.request(1, new ClientMessage.RobotRemove(2));
    assertThat(harness.take()).containsExactly(refused(1, SignalError.UNKNOWN_MEMBER));
    harness.room.handleRobotFailed(2);
    assertThat(harness.take()).isEmpty();
  }

  @Test
  void aRobotThatFailsIsTakenOutAndAllAreTold() {
    int number = seat(9, "robot");
    harness.take();
    harness.room.handleRobotFailed(number);
    assertThat(harness.take())
        .filteredOn(RoomEffect.Broadcast.class::isInstance)
        .extracting(effect -> ((RoomEffect.Broadcast) effect).message())
        .containsExactly(new ServerMessage.MemberLeft(number, "failed"));
    harness.room.handleRobotFailed(number);
    assertThat(harness.take()).as("once").isEmpty();
  }

  @Test
  void aRobotModeratesNothingHoweverLongItIsHere() {
    seat(9, "robot");
    harness.take();
    harness.request(1, new ClientMessage.Leave());
    assertThat(harness.take())
        .filteredOn(RoomEffect.Broadcast.class::isInstance)
        .extracting(effect -> ((RoomEffect.Broadcast) effect).message())
        .contains(new ServerMessage.RoomChanged(null, null, null, Bytes.utf8("ben")));
  }

  @Test
  void robotsAloneKeepNoRoom() {
    int number = seat(9, "robot");
    harness.request(1, new ClientMessage.Leave());
    harness.take();
    harness.request(2, new ClientMessage.Leave());
    assertThat(harness.take())
        .contains(new RoomEffect.ForgetMember(number))
        .endsWith(new RoomEffect.RoomEnded());
  }
}
