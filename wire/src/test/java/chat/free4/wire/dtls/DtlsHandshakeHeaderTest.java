package chat.free4.wire.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DtlsHandshakeHeaderTest {
  /** Bytes 3 and 4 of a CertificateVerify of 8 bytes, the sixth message of its side. */
  private static final byte[] FRAGMENT =
      HexFormat.of().parseHex("0f" + "000008" + "0005" + "000003" + "000002" + "aabb");

  private final DtlsHandshakeHeader header = new DtlsHandshakeHeader();

  @Test
  void readsEveryFieldOfAFragment() {
    assertThat(read(FRAGMENT)).isNull();
    assertThat(header.type()).isEqualTo(DtlsHandshakeHeader.CERTIFICATE_VERIFY);
    assertThat(header.messageLength()).isEqualTo(8);
    assertThat(header.messageSequence()).isEqualTo(5);
    assertThat(header.fragmentOffset()).isEqualTo(3);
    assertThat(header.fragmentLength()).isEqualTo(2);
    assertThat(header.endOffset()).isEqualTo(FRAGMENT.length);
  }

  @Test
  void readsAnEmptyMessage() {
    assertThat(read(HexFormat.of().parseHex("0e0000000004000000000000"))).isNull();
    assertThat(header.type()).isEqualTo(DtlsHandshakeHeader.SERVER_HELLO_DONE);
    assertThat(header.endOffset()).isEqualTo(12);
  }

  @Test
  void refusesWhatIsCut() {
    MemorySegment record = MemorySegment.ofArray(FRAGMENT);
    assertThat(header.read(record, 0, 11)).isEqualTo(DtlsDrop.HANDSHAKE_TOO_SHORT);
    assertThat(header.read(record, 0, 13)).isEqualTo(DtlsDrop.HANDSHAKE_TRUNCATED);
  }

  @Test
  void refusesAFragmentOutsideItsMessage() {
    byte[] bytes = FRAGMENT.clone();
    bytes[8] = 7;
    assertThat(read(bytes)).isEqualTo(DtlsDrop.HANDSHAKE_FRAGMENT_OUTSIDE);
  }

  @Test
  void refusesAMessageThatWouldCostMuchMemory() {
    byte[] bytes = FRAGMENT.clone();
    bytes[2] = 0x40;
    bytes[3] = 0;
    assertThat(read(bytes)).as("the limit itself").isNull();
    bytes[3] = 1;
    assertThat(read(bytes)).isEqualTo(DtlsDrop.HANDSHAKE_TOO_LONG);
  }

  @Test
  void neverAcceptsAFragmentOutsideItsRecordOrMessageWhateverTheBytes() {
    long seed = 0x634722;
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[FRAGMENT.length];
    int accepted = 0;
    for (int i = 0; i < 200_000; i++) {
      System.arraycopy(FRAGMENT, 0, bytes, 0, bytes.length);
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(-4, 20);
      }
      int available = random.nextInt(bytes.length + 1);
      if (header.read(MemorySegment.ofArray(bytes), 0, available) == null) {
        accepted++;
        assertThat(header.endOffset()).as("seed %d", seed).isLessThanOrEqualTo(available);
        assertThat(header.fragmentOffset() + header.fragmentLength())
            .as("seed %d", seed)
            .isLessThanOrEqualTo(header.messageLength())
            .isLessThanOrEqualTo(DtlsHandshakeHeader.MAX_MESSAGE_BYTES);
      }
    }
    assertThat(accepted).isGreaterThan(1000);
  }

  private @Nullable DtlsDrop read(byte[] bytes) {
    return header.read(MemorySegment.ofArray(bytes), 0, bytes.length);
  }
}
