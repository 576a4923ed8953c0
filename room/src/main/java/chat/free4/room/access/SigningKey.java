package chat.free4.room.access;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A private Ed25519 key: what a browser keeps to itself, for those members that are Java (virtual
 * browsers, robots) and for tests.
 */
public final class SigningKey {
  /** Length of a seed (RFC 8032 section 5.1.5). */
  public static final int SEED_BYTES = 32;

  private final byte[] seed;
  private final byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];

  private SigningKey(byte[] seed) {
    this.seed = seed;
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
  }

  /** The key of a seed. */
  public static SigningKey ofSeed(Bytes seed) {
    if (seed.length() != SEED_BYTES) {
      throw new IllegalArgumentException("seed of " + seed.length() + " bytes");
    }
    return new SigningKey(seed.toArray());
  }

  /** The raw public key. */
  public Bytes publicKey() {
    return Bytes.of(publicKey);
  }

  /** Signs a message. */
  public Bytes sign(Bytes message) {
    byte[] text = message.toArray();
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, publicKey, 0, text, 0, text.length, signature, 0);
    return Bytes.of(signature);
  }
}
