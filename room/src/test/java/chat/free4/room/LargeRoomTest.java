package chat.free4.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.signal.ClientMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A room of two thousand: one thing that happens is one effect, however many hear of it. */
class LargeRoomTest {
  private static final int MEMBERS = 2_000;

  private final RoomHarness harness = new RoomHarness();

  @Test
  void whatAllHearIsOneEffectWithASharedListOfSessions() {
    fill();
    harness.request(1, new ClientMessage.MemberUpdate(null, true));
    harness.request(2, new ClientMessage.LogAppend("chat", 1, Bytes.utf8("hi")));
    List<RoomEffect> effects = harness.take();
    assertThat(effects).hasSize(4);
    assertThat(((RoomEffect.Broadcast) effects.get(1)).to().size()).isEqualTo(MEMBERS);
    assertThat(((RoomEffect.Broadcast) effects.get(3)).to().size()).isEqualTo(MEMBERS);
  }

  @Test
  void aRoomThatLosesAllAtOnceIsEmptyAfterTheGrace() {
    fill();
    for (int session = 1; session <= MEMBERS; session++) {
      harness.close(session, 1006);
    }
    harness.take();
    harness.pass(30_000);
    List<RoomEffect> effects = harness.take();
    assertThat(effects).hasSize(MEMBERS + 1); // nobody is left to be told of the others
    assertThat(effects.getLast()).isEqualTo(new RoomEffect.RoomEnded());
  }

  private void fill() {
    for (int i = 1; i <= MEMBERS; i++) {
      assertThat(harness.enter(i, RoomHarness.admission("member " + i, null))).isEqualTo(i);
      harness.take();
    }
  }
}
