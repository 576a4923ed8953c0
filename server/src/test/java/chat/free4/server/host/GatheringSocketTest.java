package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.signal.CloseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GatheringSocketTest {
  private static final int MANY = GatheringSocket.LARGE_ROOM + 1;

  private final List<String> sent = new ArrayList<>();
  private final Deadlines deadlines = new Deadlines();
  private final GatheringSocket socket =
      new GatheringSocket(
          new SignalSocket() {
            @Override
            public void send(String frame) {
              sent.add(frame);
            }

            @Override
            public void close(CloseCode code) {
              sent.add("closed " + code.code());
            }
          },
          deadlines);

  private void waitUntil(long nowNanos) {
    for (var due = deadlines.pollDue(nowNanos); due != null; due = deadlines.pollDue(nowNanos)) {
      Objects.requireNonNull(due).handleTimeout(nowNanos);
    }
  }

  @Test
  void inASmallRoomEverythingGoesAtOnce() {
    socket.tell(0, GatheringSocket.LARGE_ROOM, "1");
    socket.tell(0, GatheringSocket.LARGE_ROOM, "2");
    assertThat(sent).containsExactly("1", "2");
    assertThat(deadlines.next()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void inALargeRoomWhatIsToldGoesTogetherAMomentAfterTheFirst() {
    socket.tell(5, MANY, "1");
    socket.tell(GatheringSocket.GATHER_NANOS, MANY, "2");
    waitUntil(GatheringSocket.GATHER_NANOS + 4);
    assertThat(sent).isEmpty();
    waitUntil(GatheringSocket.GATHER_NANOS + 5);
    assertThat(sent).containsExactly("[1,2]");
    socket.tell(2 * GatheringSocket.GATHER_NANOS, MANY, "3");
    waitUntil(3 * GatheringSocket.GATHER_NANOS);
    assertThat(sent).containsExactly("[1,2]", "3");
  }

  @Test
  void whateverElseIsSentComesAfterWhatWaited() {
    socket.tell(0, MANY, "1");
    socket.tell(0, MANY, "2");
    socket.send("answer");
    socket.tell(0, MANY, "3");
    socket.tell(0, 2, "4");
    socket.tell(0, MANY, "5");
    socket.close(CloseCode.DONE);
    assertThat(sent).containsExactly("[1,2]", "answer", "3", "4", "5", "closed 1000");
    waitUntil(Long.MAX_VALUE / 2);
    assertThat(sent).hasSize(6);
  }

  @Test
  void noMoreWaitThanTheLimits() {
    for (int i = 0; i < GatheringSocket.MAX_GATHERED; i++) {
      assertThat(sent).isEmpty();
      socket.tell(0, MANY, "1");
    }
    assertThat(sent).hasSize(1);
    socket.tell(0, MANY, "x".repeat(GatheringSocket.MAX_GATHERED_LENGTH - 1));
    assertThat(sent).hasSize(1);
    socket.tell(0, MANY, "y");
    assertThat(sent).hasSize(2);
    assertThat(deadlines.next()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void whatWaitsForOneWhoHasGoneIsForgotten() {
    socket.tell(0, MANY, "1");
    socket.abandon();
    waitUntil(Long.MAX_VALUE / 2);
    socket.send("2");
    assertThat(sent).containsExactly("2");
  }
}
