package chat.free4.room.access;

import java.util.HexFormat;
import java.util.Set;

/**
 * Verifies Ed25519 signatures (RFC 8032 section 5.1) by raw public keys. Never throws on what it is
 * given: a wrong key or signature verifies nothing.
 */
public final class Ed25519 {
  /** Length of a public key. */
  public static final int KEY_BYTES = 32;

  /** Length of a signature. */
  public static final int SIGNATURE_BYTES = 64;

  /**
   * The y coordinates, little-endian without the sign of x, of the eight points of small order: a
   * signature by one of them can be good for any message. The last two are those of order 8.
   */
  private static final Set<Bytes> SMALL_ORDER =
      Set.of(
          hex("0000000000000000000000000000000000000000000000000000000000000000"),
          hex("0100000000000000000000000000000000000000000000000000000000000000"),
          hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
          hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
          hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));

  private Ed25519() {}

  /** True when {@code signature} is the key's over the message. */
  public static boolean verify(Bytes publicKey, Bytes message, Bytes signature) {
    if (signature.length() != SIGNATURE_BYTES || !isCanonicalOfLargeOrder(publicKey)) {
      return false;
    }
    byte[] text = message.toArray();
    return org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
        signature.toArray(), 0, publicKey.toArray(), 0, text, 0, text.length);
  }

  /** A y below p = 2^255 - 19, and none of {@link #SMALL_ORDER}. */
  static boolean isCanonicalOfLargeOrder(Bytes publicKey) {
    if (publicKey.length() != KEY_BYTES) {
      return false;
    }
    byte[] y = publicKey.toArray();
    y[KEY_BYTES - 1] &= 0x7f;
    return isBelowP(y) && !SMALL_ORDER.contains(Bytes.of(y));
  }

  private static boolean isBelowP(byte[] y) {
    if (y[KEY_BYTES - 1] != 0x7f) {
      return true;
    }
    for (int i = KEY_BYTES - 2; i > 0; i--) {
      if (y[i] != (byte) 0xff) {
        return true;
      }
    }
    return (y[0] & 0xff) < 0xed;
  }

  private static Bytes hex(String text) {
    return Bytes.of(HexFormat.of().parseHex(text));
  }
}
