package chat.free4.server.sealing;

import chat.free4.room.access.Bytes;
import java.security.SecureRandom;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * An X25519 key pair that others seal to, by HPKE (RFC 9180, base mode, DHKEM(X25519, HKDF-SHA256),
 * HKDF-SHA256, AES-128-GCM).
 */
final class SealingPair {
  /** Length of a public key, and of an encapsulated one. */
  static final int KEY_BYTES = 32;

  private final AsymmetricCipherKeyPair pair;
  private final Bytes publicKey;

  private SealingPair(X25519PrivateKeyParameters secret) {
    this.pair = new AsymmetricCipherKeyPair(secret.generatePublicKey(), secret);
    this.publicKey = Bytes.of(secret.generatePublicKey().getEncoded());
  }

  /** A new one. */
  static SealingPair make(SecureRandom random) {
    return new SealingPair(new X25519PrivateKeyParameters(random));
  }

  /** The pair of a known private key. */
  static SealingPair of(Bytes secret) {
    return new SealingPair(new X25519PrivateKeyParameters(secret.toArray()));
  }

  /** The raw public key. */
  Bytes publicKey() {
    return publicKey;
  }

  /** Null for what was not sealed to this key with this info. */
  @Nullable Bytes open(Bytes info, Bytes encapsulated, Bytes ciphertext) {
    HPKE hpke =
        new HPKE(
            HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);
    try {
      return Bytes.of(
          hpke.open(
              encapsulated.toArray(),
              pair,
              info.toArray(),
              new byte[0],
              ciphertext.toArray(),
              null,
              null,
              null));
    } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
      return null; // sealed to another, or by a key of small order
    }
  }
}
