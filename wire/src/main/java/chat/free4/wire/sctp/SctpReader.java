package chat.free4.wire.sctp;

import chat.free4.wire.BigEndian;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the chunks of an SCTP packet (RFC 9260 section 3). One reader is used again and again.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |          source port          |       destination port        |
 * |                       verification tag                        |
 * |               CRC32c, lowest byte first                       |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |     type      |     flags     |   length, without padding     |
 * |                     what the type asks for                    |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * </pre>
 *
 * <p>{@link #start} checks the whole packet before anything of it is handed out; then {@code while
 * (reader.next())} goes through its chunks. The getters of a chunk type may be called on that type
 * only. The packet must not change while it is read.
 */
public final class SctpReader {
  private static final int LEAST_BYTES = Sctp.HEADER_BYTES + Sctp.CHUNK_HEADER_BYTES;
  private static final int INIT_BYTES = 20;
  private static final int SACK_BYTES = 16;
  private static final int FORWARD_TSN_BYTES = 8;
  private static final int SHUTDOWN_BYTES = 8;
  private static final byte[] NO_CHECKSUM = new byte[4];

  private final CRC32C checksum = new CRC32C();
  private final SctpParameters parameters = new SctpParameters();
  private MemorySegment segment = MemorySegment.NULL;
  private int nextAt;
  private int end;
  private int at;
  private int type;
  private int bytes;

  /**
   * Checks a packet, the first {@code length} bytes of {@code packet}, and stands before its first
   * chunk.
   *
   * @return null when every chunk in it is well-formed
   */
  public @Nullable SctpDrop start(byte[] packet, int length) {
    nextAt = 0;
    end = 0;
    if (length < LEAST_BYTES) {
      return SctpDrop.TOO_SHORT;
    }
    if (length > PacketBatch.MAX_DATAGRAM_BYTES || length % 4 != 0) {
      return SctpDrop.BAD_LENGTH;
    }
    segment = MemorySegment.ofArray(packet);
    checksum.reset();
    checksum.update(packet, 0, 8);
    checksum.update(NO_CHECKSUM);
    checksum.update(packet, Sctp.HEADER_BYTES, length - Sctp.HEADER_BYTES);
    if ((int) checksum.getValue() != Integer.reverseBytes(BigEndian.i32(segment, 8))) {
      return SctpDrop.WRONG_CHECKSUM;
    }
    SctpDrop drop = checkChunks(length);
    if (drop == null) {
      nextAt = Sctp.HEADER_BYTES;
      end = length;
    }
    return drop;
  }

  private @Nullable SctpDrop checkChunks(int length) {
    for (int chunk = Sctp.HEADER_BYTES; chunk < length; ) {
      int chunkBytes = BigEndian.u16(segment, chunk + 2);
      int chunkType = BigEndian.u8(segment, chunk);
      int whole = Sctp.padded(chunkBytes);
      if (chunkBytes < Sctp.CHUNK_HEADER_BYTES || chunk + whole > length) {
        return SctpDrop.TRUNCATED;
      }
      SctpDrop drop = checkChunk(chunk, chunkType, chunkBytes);
      if (drop != null) {
        return drop;
      }
      boolean alone = whole == length - Sctp.HEADER_BYTES;
      boolean mustBeAlone =
          chunkType == Sctp.INIT
              || chunkType == Sctp.INIT_ACK
              || chunkType == Sctp.SHUTDOWN_COMPLETE;
      if (mustBeAlone && !alone) {
        return SctpDrop.NOT_ALONE;
      }
      chunk += whole;
    }
    return null;
  }

