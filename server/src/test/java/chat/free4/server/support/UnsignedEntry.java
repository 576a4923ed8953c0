package chat.free4.server.support;

import chat.free4.room.access.Bytes;
import chat.free4.room.log.SignedEntry;

/**
 * An entry of the log as members write it, but for its signature. The room does not look inside,
 * and who reads for robots looks at sequence and body alone.
 */
public final class UnsignedEntry {
  /** Where the last byte of the sequence stands. */
  private static final int SEQUENCE_END = 1 + 32 + 32 + 64 + 7;

  private UnsignedEntry() {}

  /**
   * One of these.
   *
   * @param sequence up to 127
   */
  public static Bytes of(long sequence, Bytes body) {
    byte[] entry = new byte[SignedEntry.HEAD_BYTES + body.length()];
    entry[0] = 1;
    entry[SEQUENCE_END] = (byte) sequence;
    System.arraycopy(body.toArray(), 0, entry, SignedEntry.HEAD_BYTES, body.length());
    return Bytes.of(entry);
  }
}
