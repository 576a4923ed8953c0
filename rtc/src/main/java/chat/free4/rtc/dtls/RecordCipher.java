package chat.free4.rtc.dtls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipherImpl;
import org.jspecify.annotations.Nullable;

/**
 * AES-GCM of one direction of one association (RFC 5288), by the JDK, which has the processor's own
 * instructions for it: data channels bring megabytes through here, at hundreds of times the speed
 * of arithmetic in Java.
 */
final class RecordCipher implements TlsAEADCipherImpl {
  private static final int BITS_A_BYTE = 8;

  private final int mode;
  private final Cipher cipher;
  private @Nullable SecretKeySpec key;

  /** {@code mode} is that of {@link Cipher}. */
  RecordCipher(int mode) {
    this.mode = mode;
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  @Override
  public void setKey(byte[] bytes, int offset, int length) {
    key = new SecretKeySpec(bytes, offset, length, "AES");
  }

  @Override
  public void init(byte[] nonce, int macBytes) throws IOException {
    try {
      cipher.init(mode, key, new GCMParameterSpec(macBytes * BITS_A_BYTE, nonce));
    } catch (GeneralSecurityException e) {
      throw new TlsFatalAlert(AlertDescription.internal_error, e);
    }
  }

  @Override
  public int getOutputSize(int inputBytes) {
    return cipher.getOutputSize(inputBytes);
  }

  @Override
  public int doFinal(
      byte[] additional, byte[] input, int offset, int length, byte[] output, int outputOffset)
      throws IOException {
    try {
      cipher.updateAAD(additional);
      return cipher.doFinal(input, offset, length, output, outputOffset);
    } catch (GeneralSecurityException e) {
      throw new TlsFatalAlert(AlertDescription.bad_record_mac, e);
    }
  }
}
