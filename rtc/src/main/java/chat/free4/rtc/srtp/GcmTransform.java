package chat.free4.rtc.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AEAD_AES_128_GCM (RFC 7714): the header is the associated data, the tag follows the ciphertext,
 * SRTCP's index follows the tag.
 *
 * <pre>
 *             0  0  0  0  0  0  0  0  0  0  1  1
 *             0  1  2  3  4  5  6  7  8  9  0  1
 *           +--+--+--+--+--+--+--+--+--+--+--+--+
 *   SRTP    |00|00|    SSRC   |     ROC   | SEQ |---+
 *   SRTCP   |00|00|    SSRC   |00|00|0+31b index|---+
 *           +--+--+--+--+--+--+--+--+--+--+--+--+   |
 *                                                   v
 *           |         encryption salt           |->(+) -> IV
 * </pre>
 *
 * <p>JCE refuses to encrypt twice in a row under one IV, as it must. A packet that is sent again is
 * therefore the kept ciphertext, never a second encryption.
 */
final class GcmTransform implements JceTransform {
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int TAG_BITS = 8 * TAG_BYTES;
  private static final int SSRC_AT = 2;
  private static final int INDEX_AT = 6;

  private final int mode;
  private final Half rtp;
  private final Half rtcp;
  private final byte[] iv = new byte[IV_BYTES];
  private final byte[] indexWord = new byte[RTCP_INDEX_BYTES];

  /** Cipher, key and salt of RTP, or of RTCP. */
  private record Half(Cipher cipher, SecretKeySpec key, byte[] salt) {}

  private GcmTransform(boolean encrypting, Half rtp, Half rtcp) {
    this.mode = encrypting ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
    this.rtp = rtp;
    this.rtcp = rtcp;
  }

  static GcmTransform of(boolean encrypting, SessionKeys rtp, SessionKeys rtcp) {
    return new GcmTransform(encrypting, half(rtp), half(rtcp));
  }

  private static Half half(SessionKeys keys) {
    try {
      SecretKeySpec spec = new SecretKeySpec(keys.key(), "AES");
      return new Half(Cipher.getInstance("AES/GCM/NoPadding"), spec, keys.salt().clone());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM is part of every JDK", e);
    }
  }

  @Override
  public int protectRtp(byte[] in, int header, int length, int ssrc, long index, byte[] out) {
    try {
      start(rtp, ssrc, index);
      rtp.cipher.updateAAD(in, 0, header);
      return header + rtp.cipher.doFinal(in, header, length - header, out, header);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("encryption refused", e);
    }
  }

  @Override
  public int unprotectRtp(byte[] in, int header, int length, int ssrc, long index, byte[] out) {
    try {
      start(rtp, ssrc, index);
      rtp.cipher.updateAAD(in, 0, header);
      return header + rtp.cipher.doFinal(in, header, length - header, out, header);
    } catch (AEADBadTagException e) {
      return AUTH_FAILED;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("decryption refused", e);
    }
  }

  @Override
  public int protectRtcp(byte[] in, int length, int ssrc, int index, byte[] out) {
    try {
      ByteArrays.putInt32(indexWord, 0, index | RTCP_ENCRYPTED);
      startRtcp(in, ssrc, index);
      int body = length - RTCP_HEADER_BYTES;
      int end = rtcp.cipher.doFinal(in, RTCP_HEADER_BYTES, body, out, RTCP_HEADER_BYTES);
      end += RTCP_HEADER_BYTES;
      ByteArrays.putInt32(out, end, index | RTCP_ENCRYPTED);
      return end + RTCP_INDEX_BYTES;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("encryption refused", e);
    }
  }

  @Override
  public int unprotectRtcp(byte[] in, int length, int ssrc, int index, byte[] out) {
    try {
      ByteArrays.putInt32(indexWord, 0, index | RTCP_ENCRYPTED);
      startRtcp(in, ssrc, index);
      int body = length - RTCP_INDEX_BYTES - RTCP_HEADER_BYTES;
      return RTCP_HEADER_BYTES
          + rtcp.cipher.doFinal(in, RTCP_HEADER_BYTES, body, out, RTCP_HEADER_BYTES);
    } catch (AEADBadTagException e) {
      return AUTH_FAILED;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("decryption refused", e);
    }
  }

  private void startRtcp(byte[] in, int ssrc, int index) throws GeneralSecurityException {
    start(rtcp, ssrc, index);
    rtcp.cipher.updateAAD(in, 0, RTCP_HEADER_BYTES);
    rtcp.cipher.updateAAD(indexWord, 0, RTCP_INDEX_BYTES);
  }

  private void start(Half half, int ssrc, long index) throws GeneralSecurityException {
    System.arraycopy(half.salt, 0, iv, 0, IV_BYTES);
    ByteArrays.xorInt32(iv, SSRC_AT, ssrc);
    ByteArrays.xorInt48(iv, INDEX_AT, index);
    // The key stays the same object: JCE then keeps its key schedule.
    half.cipher.init(mode, half.key, new GCMParameterSpec(TAG_BITS, iv));
  }

  @Override
  public void close() {
    Arrays.fill(rtp.salt, (byte) 0);
    Arrays.fill(rtcp.salt, (byte) 0);
  }
}
