package chat.free4.wire.sctp;

import chat.free4.wire.BigEndian;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes an SCTP packet (RFC 9260 section 3; what it looks like is at {@link SctpReader}) into an
 * array: the header, chunk by chunk, then the checksum. Whoever writes asks {@link #room} first.
 */
public final class SctpWriter {
  private final byte[] bytes;
  private final MemorySegment out;
  private final int limit;
  private int at = Sctp.HEADER_BYTES;
  private int chunkAt;
  private int parameterAt;

  /**
   * Begins a packet in {@code bytes}.
   *
   * @param limit bytes that the packet may have, a multiple of four
   */
  public SctpWriter(
      byte[] bytes, int limit, int sourcePort, int destinationPort, int verificationTag) {
    this.bytes = bytes;
    this.limit = limit;
    this.out = MemorySegment.ofArray(bytes);
    BigEndian.put16(out, 0, sourcePort);
    BigEndian.put16(out, 2, destinationPort);
    BigEndian.put32(out, 4, verificationTag);
    BigEndian.put32(out, 8, 0);
  }

  /** Bytes left, for a chunk with its header and padding. */
  public int room() {
    return limit - at;
  }

  /** True when there is no chunk yet. */
  public boolean isEmpty() {
    return at == Sctp.HEADER_BYTES;
  }

  /** Writes a whole DATA chunk. */
  public void data(
      int flags,
      int tsn,
      int stream,
      int streamSequence,
      int payloadProtocol,
      byte[] payload,
      int from,
      int length) {
    beginChunk(Sctp.DATA, flags);
    put32(tsn);
    put16(stream);
    put16(streamSequence);
    put32(payloadProtocol);
    System.arraycopy(payload, from, bytes, at, length);
    at += length;
    endChunk();
  }

  /** Writes a chunk of which everything after the header is {@code content}. */
  public void chunk(int type, int flags, byte... content) {
    beginChunk(type, flags);
    put(content);
    endChunk();
  }

  /** Begins a chunk; what is written from now on is its content. */
  public void beginChunk(int type, int flags) {
    chunkAt = at;
    BigEndian.put8(out, at, type);
    BigEndian.put8(out, at + 1, flags);
    at += Sctp.CHUNK_HEADER_BYTES;
  }

  /** Ends the chunk that was begun. */
  public void endChunk() {
    BigEndian.put16(out, chunkAt + 2, at - chunkAt);
    pad();
  }

  /** Begins a parameter, or cause, of the chunk that was begun. */
  public void beginParameter(int type) {
    pad();
    parameterAt = at;
    put16(type);
    put16(0);
  }

  /** Ends the parameter that was begun. */
  public void endParameter() {
    // Padding comes before the next one: a chunk's length is without that of its last parameter.
    BigEndian.put16(out, parameterAt + 2, at - parameterAt);
  }

  /** Writes a whole parameter or cause. */
  public void parameter(int type, byte... value) {
    beginParameter(type);
    put(value);
    endParameter();
  }

  /** Writes 16 bits. */
  public void put16(int value) {
    BigEndian.put16(out, at, value);
    at += 2;
  }

  /** Writes 32 bits. */
  public void put32(int value) {
    BigEndian.put32(out, at, value);
    at += 4;
  }

  /** Writes bytes. */
  public void put(byte... value) {
    System.arraycopy(value, 0, bytes, at, value.length);
    at += value.length;
  }

  private void pad() {
    int padded = Sctp.padded(at);
    Arrays.fill(bytes, at, padded, (byte) 0);
    at = padded;
  }

  /** Writes the checksum; gives the bytes of the packet. */
  public int finish() {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, at);
    BigEndian.put32(out, 8, Integer.reverseBytes((int) checksum.getValue()));
    return at;
  }
}
