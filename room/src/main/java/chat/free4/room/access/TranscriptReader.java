package chat.free4.room.access;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a transcript that came over the network, one by one, and remembers when one
 * was missing or too long: what it gives then is only a stand-in, so ask {@link #isWhole} before
 * using anything.
 */
public final class TranscriptReader {
  private final Bytes bytes;
  private int offset;
  private boolean broken;

  /** Reads from the first byte on. */
  public TranscriptReader(Bytes bytes) {
    this.bytes = bytes;
  }

  /** The next field, of at most so many bytes. */
  public Bytes next(int maxBytes) {
    long length = broken ? -1 : readLength();
    if (length < 0 || length > maxBytes || length > bytes.length() - offset) {
      broken = true;
      return Bytes.EMPTY;
    }
    Bytes field = bytes.slice(offset, offset + (int) length);
    offset += (int) length;
    return field;
  }

  /** The next field, of exactly so many bytes. */
  public Bytes exactly(int length) {
    Bytes field = next(length);
    broken |= field.length() != length;
    return field;
  }

  /** The next field: the eight bytes of a number. */
  public long u64() {
    Bytes field = exactly(Long.BYTES);
    return broken ? 0 : ByteBuffer.wrap(field.toArray()).getLong();
  }

  /** True when a field was missing or too long; what is left over says nothing. */
  public boolean isBroken() {
    return broken;
  }

  /** How far it has read. */
  public int offset() {
    return offset;
  }

  /** True when every field was there, and nothing is left. */
  public boolean isWhole() {
    return !broken && offset == bytes.length();
  }

  /** Of the field that follows; negative when not even that is there. */
  private long readLength() {
    @Nullable ByteBuffer length = null;
    if (bytes.length() - offset >= Integer.BYTES) {
      length = ByteBuffer.wrap(bytes.slice(offset, offset + Integer.BYTES).toArray());
      offset += Integer.BYTES;
    }
    return length == null ? -1 : Integer.toUnsignedLong(length.getInt());
  }
}
