package chat.free4.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NtpTimeTest {
  @Test
  void countsFrom1900() {
    assertThat(NtpTime.ofUnixNanos(0)).isEqualTo(2_208_988_800L << 32);
    assertThat(NtpTime.ofUnixNanos(1_500_000_000L)).isEqualTo(2_208_988_801L << 32 | 0x8000_0000L);
    assertThat(NtpTime.ofUnixNanos(-500_000_000L)).isEqualTo(2_208_988_799L << 32 | 0x8000_0000L);
  }

  @Test
  void theCompactFormIsTheMiddle() {
    assertThat(NtpTime.compact(0x1111_2222_3333_4444L)).isEqualTo(0x2222_3333);
  }

  @Test
  void durationsGoThereAndBackWithin16Microseconds() {
    for (long nanos : new long[] {0, 15_259, 20_000_000, 1_000_000_000L, 65_535_999_000_000L}) {
      assertThat(NtpTime.nanosOfCompact(NtpTime.compactDuration(nanos)))
          .isBetween(nanos - 16_000, nanos);
    }
    assertThat(NtpTime.compactDuration(-5)).isZero();
    assertThat(NtpTime.compactDuration(70_000_000_000_000L)).isEqualTo(-1);
  }

  @Test
  void theRoundTripTimeIsThatOfTheExampleInRfc3550() {
    // Section 6.4.1, figure 2: 0xb710:8000 - 0x0005:4000 - 0xb705:2000 = 6.125 s.
    long arrival = 0xb710_8000L << 16;
    assertThat(NtpTime.roundTripNanos(arrival, 0xb705_2000, 0x0005_4000)).isEqualTo(6_125_000_000L);
    assertThat(NtpTime.roundTripNanos(arrival, 0, 0)).isEqualTo(-1);
    assertThat(NtpTime.roundTripNanos(arrival, 0xb710_8000, 1)).isZero();
  }
}
