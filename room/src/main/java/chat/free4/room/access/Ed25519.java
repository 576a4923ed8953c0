package chat.free4.room.access;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
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

  /** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410 section 4) up to the 32 bytes themselves. */
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

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
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(decode(publicKey));
      verifier.update(message.toArray());
      return verifier.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      return false; // the bytes are no point, or the signature's scalar is out of range
    }
  }

  private static PublicKey decode(Bytes publicKey) throws GeneralSecurityException {
    byte[] encoded = new byte[X509_PREFIX.length + KEY_BYTES];
    System.arraycopy(X509_PREFIX, 0, encoded, 0, X509_PREFIX.length);
    System.arraycopy(publicKey.toArray(), 0, encoded, X509_PREFIX.length, KEY_BYTES);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
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
