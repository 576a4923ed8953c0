package chat.free4.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilenceTest {
  private final Silence silence = new Silence();

  @Test
  void theLongestIsKept() {
    silence.begin(100);
    for (long at : new long[] {120, 150, 190, 200}) {
      silence.heard(at);
    }
    assertThat(silence.longestNanos()).isEqualTo(40);
  }

  @Test
  void itBeginsWithTheMeasuredTime() {
    silence.heard(5);
    silence.begin(1000);
    silence.heard(1010);
    assertThat(silence.longestNanos()).isEqualTo(10);
    silence.begin(2000);
    assertThat(silence.longestNanos()).isZero();
  }

  @Test
  void whatComesLateIsNoStepBack() {
    silence.begin(0);
    silence.heard(30);
    silence.heard(10);
    silence.heard(50);
    assertThat(silence.longestNanos()).isEqualTo(30);
  }
}
