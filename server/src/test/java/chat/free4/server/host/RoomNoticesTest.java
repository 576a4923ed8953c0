package chat.free4.server.host;

import static chat.free4.server.host.RoomNotices.GATHER_NANOS;
import static chat.free4.server.host.RoomNotices.GATHER_NANOS_EACH;
import static chat.free4.server.host.RoomNotices.LARGE_ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.Sessions;
import chat.free4.room.signal.CloseCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RoomNoticesTest {
  private static final long LAST = LARGE_ROOM;
  private static final Sessions MANY = sessions(LARGE_ROOM + 1);

  private final Deadlines deadlines = new Deadlines();
  private final Map<Long, List<String>> sent = new HashMap<>();
  private final Map<Long, GatheringSocket> sockets = new HashMap<>();
  private final RoomNotices notices = new RoomNotices(deadlines, sockets::get);

  RoomNoticesTest() {
    for (long handle = 0; handle <= LAST; handle++) {
      List<String> frames = new ArrayList<>();
      sent.put(handle, frames);
      sockets.put(handle, new GatheringSocket(new Recorder(frames)));
    }
  }

  private record Recorder(List<String> frames) implements SignalSocket {
    @Override
    public void send(String frame) {
      frames.add(frame);
    }

    @Override
    public void close(CloseCode code) {
      frames.add("closed " + code.code());
    }
  }

  private static Sessions sessions(int count) {
    return Sessions.of(LongStream.range(0, count).toArray());
  }

  private List<String> sent(long handle) {
    return Objects.requireNonNull(sent.get(handle));
  }

  private GatheringSocket socket(long handle) {
    return Objects.requireNonNull(sockets.get(handle));
  }

  private void waitUntil(long nowNanos) {
    for (var due = deadlines.pollDue(nowNanos); due != null; due = deadlines.pollDue(nowNanos)) {
      due.handleTimeout(nowNanos);
    }
  }

  @Test
  void inASmallRoomEverythingGoesAtOnce() {
    notices.tell(0, sessions(LARGE_ROOM), "1");
    notices.tell(0, sessions(LARGE_ROOM), "2");
    assertThat(sent(0)).containsExactly("1", "2");
    assertThat(sent(LAST)).isEmpty();
    assertThat(deadlines.next()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void inALargeRoomWhatIsToldGoesTogetherAMomentAfterTheFirst() {
    notices.tell(5, MANY, "1");
    notices.tell(GATHER_NANOS, MANY, "2");
    waitUntil(GATHER_NANOS + 4);
    assertThat(sent(0)).isEmpty();
    waitUntil(GATHER_NANOS + 5);
    assertThat(sent.values()).allSatisfy(each -> assertThat(each).containsExactly("[1,2]"));
    assertThat(sent(0).getFirst()).isSameAs(sent(LAST).getFirst());
    notices.tell(2 * GATHER_NANOS, MANY, "3");
    waitUntil(3 * GATHER_NANOS);
    assertThat(sent(0)).containsExactly("[1,2]", "3");
  }

  @Test
  void theLargerTheRoomTheLongerTheMoment() {
    int size = 4_000;
    notices.tell(0, sessions(size), "1");
    assertThat(deadlines.next()).isEqualTo(size * GATHER_NANOS_EACH);
  }

  @Test
  void whateverElseIsSentComesAfterWhatWaited() {
    notices.tell(0, MANY, "1");
    notices.tell(0, MANY, "2");
    socket(3).send("answer");
    notices.tell(0, MANY, "3");
    notices.tell(0, sessions(4), "4");
    notices.tell(0, MANY, "5");
    socket(3).close(CloseCode.DONE);
    List<String> inOrder = List.of("[1,2]", "answer", "3", "4", "5", "closed 1000");
    assertThat(sent(3)).isEqualTo(inOrder);
    waitUntil(Long.MAX_VALUE / 2);
    assertThat(sent(3)).isEqualTo(inOrder);
    assertThat(sent(2)).containsExactly("[1,2,3]", "4", "5");
    assertThat(sent(LAST)).containsExactly("[1,2,3,5]");
  }

  @Test
  void aHeartbeatBetweenLeavesTheFrameForAllWhole() {
    notices.tell(0, MANY, "1");
    socket(3).sendAside("heartbeat");
    notices.tell(0, MANY, "2");
    waitUntil(Long.MAX_VALUE / 2);
    assertThat(sent(3)).containsExactly("heartbeat", "[1,2]");
    assertThat(sent(3).getLast()).isSameAs(sent(LAST).getFirst());
  }

  @Test
  void whoComesBetweenIsToldOnlyWhatWasMeantForIt() {
    notices.tell(0, sessions((int) LAST), "small");
    Sessions others = Sessions.of(LongStream.range(1, LAST + 1).toArray());
    notices.tell(0, MANY, "1");
    notices.tell(0, MANY, "2");
    socket(0).send("welcome");
    notices.tell(0, others, "at once, as they are few enough");
    notices.tell(0, MANY, "3");
    waitUntil(Long.MAX_VALUE / 2);
    assertThat(sent(0)).containsExactly("small", "[1,2]", "welcome", "3");
  }

  @Test
  void noMoreWaitThanTheLimits() {
    for (int i = 0; i < RoomNotices.MAX_GATHERED; i++) {
      assertThat(sent(0)).isEmpty();
      notices.tell(0, MANY, "1");
    }
    assertThat(sent(0)).hasSize(1);
    notices.tell(0, MANY, "x".repeat(RoomNotices.MAX_GATHERED_LENGTH - 1));
    assertThat(sent(0)).hasSize(1);
    notices.tell(0, MANY, "y");
    assertThat(sent(0)).hasSize(2);
    assertThat(deadlines.next()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatWaitsForOneWhoHasGoneIsForgotten() {
    notices.tell(0, MANY, "1");
    socket(0).abandon();
    sockets.remove(1L);
    notices.tell(0, MANY, "2");
    waitUntil(Long.MAX_VALUE / 2);
    assertThat(sent(0)).containsExactly("2");
    assertThat(sent(1)).containsExactly("1");
    assertThat(sent(2)).containsExactly("[1,2]");
  }
}
