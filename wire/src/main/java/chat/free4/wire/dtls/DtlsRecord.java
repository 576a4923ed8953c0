package chat.free4.wire.dtls;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The header of a DTLS record, read in place (RFC 6347 section 4.1). A datagram holds one record or
 * several, one behind the other:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | content type  |            version            |    epoch      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  epoch (cont) |          sequence number (48 bits)            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          sequence number (cont)               |    length     |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * | length (cont) |  body ...
 * +-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>To walk a datagram: {@link #read} at its begin, then again at {@link #endOffset} until the
 * end.
 */
public final class DtlsRecord {
  /** Bytes before the body. */
  public static final int HEADER_BYTES = 13;

  public static final int CHANGE_CIPHER_SPEC = 20;
  public static final int ALERT = 21;
  public static final int HANDSHAKE = 22;
  public static final int APPLICATION_DATA = 23;

  /** DTLS 1.0: what a first ClientHello is labelled with (RFC 6347 section 4.2.1). */
  public static final int VERSION_1_0 = 0xfeff;

  public static final int VERSION_1_2 = 0xfefd;

  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final long SEQUENCE_MASK = (1L << 48) - 1;

  private long offset;
  private int type;
  private int version;
  private int epoch;
  private long sequenceNumber;
  private int length;

  /**
   * Reads the record that begins at {@code offset}.
   *
   * @param available bytes from there to the datagram's end
   * @return why it is no record; null when it is one, and the accessors then tell of it
   */
  public @Nullable DtlsDrop read(MemorySegment datagram, long offset, int available) {
    if (available < HEADER_BYTES) {
      return DtlsDrop.RECORD_TOO_SHORT;
    }
    int readType = Byte.toUnsignedInt(datagram.get(ValueLayout.JAVA_BYTE, offset));
    if (readType < CHANGE_CIPHER_SPEC || readType > APPLICATION_DATA) {
      return DtlsDrop.RECORD_TYPE_UNKNOWN;
    }
    int readVersion = Short.toUnsignedInt(datagram.get(U16, offset + 1));
    if (readVersion != VERSION_1_0 && readVersion != VERSION_1_2) {
      return DtlsDrop.RECORD_VERSION_UNKNOWN;
    }
    int readLength = Short.toUnsignedInt(datagram.get(U16, offset + 11));
    if (readLength == 0) {
      return DtlsDrop.RECORD_EMPTY;
    }
    if (readLength > available - HEADER_BYTES) {
      return DtlsDrop.RECORD_TRUNCATED;
    }
    this.offset = offset;
    type = readType;
    version = readVersion;
    long epochAndSequence = datagram.get(U64, offset + 3);
    epoch = (int) (epochAndSequence >>> 48);
    sequenceNumber = epochAndSequence & SEQUENCE_MASK;
    length = readLength;
    return null;
  }

  /** Where the record begins. */
  public long offset() {
    return offset;
  }

  /** Content type: {@link #CHANGE_CIPHER_SPEC} to {@link #APPLICATION_DATA}. */
  public int type() {
    return type;
  }

  /** {@link #VERSION_1_0} or {@link #VERSION_1_2}. */
  public int version() {
    return version;
  }

  /** Counts the changes of cipher state; 0 is plain text. */
  public int epoch() {
    return epoch;
  }

  /** 48 bits, counted within the epoch. */
  public long sequenceNumber() {
    return sequenceNumber;
  }

  /** Where the body begins. */
  public long bodyOffset() {
    return offset + HEADER_BYTES;
  }

  /** Bytes of the body, at least 1. */
  public int bodyLength() {
    return length;
  }

  /** Bytes of header and body. */
  public int totalLength() {
    return HEADER_BYTES + length;
  }

  /** Where the next record of the datagram begins. */
  public long endOffset() {
    return bodyOffset() + length;
  }
}
