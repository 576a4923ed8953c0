package chat.free4.wire.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DtlsRecordTest {
  /** An Alert (close_notify) of epoch 1, sequence 0x0102030405, then a ChangeCipherSpec. */
  private static final byte[] TWO_RECORDS =
      HexFormat.of()
          .parseHex("15fefd0001000102030405" + "00020100" + "14feff0000fffffffffffe000101");

  private final DtlsRecord record = new DtlsRecord();

  @Test
  void readsEveryFieldOfARecord() {
    assertThat(record.read(MemorySegment.ofArray(TWO_RECORDS), 0, TWO_RECORDS.length)).isNull();
    assertThat(record.type()).isEqualTo(DtlsRecord.ALERT);
    assertThat(record.version()).isEqualTo(DtlsRecord.VERSION_1_2);
    assertThat(record.epoch()).isEqualTo(1);
    assertThat(record.sequenceNumber()).isEqualTo(0x0102030405L);
    assertThat(record.offset()).isZero();
    assertThat(record.bodyOffset()).isEqualTo(13);
    assertThat(record.bodyLength()).isEqualTo(2);
    assertThat(record.totalLength()).isEqualTo(15);
  }

  @Test
  void walksTheRecordsOfADatagram() {
    MemorySegment datagram = MemorySegment.ofArray(TWO_RECORDS);
    assertThat(record.read(datagram, 0, TWO_RECORDS.length)).isNull();
    long next = record.endOffset();
    assertThat(record.read(datagram, next, (int) (TWO_RECORDS.length - next))).isNull();
    assertThat(record.type()).isEqualTo(DtlsRecord.CHANGE_CIPHER_SPEC);
    assertThat(record.version()).isEqualTo(DtlsRecord.VERSION_1_0);
    assertThat(record.epoch()).isZero();
    assertThat(record.sequenceNumber()).isEqualTo(0xfffffffffffeL);
    assertThat(record.endOffset()).isEqualTo(TWO_RECORDS.length);
  }

  @Test
  void refusesWhatIsCutAtAnyByte() {
    MemorySegment datagram = MemorySegment.ofArray(TWO_RECORDS);
    for (int length = 0; length < DtlsRecord.HEADER_BYTES; length++) {
      assertThat(record.read(datagram, 0, length)).isEqualTo(DtlsDrop.RECORD_TOO_SHORT);
    }
    assertThat(record.read(datagram, 0, 13)).isEqualTo(DtlsDrop.RECORD_TRUNCATED);
    assertThat(record.read(datagram, 0, 14)).isEqualTo(DtlsDrop.RECORD_TRUNCATED);
    assertThat(record.read(datagram, 0, 15)).isNull();
  }

  @Test
  void refusesUnknownTypesVersionsAndEmptyBodies() {
    assertThat(readWith(0, (byte) 19)).isEqualTo(DtlsDrop.RECORD_TYPE_UNKNOWN);
    assertThat(readWith(0, (byte) 24)).isEqualTo(DtlsDrop.RECORD_TYPE_UNKNOWN);
    assertThat(readWith(2, (byte) 0xfe)).isEqualTo(DtlsDrop.RECORD_VERSION_UNKNOWN);
    assertThat(readWith(1, (byte) 3)).isEqualTo(DtlsDrop.RECORD_VERSION_UNKNOWN);
    assertThat(readWith(12, (byte) 0)).isEqualTo(DtlsDrop.RECORD_EMPTY);
  }

  @Test
  void keepsItsValuesWhenTheNextRecordIsRefused() {
    assertThat(record.read(MemorySegment.ofArray(TWO_RECORDS), 0, TWO_RECORDS.length)).isNull();
    assertThat(record.read(MemorySegment.ofArray(TWO_RECORDS), 1, 20)).isNotNull();
    assertThat(record.type()).isEqualTo(DtlsRecord.ALERT);
    assertThat(record.endOffset()).isEqualTo(15);
  }

  @Test
  void neverReachesBeyondTheDatagramWhateverTheBytes() {
    long seed = 0x6347;
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[64];
    MemorySegment datagram = MemorySegment.ofArray(bytes);
    int accepted = 0;
    for (int i = 0; i < 200_000; i++) {
      random.nextBytes(bytes);
      if (random.nextInt(4) > 0) {
        System.arraycopy(TWO_RECORDS, 0, bytes, 0, TWO_RECORDS.length);
        bytes[random.nextInt(TWO_RECORDS.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(bytes.length + 1);
      long at = 0;
      while (at < length && record.read(datagram, at, (int) (length - at)) == null) {
        assertThat(record.endOffset())
            .as("seed %d", seed)
            .isGreaterThan(at)
            .isLessThanOrEqualTo(length);
        at = record.endOffset();
        accepted++;
      }
    }
    assertThat(accepted).isGreaterThan(1000);
  }

  private @Nullable DtlsDrop readWith(int index, byte value) {
    byte[] bytes = TWO_RECORDS.clone();
    bytes[index] = value;
    return record.read(MemorySegment.ofArray(bytes), 0, bytes.length);
  }
}
