package chat.free4.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.rtcp.RtcpReader;
import chat.free4.wire.rtcp.RtcpWriter;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class SlotStreamTest {
  private final SlotStream slot = new SlotStream(VoiceSource.slot(77));

  private boolean handle(int sequence) {
    return slot.handle(sequence * 20_000_000L, sequence & 0xffff, 960 * sequence);
  }

  private void handleAll(int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(handle(i)).isTrue();
    }
  }

  @Test
  void aWholeStreamLosesNothingThroughARollover() {
    handleAll(65_000, 70_000);
    assertThat(slot.packets()).isEqualTo(5000);
    assertThat(slot.lost()).isZero();
    assertThat(slot.duplicates()).isZero();
    assertThat(slot.reordered()).isZero();
  }

  @Test
  void gapsAreLost() {
    handleAll(0, 10);
    handleAll(13, 20);
    assertThat(slot.lost()).isEqualTo(3);
    assertThat(slot.packets()).isEqualTo(17);
  }

  @Test
  void whatComesLateIsReorderedAndNotLost() {
    handleAll(0, 10);
    handleAll(11, 12);
    assertThat(handle(10)).isTrue();
    assertThat(slot.reordered()).isEqualTo(1);
    assertThat(slot.lost()).isZero();
  }

  @Test
  void whatComesTwiceIsCountedOnce() {
    handleAll(0, 10);
    assertThat(handle(9)).isFalse();
    assertThat(handle(3)).isFalse();
    assertThat(slot.duplicates()).isEqualTo(2);
    assertThat(slot.packets()).isEqualTo(10);
  }

  @Test
  void whatIsOlderThanTheWindowCountsAsOutOfOrder() {
    handleAll(0, 2000);
    assertThat(handle(1)).isFalse();
    assertThat(slot.reordered()).isEqualTo(1);
    assertThat(slot.duplicates()).isZero();
  }

  @Test
  void aNewWindowForgetsWhatWasMissedBefore() {
    handleAll(0, 10);
    handleAll(20, 30);
    slot.beginWindow();
    assertThat(slot.lost()).isZero();
    handleAll(30, 40);
    handleAll(41, 42);
    assertThat(slot.packets()).isEqualTo(11);
    assertThat(slot.lost()).isEqualTo(1);
  }

  @Test
  void aReportTellsTheShareLostSinceTheLast() {
    handleAll(100, 175);
    handleAll(200, 300);
    MemorySegment out = MemorySegment.ofArray(new byte[64]);
    int bytes = RtcpWriter.receiverReport(out, 0, 5, 1);
    bytes += slot.writeReportBlock(1, out, bytes);
    RtcpReader reader = new RtcpReader();
    assertThat(reader.start(out, 0, bytes)).isNull();
    assertThat(reader.next()).isTrue();
    assertThat(reader.blockSsrc(0)).isEqualTo(77);
    assertThat(reader.fractionLost(0)).isEqualTo(25 * 256 / 200);
  }
}
