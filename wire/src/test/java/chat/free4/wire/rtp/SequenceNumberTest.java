package chat.free4.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceNumberTest {
  @Test
  void wrapsInBothDirections() {
    assertThat(SequenceNumber.plus(65_535, 1)).isZero();
    assertThat(SequenceNumber.plus(0, -1)).isEqualTo(65_535);
    assertThat(SequenceNumber.distance(65_535, 0)).isEqualTo(1);
    assertThat(SequenceNumber.distance(0, 65_535)).isEqualTo(-1);
    assertThat(SequenceNumber.distance(10, 10)).isZero();
  }

  @Test
  void comesAfterWithinHalfTheRange() {
    assertThat(SequenceNumber.isAfter(0, 65_535)).isTrue();
    assertThat(SequenceNumber.isAfter(65_535, 0)).isFalse();
    assertThat(SequenceNumber.isAfter(7, 7)).isFalse();
    assertThat(SequenceNumber.isAfter(32_767, 0)).isTrue();
    assertThat(SequenceNumber.isAfter(32_769, 0)).isFalse();
  }
}
