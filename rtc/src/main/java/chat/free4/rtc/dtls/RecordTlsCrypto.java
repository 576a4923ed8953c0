package chat.free4.rtc.dtls;

import java.io.IOException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipher;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Bouncy Castle's cryptography, which is the quicker one for handshakes, with the JDK's AES-GCM for
 * records. Bouncy Castle's own is slow, or keeps tables of 9 KB for each direction of each
 * association.
 */
final class RecordTlsCrypto extends BcTlsCrypto {
  RecordTlsCrypto(SecureRandom random) {
    super(random);
  }

  @Override
  protected TlsAEADCipher createCipher_AES_GCM(
      TlsCryptoParameters parameters, int keyBytes, int macBytes) throws IOException {
    return new TlsAEADCipher(
        parameters,
        new RecordCipher(Cipher.ENCRYPT_MODE),
        new RecordCipher(Cipher.DECRYPT_MODE),
        keyBytes,
        macBytes,
        TlsAEADCipher.AEAD_GCM,
        null); // nonces are those of RFC 5288
  }
}
