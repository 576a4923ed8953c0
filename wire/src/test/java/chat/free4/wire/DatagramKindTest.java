package chat.free4.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class DatagramKindTest {
  @Test
  void followsTheRangesOfRfc7983() {
    for (int first = 0; first < 256; first++) {
      DatagramKind expected = DatagramKind.UNKNOWN;
      if (first <= 3) {
        expected = DatagramKind.STUN;
      } else if (first >= 20 && first <= 63) {
        expected = DatagramKind.DTLS;
      } else if (first >= 128 && first <= 191) {
        expected = DatagramKind.RTP;
      }
      assertThat(kind(first, 111)).as("first byte %d", first).isEqualTo(expected);
    }
  }

  @Test
  void tellsRtcpFromRtpByTheSecondByte() {
    for (int second = 0; second < 256; second++) {
      boolean rtcp = second >= 192 && second <= 223;
      assertThat(kind(0x80, second))
          .as("second byte %d", second)
          .isEqualTo(rtcp ? DatagramKind.RTCP : DatagramKind.RTP);
    }
  }

  @Test
  void oneByteIsNothing() {
    assertThat(DatagramKind.of(MemorySegment.ofArray(new byte[1]), 0, 1))
        .isEqualTo(DatagramKind.UNKNOWN);
    assertThat(DatagramKind.of(MemorySegment.ofArray(new byte[1]), 0, 0))
        .isEqualTo(DatagramKind.UNKNOWN);
  }

  private static DatagramKind kind(int first, int second) {
    byte[] bytes = {(byte) first, (byte) second};
    return DatagramKind.of(MemorySegment.ofArray(bytes), 0, 2);
  }
}