  private @Nullable SctpDrop checkChunk(int chunk, int chunkType, int chunkBytes) {
    return switch (chunkType) {
      case Sctp.DATA ->
          chunkBytes < Sctp.DATA_HEADER_BYTES
              ? SctpDrop.WRONG_CHUNK_LENGTH
              : chunkBytes == Sctp.DATA_HEADER_BYTES ? SctpDrop.NO_USER_DATA : null;
      case Sctp.INIT, Sctp.INIT_ACK -> checkInit(chunk, chunkBytes);
      case Sctp.SACK -> checkSack(chunk, chunkBytes);
      case Sctp.HEARTBEAT, Sctp.HEARTBEAT_ACK, Sctp.ABORT, Sctp.ERROR ->
          checkParameters(chunk, Sctp.CHUNK_HEADER_BYTES, chunkBytes);
      case Sctp.RECONFIG ->
          chunkBytes == Sctp.CHUNK_HEADER_BYTES
              ? SctpDrop.WRONG_CHUNK_LENGTH
              : checkReconfig(chunk, chunkBytes);
      case Sctp.SHUTDOWN -> exactly(SHUTDOWN_BYTES, chunkBytes);
      case Sctp.SHUTDOWN_ACK, Sctp.SHUTDOWN_COMPLETE, Sctp.COOKIE_ACK ->
          exactly(Sctp.CHUNK_HEADER_BYTES, chunkBytes);
      case Sctp.FORWARD_TSN ->
          chunkBytes < FORWARD_TSN_BYTES || chunkBytes % 4 != 0
              ? SctpDrop.WRONG_CHUNK_LENGTH
              : null;
      default -> null;
    };
  }

  private static @Nullable SctpDrop exactly(int wanted, int chunkBytes) {
    return chunkBytes == wanted ? null : SctpDrop.WRONG_CHUNK_LENGTH;
  }

  private @Nullable SctpDrop checkInit(int chunk, int chunkBytes) {
    if (chunkBytes < INIT_BYTES) {
      return SctpDrop.WRONG_CHUNK_LENGTH;
    }
    boolean anyZero =
        BigEndian.i32(segment, chunk + 4) == 0
            || BigEndian.u16(segment, chunk + 12) == 0
            || BigEndian.u16(segment, chunk + 14) == 0;
    return anyZero ? SctpDrop.BAD_INIT : checkParameters(chunk, INIT_BYTES, chunkBytes);
  }

  private @Nullable SctpDrop checkSack(int chunk, int chunkBytes) {
    if (chunkBytes < SACK_BYTES) {
      return SctpDrop.WRONG_CHUNK_LENGTH;
    }
    int gaps = BigEndian.u16(segment, chunk + 12);
    int duplicates = BigEndian.u16(segment, chunk + 14);
    if (chunkBytes != SACK_BYTES + 4 * (gaps + duplicates)) {
      return SctpDrop.WRONG_CHUNK_LENGTH;
    }
    int before = 0;
    for (int i = 0; i < gaps; i++) {
      int block = chunk + SACK_BYTES + 4 * i;
      int first = BigEndian.u16(segment, block);
      int last = BigEndian.u16(segment, block + 2);
      if (first <= before || last < first) {
        return SctpDrop.BAD_GAP_BLOCK;
      }
      before = last;
    }
    return null;
  }

  private @Nullable SctpDrop checkParameters(int chunk, int from, int chunkBytes) {
    return SctpParameters.areWellFormed(segment, chunk + from, chunk + chunkBytes)
        ? null
        : SctpDrop.BAD_PARAMETER;
  }

  private @Nullable SctpDrop checkReconfig(int chunk, int chunkBytes) {
    SctpDrop drop = checkParameters(chunk, Sctp.CHUNK_HEADER_BYTES, chunkBytes);
    if (drop != null) {
      return drop;
    }
    parameters.start(segment, chunk + Sctp.CHUNK_HEADER_BYTES, chunk + chunkBytes);
    while (parameters.next()) {
      int least =
          switch (parameters.type()) {
            case Sctp.OUTGOING_RESET -> 12;
            case Sctp.INCOMING_RESET, Sctp.TSN_RESET -> 4;
            case Sctp.RECONFIG_RESPONSE, Sctp.ADD_OUTGOING_STREAMS, Sctp.ADD_INCOMING_STREAMS -> 8;
            default -> 0;
          };
      if (parameters.length() < least || parameters.length() % 2 != 0) {
        return SctpDrop.BAD_PARAMETER;
      }
    }
    return null;
  }

  /** Port of the sender. */
  public int sourcePort() {
    return BigEndian.u16(segment, 0);
  }

  /** Port of the receiver. */
  public int destinationPort() {
    return BigEndian.u16(segment, 2);
  }

  /** What the receiver has told the sender to show. */
  public int verificationTag() {
    return BigEndian.i32(segment, 4);
  }

  /** Goes to the next chunk; false after the last. */
  public boolean next() {
    if (nextAt >= end) {
      return false;
    }
    at = nextAt;
    type = BigEndian.u8(segment, at);
    bytes = BigEndian.u16(segment, at + 2);
    nextAt = at + Sctp.padded(bytes);
    return true;
  }

