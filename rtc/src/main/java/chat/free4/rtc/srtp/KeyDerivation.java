package chat.free4.rtc.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Session keys from a master key (RFC 3711 section 4.3) with the AES-CM pseudo-random function and
 * a key derivation rate of 0, so each is derived once. A 96-bit salt is padded with zeros on the
 * right to 112 bits (RFC 7714 section 11).
 *
 * <pre>
 *            +-- label at byte 7 ---+
 *            v                      |
 *   x  = 0^56 | label | 0^48   XOR master salt (14 bytes)
 *   IV = x | 0^16,  key = AES-CTR keystream under the master key
 * </pre>
 */
final class KeyDerivation {
  static final int LABEL_RTP_ENCRYPTION = 0;
  static final int LABEL_RTP_AUTHENTICATION = 1;
  static final int LABEL_RTP_SALT = 2;
  static final int LABEL_RTCP_ENCRYPTION = 3;
  static final int LABEL_RTCP_AUTHENTICATION = 4;
  static final int LABEL_RTCP_SALT = 5;

  private static final int BLOCK_BYTES = 16;
  private static final int LABEL_AT = 7;

  private KeyDerivation() {}

  static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int bytes) {
    byte[] iv = Arrays.copyOf(masterSalt, BLOCK_BYTES);
    iv[LABEL_AT] ^= (byte) label;
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(new byte[bytes]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR is part of every JDK", e);
    }
  }
}
