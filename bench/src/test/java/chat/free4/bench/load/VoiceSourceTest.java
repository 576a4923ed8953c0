package chat.free4.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class VoiceSourceTest {
  private final MemorySegment packet = Arena.ofAuto().allocate(100);

  private void write(int csrc) {
    var writer = new RtpStreamWriter(77, 111, 4, new byte[] {'0'}, 1);
    assertThat(writer.writeHeader(packet, 0, false, 1, 960, csrc, 20)).isLessThan(100);
  }

  @Test
  void inASlotThePacketSaysWhoSpeaks() {
    VoiceSource slot = VoiceSource.slot(77);
    write(12);
    assertThat(slot.speakerOf(packet, 0)).isEqualTo(12);
    write(0);
    assertThat(slot.speakerOf(packet, 0)).isEqualTo(VoiceSource.NOBODY);
  }

  @Test
  void aStreamOfOneSpeakerIsAlwaysThatSpeakers() {
    VoiceSource stream = new VoiceSource(77, 5);
    write(0);
    assertThat(stream.speakerOf(packet, 0)).isEqualTo(5);
    write(12);
    assertThat(stream.speakerOf(packet, 0)).isEqualTo(5);
  }
}
