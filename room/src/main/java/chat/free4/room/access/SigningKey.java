package chat.free4.room.access;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * A private Ed25519 key: what a browser keeps to itself, for those members that are Java (virtual
 * browsers, robots) and for tests.
 */
public final class SigningKey {
  /** Length of a seed (RFC 8032 section 5.1.5). */
  public static final int SEED_BYTES = 32;

  private final PrivateKey privateKey;
  private final Bytes publicKey;

  private SigningKey(PrivateKey privateKey, Bytes publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** The key of a seed. */
  public static SigningKey ofSeed(Bytes seed) {
    if (seed.length() != SEED_BYTES) {
      throw new IllegalArgumentException("seed of " + seed.length() + " bytes");
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new SeedSource(seed));
      KeyPair pair = generator.generateKeyPair();
      byte[] encoded = pair.getPublic().getEncoded();
      byte[] raw = Arrays.copyOfRange(encoded, encoded.length - Ed25519.KEY_BYTES, encoded.length);
      return new SigningKey(pair.getPrivate(), Bytes.of(raw));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK since 15 has Ed25519", e);
    }
  }

  /** The raw public key. */
  public Bytes publicKey() {
    return publicKey;
  }

  /** Signs a message. */
  public Bytes sign(Bytes message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(privateKey);
      signer.update(message.toArray());
      return Bytes.of(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of our own signs", e);
    }
  }

  /** Gives the generator the seed it asks for: it takes its private key from here as it comes. */
  private static final class SeedSource extends SecureRandom {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // never serialized
    private final Bytes seed;

    SeedSource(Bytes seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] out) {
      if (out.length != SEED_BYTES) {
        throw new IllegalStateException("asked for " + out.length + " bytes");
      }
      System.arraycopy(seed.toArray(), 0, out, 0, SEED_BYTES);
    }
  }
}
