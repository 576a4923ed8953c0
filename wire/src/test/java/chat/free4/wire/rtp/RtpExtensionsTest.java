package chat.free4.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtpExtensionsTest {
  @Test
  void theOneByteFormIsReadWithPaddingBetweenElements() {
    MemorySegment packet = packet("bede0003 109e0000 0040 61 32 000102 00");
    assertThat(RtpExtensions.audioLevel(packet, 0, 1)).isEqualTo(0x9e);
    assertThat(RtpExtensions.hasMid(packet, 0, 4, new byte[] {'a'})).isTrue();
    assertThat(RtpExtensions.dataLength(RtpExtensions.find(packet, 0, 3))).isEqualTo(3);
    assertThat(RtpExtensions.find(packet, 0, 2)).isEqualTo(RtpExtensions.ABSENT);
  }

  @Test
  void theTwoByteFormIsReadWithEmptyElementsAndHighIds() {
    MemorySegment packet = packet("1007 0003 0500 01019e 00 c8023131 00");
    assertThat(RtpExtensions.dataLength(RtpExtensions.find(packet, 0, 5))).isZero();
    assertThat(RtpExtensions.audioLevel(packet, 0, 5)).isEqualTo(RtpExtensions.ABSENT);
    assertThat(RtpExtensions.audioLevel(packet, 0, 1)).isEqualTo(0x9e);
    assertThat(RtpExtensions.hasMid(packet, 0, 200, new byte[] {'1', '1'})).isTrue();
  }

  @Test
  void anotherProfileHoldsNoElements() {
    MemorySegment packet = packet("abac0001 109e0000");
    assertThat(RtpExtensions.find(packet, 0, 1)).isEqualTo(RtpExtensions.ABSENT);
  }

  @Test
  void id15EndsTheOneByteForm() {
    MemorySegment packet = packet("bede0001 f0 00 10 9e");
    assertThat(RtpExtensions.find(packet, 0, 1)).isEqualTo(RtpExtensions.ABSENT);
    assertThat(RtpExtensions.find(packet, 0, 15)).isEqualTo(RtpExtensions.ABSENT);
  }

  @Test
  void anElementOverTheBlocksEndIsAbsent() {
    assertThat(RtpExtensions.find(packet("bede0001 13 9e9e9e"), 0, 1))
        .isEqualTo(RtpExtensions.ABSENT);
    assertThat(RtpExtensions.find(packet("10000001 0103 9e9e"), 0, 1))
        .isEqualTo(RtpExtensions.ABSENT);
    assertThat(RtpExtensions.find(packet("10000001 000000 01"), 0, 1))
        .isEqualTo(RtpExtensions.ABSENT);
  }

  @Test
  void aMidOfAnotherLengthOrContentIsAnotherMid() {
    MemorySegment packet = packet("bede0001 41 6131 00");
    assertThat(RtpExtensions.hasMid(packet, 0, 4, new byte[] {'a', '1'})).isTrue();
    assertThat(RtpExtensions.hasMid(packet, 0, 4, new byte[] {'a'})).isFalse();
    assertThat(RtpExtensions.hasMid(packet, 0, 4, new byte[] {'a', '2'})).isFalse();
    assertThat(RtpExtensions.hasMid(packet, 0, 0, new byte[] {'a', '1'})).isFalse();
  }

  @Test
  void theAudioLevelHasAVoiceBitAndSevenBitsOfLevel() {
    assertThat(RtpExtensions.level(0x9e)).isEqualTo(30);
    assertThat(RtpExtensions.isVoice(0x9e)).isTrue();
    assertThat(RtpExtensions.level(0x7f)).isEqualTo(127);
    assertThat(RtpExtensions.isVoice(0x7f)).isFalse();
  }

  private static MemorySegment packet(String block) {
    String hex = "906f0001 00000000 00000001" + block;
    return MemorySegment.ofArray(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
