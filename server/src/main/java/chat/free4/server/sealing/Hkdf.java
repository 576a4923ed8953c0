package chat.free4.server.sealing;

import chat.free4.room.access.Bytes;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** HKDF-SHA256 (RFC 5869). */
final class Hkdf {
  private Hkdf() {}

  /**
   * Extracts and expands.
   *
   * @param salt may be empty
   * @param length in bytes
   */
  static Bytes derive(Bytes secret, Bytes salt, Bytes info, int length) {
    HKDFParameterSpec.Builder extract = HKDFParameterSpec.ofExtract().addIKM(secret.toArray());
    if (salt.length() > 0) {
      extract.addSalt(salt.toArray());
    }
    try {
      KDF hkdf = KDF.getInstance("HKDF-SHA256");
      return Bytes.of(hkdf.deriveData(extract.thenExpand(info.toArray(), length)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has HKDF", e);
    }
  }
}
