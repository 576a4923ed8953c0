package chat.free4.rtc;

import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;

/**
 * A datagram to be sent, in a buffer that the caller owns and hands to {@code pollTransmit} again
 * and again.
 */
public final class Transmit {
  private final MemorySegment buffer;
  private int length;
  private int path = PacketBatch.NO_PATH;

  /** Wraps {@code buffer}, which must hold {@link PacketBatch#MAX_DATAGRAM_BYTES}. */
  public Transmit(MemorySegment buffer) {
    if (buffer.byteSize() < PacketBatch.MAX_DATAGRAM_BYTES) {
      throw new IllegalArgumentException("buffer of " + buffer.byteSize() + " bytes");
    }
    this.buffer = buffer;
  }

  /** Where the engine writes the datagram, from offset 0. */
  public MemorySegment buffer() {
    return buffer;
  }

  /** Bytes of the datagram. */
  public int length() {
    return length;
  }

  /** Index of the 5-tuple it goes to. */
  public int path() {
    return path;
  }

  /** Called by an engine once the datagram is written. */
  public void set(int path, int length) {
    this.path = path;
    this.length = length;
  }
}
