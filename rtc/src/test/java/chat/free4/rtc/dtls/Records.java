package chat.free4.rtc.dtls;

import chat.free4.wire.dtls.DtlsHandshakeHeader;
import chat.free4.wire.dtls.DtlsRecord;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes datagrams apart, as a network or another implementation would have sent them. */
final class Records {
  private Records() {}

  /** The records of a datagram, each as one that could be sent alone. */
  static List<byte[]> split(byte[] datagram) {
    List<byte[]> records = new ArrayList<>();
    var record = new DtlsRecord();
    var segment = MemorySegment.ofArray(datagram);
    for (int at = 0; at < datagram.length; at += record.totalLength()) {
      if (record.read(segment, at, datagram.length - at) != null) {
        throw new IllegalArgumentException("no record at " + at);
      }
      records.add(Arrays.copyOfRange(datagram, at, at + record.totalLength()));
    }
    return records;
  }

  /** Content type of a record. */
  static int type(byte[] record) {
    return record[0];
  }

  /** Epoch of a record. */
  static int epoch(byte[] record) {
    return ByteBuffer.wrap(record).getShort(3);
  }

  /** Type of the plain handshake message in a record; -1 when there is none. */
  static int messageType(byte[] record) {
    return type(record) == DtlsRecord.HANDSHAKE && epoch(record) == 0
        ? record[DtlsRecord.HEADER_BYTES]
        : -1;
  }

  /** Cuts the handshake message of a record into two fragments with records of their own. */
  static List<byte[]> fragment(byte[] record, int firstBytes, long secondSequence) {
    int start = DtlsRecord.HEADER_BYTES + DtlsHandshakeHeader.HEADER_BYTES;
    int messageBytes = record.length - start;
    return List.of(
        fragment(record, 0, firstBytes, ByteBuffer.wrap(record).getLong(3)),
        fragment(record, firstBytes, messageBytes - firstBytes, secondSequence));
  }

  private static byte[] fragment(byte[] record, int offset, int length, long epochAndSequence) {
    int start = DtlsRecord.HEADER_BYTES + DtlsHandshakeHeader.HEADER_BYTES;
    byte[] out = new byte[start + length];
    System.arraycopy(record, 0, out, 0, start);
    System.arraycopy(record, start + offset, out, start, length);
    ByteBuffer buffer = ByteBuffer.wrap(out);
    buffer.putLong(3, epochAndSequence);
    buffer.putShort(11, (short) (DtlsHandshakeHeader.HEADER_BYTES + length));
    // Offset and length have 24 bits, and these messages less than 64 kB.
    buffer.put(19, (byte) 0).putShort(20, (short) offset);
    buffer.put(22, (byte) 0).putShort(23, (short) length);
    return out;
  }

  /** The same record under another sequence number. */
  static byte[] renumber(byte[] record, long epochAndSequence) {
    byte[] copy = record.clone();
    ByteBuffer.wrap(copy).putLong(3, epochAndSequence);
    return copy;
  }

  static byte[] join(List<byte[]> records) {
    var buffer = ByteBuffer.allocate(records.stream().mapToInt(r -> r.length).sum());
    records.forEach(buffer::put);
    return buffer.array();
  }
}
