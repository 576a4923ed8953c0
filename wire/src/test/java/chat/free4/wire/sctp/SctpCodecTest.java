package chat.free4.wire.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SctpCodecTest {
  private final SctpReader reader = new SctpReader();

  @Test
  void readsAnInitAsWritten() {
    byte[] init = packet(out -> writeInit(out, 7));
    assertThat(reader.start(init, init.length)).isNull();
    assertThat(reader.sourcePort()).isEqualTo(5000);
    assertThat(reader.destinationPort()).isEqualTo(5001);
    assertThat(reader.verificationTag()).isEqualTo(-2);
    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(Sctp.INIT);
    assertThat(reader.initiateTag()).isEqualTo(7);
    assertThat(reader.receiverWindow()).isEqualTo(0xffff_fff0L);
    assertThat(reader.outboundStreams()).isEqualTo(65_535);
    assertThat(reader.inboundStreams()).isEqualTo(1024);
    assertThat(reader.initialTsn()).isEqualTo(-1);
    SctpParameters parameters = reader.parameters();
    assertThat(parameters.next()).isTrue();
    assertThat(parameters.type()).isEqualTo(Sctp.SUPPORTED_EXTENSIONS);
    assertThat(parameters.length()).isEqualTo(2);
    assertThat(parameters.u8(0)).isEqualTo(Sctp.RECONFIG);
    assertThat(parameters.u8(1)).isEqualTo(Sctp.FORWARD_TSN);
    assertThat(parameters.next()).isTrue();
    assertThat(parameters.type()).isEqualTo(Sctp.FORWARD_TSN_SUPPORTED);
    assertThat(parameters.value()).isEmpty();
    assertThat(parameters.next()).isFalse();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void theChecksumIsThatOfOthers() {
    // COOKIE ACK between ports 5000 with tag 0x01020304: CRC32c by the tables of RFC 9260 appendix
    // A.
    byte[] bytes = HexFormat.of().parseHex("13881388010203040000000" + "00b000004");
    int crc = ~0;
    for (byte b : bytes) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
      }
    }
    ByteBuffer.wrap(bytes).putInt(8, Integer.reverseBytes(~crc));
    assertThat(reader.start(bytes, bytes.length)).isNull();
    byte[] out = new byte[100];
    SctpWriter writer = new SctpWriter(out, 100, 5000, 5000, 0x01020304);
    writer.chunk(Sctp.COOKIE_ACK, 0);
    assertThat(Arrays.copyOf(out, writer.finish())).isEqualTo(bytes);
  }

  @Test
  void readsDataAcknowledgementsAndSkipsAsWritten() {
    byte[] packet = packet(SctpCodecTest::writeConversation);
    assertThat(reader.start(packet, packet.length)).isNull();
    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(Sctp.SACK);
    assertThat(reader.cumulativeTsn()).isEqualTo(-3);
    assertThat(reader.receiverWindow()).isEqualTo(100_000);
    assertThat(reader.gapCount()).isEqualTo(2);
    assertThat(reader.gapFirst(1)).isEqualTo(5);
    assertThat(reader.gapLast(1)).isEqualTo(65_535);
    assertThat(reader.duplicateCount()).isEqualTo(1);
    assertThat(reader.duplicate(0)).isEqualTo(-9);
    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(Sctp.FORWARD_TSN);
    assertThat(reader.cumulativeTsn()).isEqualTo(77);
    assertThat(reader.skippedCount()).isEqualTo(1);
    assertThat(reader.skippedStream(0)).isEqualTo(3);
    assertThat(reader.skippedSequence(0)).isEqualTo(65_535);
    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(Sctp.DATA);
    assertThat(reader.flags()).isEqualTo(Sctp.BEGIN | Sctp.END);
    assertThat(reader.tsn()).isEqualTo(-1);
    assertThat(reader.stream()).isEqualTo(9);
    assertThat(reader.streamSequence()).isEqualTo(65_534);
    assertThat(reader.payloadProtocol()).isEqualTo(51);
    assertThat(reader.payload()).containsExactly(2, 3, 4);
    assertThat(reader.payloadLength()).isEqualTo(3);
    assertThat(reader.next()).isTrue();
    assertThat(reader.type()).isEqualTo(Sctp.RECONFIG);
    assertThat(reader.parameters().next()).isTrue();
    assertThat(reader.next()).isFalse();
  }

  @Test
  void eachMalformationHasItsReason() {
    assertThat(reader.start(new byte[15], 15)).isEqualTo(SctpDrop.TOO_SHORT);
    assertThat(reader.start(new byte[1504], 1504)).isEqualTo(SctpDrop.BAD_LENGTH);
    assertThat(reader.start(new byte[18], 18)).isEqualTo(SctpDrop.BAD_LENGTH);
    assertThat(reader.start(new byte[16], 16)).isEqualTo(SctpDrop.WRONG_CHECKSUM);
    assertThat(dropOf("0b000003")).isEqualTo(SctpDrop.TRUNCATED);
    assertThat(dropOf("0b000005")).isEqualTo(SctpDrop.TRUNCATED);
    assertThat(dropOf("0b00000800000000")).isEqualTo(SctpDrop.WRONG_CHUNK_LENGTH);
    assertThat(dropOf("0003000f 00000001 0000 0000 00000033"))
        .isEqualTo(SctpDrop.WRONG_CHUNK_LENGTH);
    assertThat(dropOf("00030010 00000001 0000 0000 00000033")).isEqualTo(SctpDrop.NO_USER_DATA);
    assertThat(dropOf("01000010 00000001 00001000 00010001"))
        .isEqualTo(SctpDrop.WRONG_CHUNK_LENGTH);
    assertThat(dropOf("01000014 00000000 00001000 00010001 00000000")).isEqualTo(SctpDrop.BAD_INIT);
    assertThat(dropOf("01000014 00000001 00001000 00000001 00000000")).isEqualTo(SctpDrop.BAD_INIT);
    assertThat(dropOf("01000014 00000001 00001000 00010000 00000000")).isEqualTo(SctpDrop.BAD_INIT);
    assertThat(dropOf("01000018 00000001 00001000 00010001 00000000 c0000003"))
        .isEqualTo(SctpDrop.BAD_PARAMETER);
    assertThat(dropOf("01000018 00000001 00001000 00010001 00000000 c0000005"))
        .isEqualTo(SctpDrop.BAD_PARAMETER);
    assertThat(dropOf("01000014 00000001 00001000 00010001 00000000 0b000004"))
        .isEqualTo(SctpDrop.NOT_ALONE);
    assertThat(dropOf("0300000c 00000001 00001000")).isEqualTo(SctpDrop.WRONG_CHUNK_LENGTH);
    assertThat(dropOf("03000010 00000001 00001000 00010000"))
        .isEqualTo(SctpDrop.WRONG_CHUNK_LENGTH);
    assertThat(dropOf("03000014 00000001 00001000 00010000 00000002"))
        .isEqualTo(SctpDrop.BAD_GAP_BLOCK);
    assertThat(dropOf("03000014 00000001 00001000 00010000 00030002"))
        .isEqualTo(SctpDrop.BAD_GAP_BLOCK);
    assertThat(dropOf("03000018 00000001 00001000 00020000 00020004 00040005"))
        .isEqualTo(SctpDrop.BAD_GAP_BLOCK);
    assertThat(dropOf("04000006 00010000")).isEqualTo(SctpDrop.BAD_PARAMETER);
    assertThat(dropOf("06000008 000c0003")).isEqualTo(SctpDrop.BAD_PARAMETER);
    assertThat(dropOf("07000004")).isEqualTo(SctpDrop.WRONG_CHUNK_LENGTH);
    assertThat(dropOf("c0000004")).isEqualTo(SctpDrop.WRONG_CHUNK_LENGTH);
    assertThat(dropOf("c000000a 00000001 00010000")).isEqualTo(SctpDrop.WRONG_CHUNK_LENGTH);
    assertThat(dropOf("82000004")).isEqualTo(SctpDrop.WRONG_CHUNK_LENGTH);
    assertThat(dropOf("8200000c 000d0008 00000001")).isEqualTo(SctpDrop.BAD_PARAMETER);
    assertThat(dropOf("8200000c 00100008 00000001")).isEqualTo(SctpDrop.BAD_PARAMETER);
    assertThat(dropOf("82000015 000d0011 00000001 00000001 00000001 01000000"))
        .isEqualTo(SctpDrop.BAD_PARAMETER);
    assertThat(reader.next()).as("nothing of a refused packet is handed out").isFalse();
    assertThat(dropOf("0b000004")).isNull();
    assertThat(dropOf("ff000005 01000000")).as("a type that nobody knows").isNull();
  }

  @Test
  void everyMutationIsReadOrRefusedAndNeverThrows() {
    long seed = 9260;
    Random random = new Random(seed);
    byte[][] valid = {
      packet(SctpCodecTest::writeConversation),
      packet(out -> writeInit(out, 5)),
      packet(SctpCodecTest::writeRest)
    };
    int taken = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = mutate(random, valid[i % valid.length]);
      try {
        if (reader.start(bytes, bytes.length) == null) {
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
      reader.flags();
      reader.copy(0);
      switch (reader.type()) {
        case Sctp.DATA -> assertThat(reader.payload()).hasSize(reader.payloadLength());
        case Sctp.INIT, Sctp.INIT_ACK -> {
          reader.initialTsn();
          readParameters();
        }
        case Sctp.SACK -> {
          for (int i = 0; i < reader.gapCount(); i++) {
            assertThat(reader.gapLast(i)).isGreaterThanOrEqualTo(reader.gapFirst(i));
          }
          for (int i = 0; i < reader.duplicateCount(); i++) {
            reader.duplicate(i);
          }
        }
        case Sctp.FORWARD_TSN -> {
          for (int i = 0; i < reader.skippedCount(); i++) {
            reader.skippedSequence(i);
          }
        }
        case Sctp.HEARTBEAT, Sctp.HEARTBEAT_ACK, Sctp.ERROR, Sctp.ABORT, Sctp.RECONFIG ->
            readParameters();
        default -> {}
      }
    }
  }

  private void readParameters() {
    SctpParameters parameters = reader.parameters();
    while (parameters.next()) {
      assertThat(parameters.value()).hasSize(parameters.length());
      if (reader.type() == Sctp.RECONFIG && parameters.type() == Sctp.OUTGOING_RESET) {
        parameters.i32(8);
        for (int at = 12; at < parameters.length(); at += 2) {
          parameters.u16(at);
        }
      }
    }
  }

  private static byte[] mutate(Random random, byte[] valid) {
    byte[] bytes = valid.clone();
    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    if (random.nextInt(4) == 0) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length) & ~3);
    }
    return bytes.length < 12 ? bytes : sealed(bytes);
  }

  private static void writeInit(SctpWriter out, int tag) {
    out.beginChunk(Sctp.INIT, 0);
    out.put32(tag);
    out.put32(0xffff_fff0);
    out.put16(65_535);
    out.put16(1024);
    out.put32(-1);
    out.parameter(Sctp.SUPPORTED_EXTENSIONS, (byte) Sctp.RECONFIG, (byte) Sctp.FORWARD_TSN);
    out.parameter(Sctp.FORWARD_TSN_SUPPORTED);
    out.endChunk();
  }

  private static void writeConversation(SctpWriter out) {
    out.beginChunk(Sctp.SACK, 0);
    out.put32(-3);
    out.put32(100_000);
    out.put16(2);
    out.put16(1);
    out.put16(2);
    out.put16(3);
    out.put16(5);
    out.put16(65_535);
    out.put32(-9);
    out.endChunk();
    out.beginChunk(Sctp.FORWARD_TSN, 0);
    out.put32(77);
    out.put16(3);
    out.put16(65_535);
    out.endChunk();
    out.data(Sctp.BEGIN | Sctp.END, -1, 9, 65_534, 51, new byte[] {1, 2, 3, 4}, 1, 3);
    out.beginChunk(Sctp.RECONFIG, 0);
    out.beginParameter(Sctp.OUTGOING_RESET);
    out.put32(1);
    out.put32(2);
    out.put32(3);
    out.put16(7);
    out.endParameter();
    out.parameter(Sctp.RECONFIG_RESPONSE, new byte[8]);
    out.endChunk();
  }

  private static void writeRest(SctpWriter out) {
    out.beginChunk(Sctp.HEARTBEAT, 0);
    out.parameter(Sctp.HEARTBEAT_INFO, (byte) 1, (byte) 2, (byte) 3);
    out.endChunk();
    out.beginChunk(Sctp.ERROR, 0);
    out.parameter(Sctp.STALE_COOKIE, new byte[4]);
    out.parameter(Sctp.UNRECOGNIZED_CHUNK, new byte[5]);
    out.endChunk();
    out.chunk(Sctp.COOKIE_ECHO, 0, new byte[9]);
    out.beginChunk(Sctp.ABORT, 1);
    out.parameter(Sctp.USER_ABORT, (byte) 'x');
    out.endChunk();
  }

  private static byte[] packet(Consumer<SctpWriter> content) {
    byte[] bytes = new byte[1500];
    SctpWriter out = new SctpWriter(bytes, 1500, 5000, 5001, -2);
    assertThat(out.isEmpty()).isTrue();
    content.accept(out);
    return Arrays.copyOf(bytes, out.finish());
  }

  private @Nullable SctpDrop dropOf(String chunks) {
    byte[] content = HexFormat.of().parseHex(chunks.replace(" ", ""));
    byte[] bytes = new byte[12 + content.length];
    System.arraycopy(content, 0, bytes, 12, content.length);
    return reader.start(sealed(bytes), bytes.length);
  }

  private static byte[] sealed(byte[] bytes) {
    ByteBuffer.wrap(bytes).putInt(8, 0);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    ByteBuffer.wrap(bytes).putInt(8, Integer.reverseBytes((int) checksum.getValue()));
    return bytes;
  }
}
