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
  void anEstimateIsCertainWhileNoClaimCouldChangeIt() {
    SrtpStream stream =
        new SrtpStream(new CipherContext(SrtpProfile.AEAD_AES_128_GCM, true, () -> {}), 1);
    assertThat(stream.isEstimateCertain(7)).isTrue();
    stream.claim(65_535);
    assertThat(stream.isEstimateCertain(0)).as("before the first packet is known").isFalse();
    stream.forgetClaims();
    stream.rtp().accept(20_000);
    stream.claim(40_000);
    assertThat(stream.isEstimateCertain(40_001)).isTrue();
    assertThat(stream.isEstimateCertain(60_000)).as("60,000, or from before the start").isFalse();
    assertThat(stream.isEstimateCertain(2_000)).as("2,000 or 67,536").isFalse();
    stream.forgetClaims();
    assertThat(stream.isEstimateCertain(2_000)).isTrue();
  }

  @Test
  void aContextRemembersALimitedNumberOfStreams() {
    SrtpStreams streams = new CipherContext(SrtpProfile.AEAD_AES_128_GCM, true, () -> {}).streams();
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
