package chat.free4.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RtcpReaderTest {
  private final byte[] buffer = new byte[1500];
  private final MemorySegment out = MemorySegment.ofArray(buffer);
  private final RtcpReader reader = new RtcpReader();

  @Test
  void readsWhatTheWriterWrote() {
    int length = writeCompound();
    assertThat(reader.start(out, 0, length)).isNull();

    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(RtcpReader.SENDER_REPORT);
    assertThat(reader.count()).isZero();
    assertThat(reader.senderSsrc()).isEqualTo(-2);
    assertThat(reader.ntpTimestamp()).isEqualTo(0x0102030405060708L);
    assertThat(reader.rtpTimestamp()).isEqualTo(960);
    assertThat(reader.packetCount()).isEqualTo(50);
    assertThat(reader.octetCount()).isEqualTo(4000);

    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(RtcpReader.RECEIVER_REPORT);
    assertThat(reader.count()).isEqualTo(2);
    assertThat(reader.blockSsrc(0)).isEqualTo(7);
    assertThat(reader.fractionLost(0)).isEqualTo(255);
    assertThat(reader.cumulativeLost(0)).isEqualTo(-5);
    assertThat(reader.extendedHighestSequence(0)).isEqualTo(0x00020003);
    assertThat(reader.jitter(0)).isEqualTo(11);
    assertThat(reader.lastSr(0)).isEqualTo(12);
    assertThat(reader.delaySinceLastSr(0)).isEqualTo(13);
    assertThat(reader.blockSsrc(1)).isEqualTo(8);
    assertThat(reader.cumulativeLost(1)).isEqualTo((1 << 23) - 1);

    assertThat(reader.next()).isTrue();
    assertThat(reader.isNack()).isTrue();
    assertThat(reader.senderSsrc()).isEqualTo(1);
    assertThat(reader.mediaSsrc()).isEqualTo(2);
    assertThat(lostOf(reader)).containsExactly(65_534, 65_535, 0, 14, 15, 500);

    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(RtcpReader.BYE);
    assertThat(reader.count()).isEqualTo(1);
    assertThat(reader.byeSsrc(0)).isEqualTo(9);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void blocksOfASenderReportStandAfterItsSenderInfo() {
    byte[] report =
        bytes(
            "81c8000c 00000001 0000000000000000 00000000 00000000 00000000"
                + "00000009 40ffffff 00010002 00000003 00000004 00000005");
    assertThat(reader.start(MemorySegment.ofArray(report), 0, report.length)).isNull();
    assertThat(reader.next()).isTrue();
    assertThat(reader.blockSsrc(0)).isEqualTo(9);
    assertThat(reader.fractionLost(0)).isEqualTo(64);
    assertThat(reader.cumulativeLost(0)).isEqualTo(-1);
    assertThat(reader.delaySinceLastSr(0)).isEqualTo(5);
  }

  @Test
  void takesReducedSizePacketsAndThoseItDoesNotKnow() {
    assertThat(startOf("81cd0003 00000001 00000002 00100000")).isNull();
    // Application-defined, then a PLI; neither is ours, both can be walked over.
    assertThat(startOf("80cc0002 00000001 6e616d65 81ce0002 00000001 00000002")).isNull();
    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(204);
    assertThat(reader.next()).isTrue();
    assertThat(reader.isNack()).isFalse();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void paddingOfTheLastPacketIsNotContent() {
    assertThat(startOf("a1cd0004 00000001 00000002 00100000 00000004")).isNull();
    assertThat(reader.next()).isTrue();
    assertThat(reader.nackCount()).isEqualTo(1);
  }

  @Test
  void eachMalformationHasItsReason() {
    assertThat(startOf("80c80000")).isEqualTo(RtcpDrop.TOO_SHORT);
    assertThat(reader.start(MemorySegment.ofArray(new byte[1501]), 0, 1501))
        .isEqualTo(RtcpDrop.TOO_LONG);
    assertThat(startOf("40c90001 00000001")).isEqualTo(RtcpDrop.WRONG_VERSION);
    assertThat(startOf("806f0001 00000001")).isEqualTo(RtcpDrop.WRONG_TYPE);
    assertThat(startOf("80c90002 00000001")).isEqualTo(RtcpDrop.TRUNCATED);
    assertThat(startOf("80c90001 00000001 80c9")).isEqualTo(RtcpDrop.TRUNCATED);
    assertThat(startOf("81c90001 00000001")).isEqualTo(RtcpDrop.ITEMS_TRUNCATED);
    assertThat(startOf("80c80001 00000001")).isEqualTo(RtcpDrop.ITEMS_TRUNCATED);
    assertThat(startOf("82cb0001 00000001")).isEqualTo(RtcpDrop.ITEMS_TRUNCATED);
    assertThat(startOf("81cd0001 00000001")).isEqualTo(RtcpDrop.ITEMS_TRUNCATED);
    assertThat(startOf("a0c90002 00000001 00000004 80c90001 00000001"))
        .isEqualTo(RtcpDrop.BAD_PADDING);
    assertThat(startOf("a0c90002 00000001 00000000")).isEqualTo(RtcpDrop.BAD_PADDING);
    assertThat(startOf("a0c90002 00000001 00000003")).isEqualTo(RtcpDrop.BAD_PADDING);
    assertThat(startOf("a0c90002 00000001 0000000c")).isEqualTo(RtcpDrop.BAD_PADDING);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void nothingOfARefusedCompoundIsHandedOut() {
    assertThat(startOf("80c90001 00000001 80c90009 00000001")).isEqualTo(RtcpDrop.TRUNCATED);
    assertThat(reader.next()).isFalse();
  }

  @Test
  void everyMutationIsReadOrRefusedAndNeverThrows() {
    long seed = 4585;
    Random random = new Random(seed);
    byte[] valid = Arrays.copyOf(buffer, writeCompound());
    int taken = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = mutate(random, valid);
      try {
        if (reader.start(MemorySegment.ofArray(bytes), 0, bytes.length) == null) {
          readEverything();
          taken++;
        }
      } catch (RuntimeException e) {
        throw new AssertionError(
            "seed %d, case %d: %s".formatted(seed, i, HexFormat.of().formatHex(bytes)), e);
      }
    }
    assertThat(taken).as("seed %d", seed).isGreaterThan(10_000);
  }

  private void readEverything() {
    while (reader.next()) {
      switch (reader.type()) {
        case RtcpReader.SENDER_REPORT -> {
          reader.octetCount();
          readBlocks();
        }
        case RtcpReader.RECEIVER_REPORT -> readBlocks();
        case RtcpReader.BYE -> {
          for (int i = 0; i < reader.count(); i++) {
            reader.byeSsrc(i);
          }
        }
        case RtcpReader.TRANSPORT_FEEDBACK -> {
          reader.mediaSsrc();
          lostOf(reader);
        }
        default -> {}
      }
    }
  }

  private void readBlocks() {
    for (int i = 0; i < reader.count(); i++) {
      reader.delaySinceLastSr(i);
    }
  }

  private static byte[] mutate(Random random, byte[] valid) {
    if (random.nextInt(4) == 0) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      if (bytes.length > 3) {
        bytes[0] = (byte) (0x80 | (bytes[0] & 0x3f));
        bytes[1] = (byte) (200 + random.nextInt(8));
        bytes[2] = 0;
        bytes[3] = (byte) random.nextInt(bytes.length / 4 + 1);
      }
      return bytes;
    }
    byte[] bytes = valid.clone();
    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private int writeCompound() {
    int at = RtcpWriter.senderReport(out, 0, -2, 0x0102030405060708L, 960, 50, 4000);
    at += RtcpWriter.receiverReport(out, at, 3, 2);
    at += RtcpWriter.reportBlock(out, at, 7, 255, -5, 0x00020003, 11, 12, 13);
    at += RtcpWriter.reportBlock(out, at, 8, 0, 1 << 30, 1, 2, 3, 4);
    int[] lost = {65_534, 65_535, 0, 14, 15, 500};
    at += RtcpWriter.nack(out, at, 1, 2, lost, lost.length);
    at += RtcpWriter.bye(out, at, 9);
    return at;
  }

  private static List<Integer> lostOf(RtcpReader reader) {
    List<Integer> lost = new ArrayList<>();
    for (int i = 0; i < reader.nackCount(); i++) {
      lost.add(reader.nackPacketId(i));
      for (int bit = 0; bit < 16; bit++) {
        if ((reader.nackBitmask(i) >> bit & 1) != 0) {
          lost.add((reader.nackPacketId(i) + bit + 1) & 0xffff);
        }
      }
    }
    return lost;
  }

  private @Nullable RtcpDrop startOf(String hex) {
    byte[] bytes = bytes(hex);
    return reader.start(MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
