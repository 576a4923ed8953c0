package chat.free4.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
  /** Two CSRCs, a one-byte block with level 0x9e (id 1) and MID "a1" (id 4), padding of 2. */
  private static final byte[] PACKET =
      bytes(
          "b2ef1234 00112233 cafebabe 00000007 ffffffff"
              + "bede0002 109e4161 31000000"
              + "0102030405 0002");

  @Test
  void readsTheWholeHeader() {
    // At an odd offset, as a packet may lie anywhere.
    byte[] shifted = new byte[PACKET.length + 3];
    System.arraycopy(PACKET, 0, shifted, 3, PACKET.length);
    MemorySegment packet = MemorySegment.ofArray(shifted);
    assertThat(RtpPacket.check(packet, 3, PACKET.length)).isNull();
    assertThat(RtpPacket.marker(packet, 3)).isTrue();
    assertThat(RtpPacket.payloadType(packet, 3)).isEqualTo(0x6f);
    assertThat(RtpPacket.sequenceNumber(packet, 3)).isEqualTo(0x1234);
    assertThat(RtpPacket.timestamp(packet, 3)).isEqualTo(0x00112233);
    assertThat(RtpPacket.ssrc(packet, 3)).isEqualTo(0xcafebabe);
    assertThat(RtpPacket.csrcCount(packet, 3)).isEqualTo(2);
    assertThat(RtpPacket.csrc(packet, 3, 0)).isEqualTo(7);
    assertThat(RtpPacket.csrc(packet, 3, 1)).isEqualTo(-1);
    assertThat(RtpPacket.headerLength(packet, 3)).isEqualTo(32);
    assertThat(RtpPacket.payloadLength(packet, 3, PACKET.length)).isEqualTo(5);
    assertThat(RtpExtensions.audioLevel(packet, 3, 1)).isEqualTo(0x9e);
    assertThat(RtpExtensions.hasMid(packet, 3, 4, new byte[] {'a', '1'})).isTrue();
  }

  @Test
  void eachMalformationHasItsReason() {
    assertThat(check(Arrays.copyOf(PACKET, 11))).isEqualTo(RtpDrop.TOO_SHORT);
    assertThat(check(new byte[0])).isEqualTo(RtpDrop.TOO_SHORT);
    assertThat(check(Arrays.copyOf(PACKET, 1501))).isEqualTo(RtpDrop.TOO_LONG);
    assertThat(check(changed(0, 0x72))).isEqualTo(RtpDrop.WRONG_VERSION);
    assertThat(check(Arrays.copyOf(PACKET, 19))).isEqualTo(RtpDrop.CSRC_TRUNCATED);
    assertThat(check(Arrays.copyOf(PACKET, 23))).isEqualTo(RtpDrop.EXTENSION_TRUNCATED);
    assertThat(check(Arrays.copyOf(PACKET, 31))).isEqualTo(RtpDrop.EXTENSION_TRUNCATED);
    assertThat(check(changed(PACKET.length - 1, 0))).isEqualTo(RtpDrop.BAD_PADDING);
    assertThat(check(changed(PACKET.length - 1, 8))).isEqualTo(RtpDrop.BAD_PADDING);
    assertThat(check(changed(PACKET.length - 1, 7))).isNull();
  }

  @Test
  void paddingIsLeftAloneWhileThePayloadIsEncrypted() {
    byte[] packet = changed(PACKET.length - 1, 0);
    assertThat(RtpPacket.checkHeader(MemorySegment.ofArray(packet), 0, packet.length)).isNull();
  }

  @Test
  void paddingAloneIsAnEmptyPayload() {
    byte[] packet = changed(PACKET.length - 1, 7);
    assertThat(RtpPacket.payloadLength(MemorySegment.ofArray(packet), 0, packet.length)).isZero();
  }

  @Test
  void everyMutationIsReadOrRefusedAndNeverThrows() {
    long seed = 3550;
    Random random = new Random(seed);
    int taken = 0;
    for (int i = 0; i < 300_000; i++) {
      byte[] bytes = mutate(random);
      // The segment ends with the packet, so that a read over the end would throw.
      MemorySegment packet = MemorySegment.ofArray(bytes);
      try {
        if (RtpPacket.check(packet, 0, bytes.length) == null) {
          readEverything(packet, bytes.length);
          taken++;
        }
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed %d, case %d: %s".formatted(seed, i, HexFormat.of().formatHex(bytes)), e);
      }
    }
    assertThat(taken).as("seed %d", seed).isGreaterThan(10_000);
  }

  private static void readEverything(MemorySegment packet, int length) {
    int payload = RtpPacket.payloadLength(packet, 0, length);
    assertThat(payload >= 0 && payload <= length).isTrue();
    for (int i = 0; i < RtpPacket.csrcCount(packet, 0); i++) {
      RtpPacket.csrc(packet, 0, i);
    }
    for (int id = 0; id < 20; id++) {
      int found = RtpExtensions.find(packet, 0, id);
      if (found != RtpExtensions.ABSENT) {
        int end = RtpExtensions.dataOffset(found) + RtpExtensions.dataLength(found);
        assertThat(end <= RtpPacket.headerLength(packet, 0)).isTrue();
      }
      RtpExtensions.audioLevel(packet, 0, id);
      RtpExtensions.hasMid(packet, 0, id, new byte[] {'0'});
    }
  }

  private static byte[] mutate(Random random) {
    byte[] bytes;
    if (random.nextInt(4) == 0) {
      bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) (0x80 | (bytes[0] & 0x3f));
      }
    } else {
      bytes = Arrays.copyOf(PACKET, PACKET.length - random.nextInt(4) * random.nextInt(10));
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        int at = random.nextBoolean() ? random.nextInt(bytes.length) : 20 + random.nextInt(12);
        if (at < bytes.length) {
          bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
      }
      if (random.nextInt(3) == 0 && bytes.length > 21) {
        bytes[20] = 0x10; // the two-byte form
        bytes[21] = 0;
      }
    }
    return bytes;
  }

  private static @Nullable RtpDrop check(byte[] packet) {
    return RtpPacket.check(MemorySegment.ofArray(packet), 0, packet.length);
  }

  private static byte[] changed(int at, int value) {
    byte[] packet = PACKET.clone();
    packet[at] = (byte) value;
    return packet;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
