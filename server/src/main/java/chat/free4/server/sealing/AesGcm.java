package chat.free4.server.sealing;

import chat.free4.room.access.Bytes;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** AES-GCM with tags of 16 bytes behind the ciphertext (NIST SP 800-38D). */
final class AesGcm {
  /** Length of an initialization vector. */
  static final int IV_BYTES = 12;

  /** Length of a tag. */
  static final int TAG_BYTES = 16;

  private AesGcm() {}

  /** Ciphertext and tag. The same {@code iv} must never come twice under a key. */
  static Bytes seal(Bytes key, Bytes iv, Bytes additional, Bytes plaintext) {
    try {
      return run(Cipher.ENCRYPT_MODE, key, iv, additional, plaintext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has AES-GCM", e);
    }
  }

  /** Null for what was not sealed like that. */
  static @Nullable Bytes open(Bytes key, Bytes iv, Bytes additional, Bytes ciphertext) {
    if (ciphertext.length() < TAG_BYTES) {
      return null;
    }
    try {
      return run(Cipher.DECRYPT_MODE, key, iv, additional, ciphertext);
    } catch (AEADBadTagException e) {
      return null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has AES-GCM", e);
    }
  }

  private static Bytes run(int mode, Bytes key, Bytes iv, Bytes additional, Bytes text)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    SecretKeySpec secret = new SecretKeySpec(key.toArray(), "AES");
    cipher.init(mode, secret, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv.toArray()));
    cipher.updateAAD(additional.toArray());
    return Bytes.of(cipher.doFinal(text.toArray()));
  }
}
