package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class NackListTest {
  private final NackList list = new NackList();
  private final int[] lost = new int[NackList.MAX_MISSING];

  private int[] due(long nowNanos) {
    boolean due = list.handleTimeout(nowNanos);
    int count = list.pollPending(lost);
    assertThat(count > 0).isEqualTo(due);
    return Arrays.copyOf(lost, count);
  }

  @Test
  void asksForNothingWhenNothingIsMissing() {
    list.handlePacket(0, 1, 1);
    list.handlePacket(0, 2, 1);
    assertThat(list.nextNanos()).isEqualTo(NackList.NEVER);
    assertThat(due(Long.MAX_VALUE - 1)).isEmpty();
  }

  @Test
  void waitsALittleForReorderedPackets() {
    list.handlePacket(0, 5, 3);
    assertThat(list.nextNanos()).isEqualTo(NackList.REORDER_NANOS);
    assertThat(due(NackList.REORDER_NANOS - 1)).isEmpty();
    list.handlePacket(1, 3, -2);
    assertThat(due(NackList.REORDER_NANOS)).containsExactly(4);
  }

  @Test
  void asksThreeTimesAndThenLetsGo() {
    list.handlePacket(0, 0, 2);
    int questions = 0;
    while (list.nextNanos() != NackList.NEVER) {
      assertThat(due(list.nextNanos())).containsExactly(65535);
      questions++;
    }
    assertThat(questions).isEqualTo(NackList.MAX_QUESTIONS);
  }

  @Test
  void asksNoMoreOnceThePacketCame() {
    list.handlePacket(0, 10, 2);
    assertThat(due(list.nextNanos())).containsExactly(9);
    list.handlePacket(30, 9, -1);
    assertThat(list.nextNanos()).isEqualTo(NackList.NEVER);
  }

  @Test
  void asksNotForWhatCameBetweenTheDecisionAndTheQuestion() {
    list.handlePacket(0, 10, 3);
    assertThat(list.handleTimeout(NackList.REORDER_NANOS)).isTrue();
    list.handlePacket(NackList.REORDER_NANOS, 8, -2);
    assertThat(list.pollPending(lost)).isEqualTo(1);
    assertThat(lost[0]).isEqualTo(9);
    assertThat(list.pollPending(lost)).isZero();
  }

  @Test
  void givesUpOnAnOutage() {
    list.handlePacket(0, 10, 2);
    list.handlePacket(0, 100, NackList.MAX_MISSING + 2);
    assertThat(list.nextNanos()).isEqualTo(NackList.NEVER);
  }

  @Test
  void forgetsTheOldestOverItsLimit() {
    list.handlePacket(0, 20, 21);
    list.handlePacket(0, 41, 21);
    int[] due = due(NackList.REORDER_NANOS);
    assertThat(due).hasSize(NackList.MAX_MISSING).isSorted();
    assertThat(due[0]).isEqualTo(8);
    assertThat(due[NackList.MAX_MISSING - 1]).isEqualTo(40);
  }
}
