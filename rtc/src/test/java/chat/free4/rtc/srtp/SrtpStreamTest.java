package chat.free4.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class SrtpStreamTest {
  private static final long ROC = 1L << 16;

  @Test
  void theFirstPacketHasNoRollover() {
    assertThat(SrtpStream.estimateIndex(ReplayWindow.NONE, 40_000)).isEqualTo(40_000);
  }

  @Test
  void aWrapForwardAddsARollover() {
    assertThat(SrtpStream.estimateIndex(65_535, 0)).isEqualTo(ROC);
    assertThat(SrtpStream.estimateIndex(3 * ROC + 65_000, 10)).isEqualTo(4 * ROC + 10);
  }

  @Test
  void aLatePacketFromBeforeTheWrapBelongsToTheFormerRollover() {
    assertThat(SrtpStream.estimateIndex(ROC + 2, 65_534)).isEqualTo(65_534);
    assertThat(SrtpStream.estimateIndex(2, 65_534)).isEqualTo(SrtpStream.BEFORE_START);
  }

  @Test
  void halfTheRangeAwayIsDecidedAsRfc3711AppendixADoes() {
    assertThat(SrtpStream.estimateIndex(ROC + 100, 100 + 32_768)).isEqualTo(ROC + 100 + 32_768);
    assertThat(SrtpStream.estimateIndex(ROC + 100, 100 + 32_769)).isEqualTo(100 + 32_769);
    assertThat(SrtpStream.estimateIndex(ROC + 40_000, 40_000 - 32_768))
        .isEqualTo(ROC + 40_000 - 32_768);
    assertThat(SrtpStream.estimateIndex(ROC + 40_000, 40_000 - 32_769))
        .isEqualTo(2 * ROC + 40_000 - 32_769);
  }

  @Test
  void aContextRemembersALimitedNumberOfStreams() {
    SrtpStreams streams = new SrtpStreams();
    for (int i = 0; i < SrtpStreams.MAX_STREAMS; i++) {
      assertThat(streams.isFull()).isFalse();
      streams.add(i * 0x01000193).rtp().accept(i);
    }
    assertThat(streams.isFull()).isTrue();
    for (int i = 0; i < SrtpStreams.MAX_STREAMS; i++) {
      SrtpStream stream = Objects.requireNonNull(streams.find(i * 0x01000193));
      assertThat(stream.rtp().highest()).isEqualTo(i);
    }
    assertThat(streams.find(77)).isNull();
    assertThatThrownBy(() -> streams.add(77)).isInstanceOf(IllegalStateException.class);
  }
}
