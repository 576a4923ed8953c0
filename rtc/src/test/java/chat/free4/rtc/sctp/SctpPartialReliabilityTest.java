package chat.free4.rtc.sctp;

import static chat.free4.rtc.sctp.SctpLink.MILLI;
import static chat.free4.rtc.sctp.SctpLink.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SctpPartialReliabilityTest {
  private static final Reliability ONCE = new Reliability(true, 0, Reliability.FOREVER);

  private static List<Integer> numbersAt(SctpLink.Side side) {
    return side.messages.stream().map(m -> ByteBuffer.wrap(m.payload()).getInt()).toList();
  }

  private static byte[] numbered(int number, int bytes) {
    return ByteBuffer.allocate(bytes).putInt(number).array();
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 3000})
  void whatIsSentOnlyOnceMayBeMissingAndHoldsUpNothing(int bytes) {
    for (long seed = 1; seed <= 8; seed++) {
      SctpLink link = new SctpLink(seed).connected();
      link.loss = 0.1;
      link.reorder = 0.05;
      int count = 400;
      for (int i = 0; i < count; i++) {
        Reliability how = seed % 2 == 0 ? ONCE : new Reliability(false, 0, Reliability.FOREVER);
        assertThat(link.a.association.send(link.now, i % 3, 53, numbered(i, bytes), how)).isNull();
        link.run((bytes < 1000 ? 5 : 40) * MILLI);
      }
      link.loss = 0;
      link.run(20 * SECOND);
      assertThat(link.b.messages).as("seed %d", seed).hasSizeBetween(count / 3, count - 10);
      for (int stream = 0; stream < 3; stream++) {
        int which = stream;
        List<Integer> ofStream = numbersAt(link.b).stream().filter(n -> n % 3 == which).toList();
        assertThat(ofStream).as("seed %d", seed).doesNotHaveDuplicates();
        if (seed % 2 == 0) {
          assertThat(ofStream).as("seed %d", seed).isSorted();
        }
      }
      assertThat(link.a.association.sendBufferedBytes()).as("seed %d", seed).isZero();
      assertThat(link.b.association.receiveBufferedBytes()).as("seed %d", seed).isZero();
      link.a.association.send(link.now, 0, 53, numbered(-1, bytes), Reliability.ORDERED);
      link.run(SECOND);
      assertThat(numbersAt(link.b)).as("seed %d", seed).endsWith(-1);
    }
  }

  @Test
  void whatIsTooOldIsGivenUpAndWhatFollowsComes() {
    for (long seed = 1; seed <= 8; seed++) {
      SctpLink link = new SctpLink(seed).connected();
      link.loss = 0.05;
      Reliability brief = new Reliability(true, Reliability.UNLIMITED, 300 * MILLI);
      for (int i = 0; i < 100; i++) {
        link.a.association.send(link.now, 0, 53, numbered(i, 5000), brief);
        link.run(30 * MILLI);
        link.setDark(i % 50 > 40);
      }
      link.setDark(false);
      link.a.association.send(link.now, 0, 53, numbered(1000, 10), Reliability.ORDERED);
      link.run(30 * SECOND);
      assertThat(numbersAt(link.b))
          .as("seed %d", seed)
          .isSorted()
          .doesNotHaveDuplicates()
          .endsWith(1000)
          .hasSizeBetween(30, 90);
      assertThat(link.a.association.sendBufferedBytes()).as("seed %d", seed).isZero();
      assertThat(link.b.association.receiveBufferedBytes()).as("seed %d", seed).isZero();
    }
  }

  @Test
  void whatWasNeverBegunLeavesNoTrace() {
    SctpLink link = new SctpLink(1).connected();
    link.b.reads = false;
    int filler = 0;
    while (link.a.association.send(link.now, 0, 53, numbered(filler, 60_000), Reliability.ORDERED)
        == null) {
      filler++;
      link.run(SECOND);
    }
    int taken = filler;
    link.run(60 * SECOND);
    link.b.reads = true;
    link.runUntil(() -> link.b.messages.size() == taken, 60 * SECOND);
    Reliability brief = new Reliability(true, Reliability.UNLIMITED, 1);
    link.a.association.send(link.now, 1, 53, numbered(5000, 10), brief);
    link.now += MILLI;
    link.a.association.send(link.now, 1, 53, numbered(5001, 10), Reliability.ORDERED);
    link.run(SECOND);
    assertThat(numbersAt(link.b)).doesNotContain(5000).endsWith(5001);
  }

  @Test
  void aLongMessageIsGivenUpInItsMiddle() {
    SctpLink link = new SctpLink(2).connected();
    link.bytesPerSecond = 20_000;
    Reliability brief = new Reliability(true, Reliability.UNLIMITED, 500 * MILLI);
    link.a.association.send(link.now, 0, 53, numbered(1, 60_000), brief);
    link.a.association.send(link.now, 0, 53, numbered(2, 100), Reliability.ORDERED);
    link.run(20 * SECOND);
    assertThat(numbersAt(link.b)).containsExactly(2);
    assertThat(link.b.association.receiveBufferedBytes()).isZero();
  }
}
