package chat.free4.room.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * An immutable byte string: what the wire contract calls {@code b64}. It never shows its content in
 * {@link #toString()}, so that no profile or key gets into a log by accident.
 */
public final class Bytes implements Comparable<Bytes> {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Takes a copy. */
  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** UTF-8. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads base64url without padding (RFC 4648 section 5); null for anything else, also for a text
   * that another one stands for (unused bits set): a byte string has one spelling.
   */
  public static @Nullable Bytes ofBase64Url(String text) {
    if (text.indexOf('=') >= 0) {
      return null;
    }
    byte[] decoded;
    try {
      decoded = DECODER.decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    Bytes bytes = new Bytes(decoded);
    return bytes.toBase64Url().equals(text) ? bytes : null;
  }

  /** base64url without padding. */
  public String toBase64Url() {
    return ENCODER.encodeToString(bytes);
  }

  /** A copy. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** Number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** The bytes from {@code from} (inclusive) to {@code to} (exclusive). */
  public Bytes slice(int from, int to) {
    if (from < 0 || to < from || to > bytes.length) {
      throw new IndexOutOfBoundsException(from + " to " + to + " of " + bytes.length);
    }
    return new Bytes(Arrays.copyOfRange(bytes, from, to));
  }

  /** Compares in constant time. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && MessageDigest.isEqual(bytes, that.bytes);
  }

  /** Unsigned, byte by byte. */
  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Bytes[" + bytes.length + "]";
  }
}
