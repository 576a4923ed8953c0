package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.peer.PeerParameters;
import chat.free4.rtc.peer.PeerParameters.MicrophoneLine;
import chat.free4.rtc.peer.PeerParameters.SlotLine;
import chat.free4.sfu.Stage.Browser;
import chat.free4.wire.rtp.RtpExtensions;
import chat.free4.wire.rtp.RtpPacket;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A packet as it leaves, byte by byte: in the listener's numbers, not in the speaker's. */
final class ForwardedPacketTest {
  private static final long ROOM = 9;
  private static final int SLOT_SSRC = 0x1234_5678;
  private static final int SPEAKER = 0xfffffff0;

  private final Stage stage = new Stage(1);
  private final Browser speaker = stage.join(ROOM, SPEAKER, 1);

  /** Sends {@code packet} and gives what the listener gets. */
  private MemorySegment forwarded(byte[] packet, SlotLine slot) {
    var microphone = new MicrophoneLine("mic", 109, 3, 2, false);
    var parameters =
        new PeerParameters(
            stage.credentials(),
            stage.credentials(),
            new Fingerprint(new byte[Fingerprint.BYTES]),
            microphone,
            List.of(slot));
    Browser listener = stage.add(ROOM, 2, 1, parameters).connect();
    stage.byPath.remove(listener.path);
    stage.add(speaker.path, packet);
    stage.run();
    assertThat(stage.others).hasSize(1);
    return stage.others.getFirst().segment();
  }

  private static byte[] payload(MemorySegment packet) {
    int header = RtpPacket.headerLength(packet, 0);
    int length = RtpPacket.payloadLength(packet, 0, (int) packet.byteSize());
    return packet.asSlice(header, length).toArray(ValueLayout.JAVA_BYTE);
  }

  private byte[] voice() {
    byte[] packet = speaker.voice(500, 9000, 33, 50);
    for (int i = packet.length - 50; i < packet.length; i++) {
      packet[i] = (byte) i;
    }
    return packet;
  }

  @Test
  void carriesTheListenersNumbersAndTheSpeakersPayload() {
    byte[] sent = voice();
    MemorySegment packet = forwarded(sent, new SlotLine("slot-1", SLOT_SSRC, 109, 3, 2, false));
    assertThat(RtpPacket.ssrc(packet, 0)).isEqualTo(SLOT_SSRC);
    assertThat(RtpPacket.payloadType(packet, 0)).isEqualTo(109);
    assertThat(RtpPacket.csrcCount(packet, 0)).isEqualTo(1);
    assertThat(RtpPacket.csrc(packet, 0, 0)).isEqualTo(SPEAKER);
    assertThat(RtpPacket.sequenceNumber(packet, 0)).isLessThan(1 << 15);
    assertThat(RtpExtensions.audioLevel(packet, 0, 2)).isEqualTo(33);
    assertThat(RtpExtensions.find(packet, 0, Stage.LEVEL_ID)).isEqualTo(RtpExtensions.ABSENT);
    byte[] mid = "slot-1".getBytes(StandardCharsets.US_ASCII);
    assertThat(RtpExtensions.hasMid(packet, 0, 3, mid)).isTrue();
    assertThat(payload(packet)).isEqualTo(payload(MemorySegment.ofArray(sent)));
  }

  @Test
  void hasNoExtensionThatTheListenerDidNotOffer() {
    MemorySegment packet = forwarded(voice(), new SlotLine("1", SLOT_SSRC, 96, 0, 0, false));
    assertThat(RtpPacket.hasExtension(packet, 0)).isFalse();
    assertThat(packet.byteSize()).isEqualTo(12 + 4 + 50);
  }

  @Test
  void leavesTheSpeakersPaddingOut() {
    byte[] sent = voice();
    byte[] padded = Arrays.copyOf(sent, sent.length + 7);
    padded[0] |= 0x20;
    padded[padded.length - 1] = 7;
    MemorySegment packet = forwarded(padded, new SlotLine("1", SLOT_SSRC, 96, 0, 0, false));
    assertThat(RtpPacket.hasPadding(packet, 0)).isFalse();
    assertThat(payload(packet)).isEqualTo(payload(MemorySegment.ofArray(sent)));
  }

  @Test
  void marksASpeakersFirstPacketInASlot() {
    MemorySegment packet = forwarded(voice(), new SlotLine("1", SLOT_SSRC, 96, 0, 0, false));
    assertThat(RtpPacket.marker(packet, 0)).isTrue();
    stage.others.clear();
    stage.add(speaker.path, speaker.voice(501, 9960, 33, 50));
    stage.run();
    assertThat(RtpPacket.marker(stage.others.getFirst().segment(), 0)).isFalse();
  }

  @Test
  void anEmptyPayloadStaysInItsPlace() {
    MemorySegment packet =
        forwarded(speaker.voice(500, 9000, 127, 0), new SlotLine("1", SLOT_SSRC, 96, 0, 0, false));
    assertThat(payload(packet)).isEmpty();
  }
}