  /** The chunk's type: a constant of {@link Sctp}, or one that is not known here. */
  public int type() {
    return type;
  }

  /** The chunk's flags. */
  public int flags() {
    return BigEndian.u8(segment, at + 1);
  }

  /** The whole chunk without padding: cookies, heartbeats and unknown chunks are sent back. */
  public byte[] copy(int skip) {
    return segment.asSlice(at + skip, bytes - skip).toArray(ValueLayout.JAVA_BYTE);
  }

  /** DATA: its transmission sequence number. */
  public int tsn() {
    return BigEndian.i32(segment, at + 4);
  }

  /** DATA: its stream. */
  public int stream() {
    return BigEndian.u16(segment, at + 8);
  }

  /** DATA: which message of its stream, when it is ordered. */
  public int streamSequence() {
    return BigEndian.u16(segment, at + 10);
  }

  /** DATA: what the payload is, to who uses the association. */
  public int payloadProtocol() {
    return BigEndian.i32(segment, at + 12);
  }

  /** DATA: a copy of its payload. */
  public byte[] payload() {
    return copy(Sctp.DATA_HEADER_BYTES);
  }

  /** DATA: bytes of its payload. */
  public int payloadLength() {
    return bytes - Sctp.DATA_HEADER_BYTES;
  }

  /** INIT and INIT ACK: what packets to its sender must show. */
  public int initiateTag() {
    return BigEndian.i32(segment, at + 4);
  }

  /** INIT, INIT ACK and SACK: bytes that the sender can take in. */
  public long receiverWindow() {
    return BigEndian.u32(segment, at + 8);
  }

  /** INIT and INIT ACK: streams its sender would send on. */
  public int outboundStreams() {
    return BigEndian.u16(segment, at + 12);
  }

  /** INIT and INIT ACK: streams its sender would receive on. */
  public int inboundStreams() {
    return BigEndian.u16(segment, at + 14);
  }

  /** INIT and INIT ACK: the TSN of the first DATA. */
  public int initialTsn() {
    return BigEndian.i32(segment, at + 16);
  }

  /** INIT, INIT ACK, RECONFIG, HEARTBEAT, ERROR and ABORT: the parameters, or causes, inside. */
  public SctpParameters parameters() {
    boolean opening = type == Sctp.INIT || type == Sctp.INIT_ACK;
    parameters.start(segment, at + (opening ? INIT_BYTES : Sctp.CHUNK_HEADER_BYTES), at + bytes);
    return parameters;
  }

  /** SACK, FORWARD TSN and SHUTDOWN: all up to this TSN has come, or is to be thought so. */
  public int cumulativeTsn() {
    return BigEndian.i32(segment, at + 4);
  }

  /** SACK: how many gap blocks there are. */
  public int gapCount() {
    return BigEndian.u16(segment, at + 12);
  }

  /** SACK: how far after the cumulative TSN block {@code index} begins. */
  public int gapFirst(int index) {
    return BigEndian.u16(segment, at + SACK_BYTES + 4L * index);
  }

  /** SACK: how far after the cumulative TSN block {@code index} ends. */
  public int gapLast(int index) {
    return BigEndian.u16(segment, at + SACK_BYTES + 4L * index + 2);
  }

  /** SACK: how many TSNs came more than once. */
  public int duplicateCount() {
    return BigEndian.u16(segment, at + 14);
  }

  /** SACK, below {@link #duplicateCount}: a TSN that came more than once. */
  public int duplicate(int index) {
    return BigEndian.i32(segment, at + SACK_BYTES + 4L * (gapCount() + index));
  }

  /** FORWARD TSN: how many streams it skips messages of. */
  public int skippedCount() {
    return (bytes - FORWARD_TSN_BYTES) / 4;
  }

  /** FORWARD TSN, below {@link #skippedCount}: a stream. */
  public int skippedStream(int index) {
    return BigEndian.u16(segment, at + FORWARD_TSN_BYTES + 4L * index);
  }

  /** FORWARD TSN, below {@link #skippedCount}: the last message of it that is skipped. */
  public int skippedSequence(int index) {
    return BigEndian.u16(segment, at + FORWARD_TSN_BYTES + 4L * index + 2);
  }
}
