package chat.free4.room.access;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The canonical bytes of everything that is signed or hashed: a label, then fields, each behind its
 * length. Two different lists of fields never give the same bytes.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |               length of the label, big-endian                 |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      the label in UTF-8 ...                   :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |               length of field 1, big-endian                   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      field 1 ...                              :
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class Transcript {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  private Transcript() {}

  /** Begins a transcript of the given purpose. */
  public static Transcript of(String label) {
    return new Transcript().addUtf8(label);
  }

  /** Adds a byte string. */
  public Transcript add(Bytes field) {
    return append(field.toArray());
  }

  /** Adds a text in UTF-8. */
  public Transcript addUtf8(String field) {
    return append(field.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a number as eight bytes, big-endian. */
  public Transcript addU64(long field) {
    return append(ByteBuffer.allocate(Long.BYTES).putLong(field).array());
  }

  /** The bytes so far. */
  public Bytes toBytes() {
    return Bytes.of(out.toByteArray());
  }

  /** SHA-256 of the bytes so far. */
  public Bytes sha256() {
    return sha256(toBytes());
  }

  /** SHA-256 of a transcript. */
  public static Bytes sha256(Bytes transcript) {
    try {
      return Bytes.of(MessageDigest.getInstance("SHA-256").digest(transcript.toArray()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private Transcript append(byte[] field) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
    out.writeBytes(field);
    return this;
  }
}
