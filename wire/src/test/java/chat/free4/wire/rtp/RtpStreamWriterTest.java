package chat.free4.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RtpStreamWriterTest {
  private static final byte[] MID = {'s', '1'};

  private final MemorySegment out = MemorySegment.ofArray(new byte[1600]);

  @Test
  void rewritesAllButMarkerAndPayload() {
    MemorySegment in =
        packet("b1ef1234 00112233 cafebabe 00000063 bede0001 109e0000 0102030405 000003");
    RtpStreamWriter writer = new RtpStreamWriter(0x11223344, 109, 5, MID, 7);
    int length = writer.rewrite(in, 0, (int) in.byteSize(), out, 8, 65_535, -2, 0x80000001, 0x9e);
    assertThat(hex(8, length))
        .isEqualTo(
            "91edffff"
                + "fffffffe"
                + "11223344"
                + "80000001"
                + "bede0002"
                + "709e517331000000"
                + "0102030405");
    assertThat(RtpPacket.check(out, 8, length)).isNull();
    assertThat(RtpExtensions.audioLevel(out, 8, 7)).isEqualTo(0x9e);
    assertThat(RtpExtensions.hasMid(out, 8, 5, MID)).isTrue();
  }

  @Test
  void leavesOutWhatWasNotNegotiatedOrIsNotKnown() {
    RtpStreamWriter bare = new RtpStreamWriter(1, 111, 0, MID, 0);
    assertThat(hex(0, bare.writeHeader(out, 0, false, 1, 2, 0, 30)))
        .isEqualTo("806f00010000000200000001");
    RtpStreamWriter levelOnly = new RtpStreamWriter(1, 111, 0, MID, 3);
    assertThat(hex(0, levelOnly.writeHeader(out, 0, true, 1, 2, 9, 30)))
        .isEqualTo("91ef0001000000020000000100000009bede0001301e0000");
    assertThat(hex(0, levelOnly.writeHeader(out, 0, true, 1, 2, 9, RtpStreamWriter.NO_LEVEL)))
        .isEqualTo("81ef0001000000020000000100000009");
  }

  @Test
  void takesTheTwoByteFormForHighIdsAndLongMids() {
    RtpStreamWriter highId = new RtpStreamWriter(1, 111, 15, MID, 1);
    assertThat(hex(12, highId.writeHeader(out, 0, false, 1, 2, 0, 30) - 12))
        .isEqualTo("10000002" + "01011e" + "0f027331" + "00");
    byte[] longMid = "a-mid-of-seventeen".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    RtpStreamWriter withLongMid = new RtpStreamWriter(1, 111, 2, longMid, 1);
    int length = withLongMid.writeHeader(out, 0, false, 1, 2, 0, 30);
    assertThat(RtpPacket.check(out, 0, length)).isNull();
    assertThat(RtpExtensions.hasMid(out, 0, 2, longMid)).isTrue();
    assertThat(RtpExtensions.audioLevel(out, 0, 1)).isEqualTo(30);
  }

  @Test
  void growsByNoMoreThanItSays() {
    byte[] longest = new byte[RtpStreamWriter.MAX_MID_BYTES];
    RtpStreamWriter writer = new RtpStreamWriter(1, 111, 255, longest, 254);
    int growth = writer.writeHeader(out, 0, false, 1, 2, 9, 30) - RtpPacket.FIXED_HEADER_BYTES;
    assertThat(growth).isLessThanOrEqualTo(RtpStreamWriter.MAX_GROWTH_BYTES);
  }

  @Test
  void refusesWhatCannotBeWritten() {
    assertThatThrownBy(() -> new RtpStreamWriter(1, 128, 1, MID, 2))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RtpStreamWriter(1, 111, 256, MID, 2))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] tooLong = new byte[RtpStreamWriter.MAX_MID_BYTES + 1];
    assertThatThrownBy(() -> new RtpStreamWriter(1, 111, 1, tooLong, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String hex(int from, int length) {
    return HexFormat.of().formatHex(out.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE));
  }

  private static MemorySegment packet(String hex) {
    return MemorySegment.ofArray(HexFormat.of().parseHex(hex.replace(" ", "")));
  }
}
