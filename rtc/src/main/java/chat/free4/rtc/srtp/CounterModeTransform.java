package chat.free4.rtc.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES128_CM_HMAC_SHA1_80 (RFC 3711 sections 4.1.1 and 4.2.1): AES in counter mode, then HMAC-SHA1
 * cut to 80 bits over the packet and, for RTP, the rollover counter, which is not sent.
 *
 * <pre>
 *   IV = (salt * 2^16) XOR (SSRC * 2^64) XOR (index * 2^16)
 *
 *           0           4           8                 14    16
 *           +-----------+-----------+-----------------+-----+
 *           |           |   SSRC    |  48-bit index   |  0  |  XOR  salt (14 bytes)
 *           +-----------+-----------+-----------------+-----+
 * </pre>
 */
final class CounterModeTransform implements JceTransform {
  private static final int BLOCK_BYTES = 16;
  private static final int SALT_BYTES = 14;
  private static final int SHA1_BYTES = 20;
  private static final int TAG_BYTES = 10;
  private static final int SSRC_AT = 4;
  private static final int INDEX_AT = 8;

  private final int mode;
  private final Half rtp;
  private final Half rtcp;
  private final byte[] iv = new byte[BLOCK_BYTES];
  private final byte[] digest = new byte[SHA1_BYTES];
  private final byte[] indexWord = new byte[4];

  /** Cipher, MAC, key and salt of RTP, or of RTCP. */
  private record Half(Cipher cipher, SecretKeySpec key, byte[] salt, Mac mac) {}

  private CounterModeTransform(boolean encrypting, Half rtp, Half rtcp) {
    this.mode = encrypting ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
    this.rtp = rtp;
    this.rtcp = rtcp;
  }

  static CounterModeTransform of(boolean encrypting, SessionKeys rtp, SessionKeys rtcp) {
    return new CounterModeTransform(encrypting, half(rtp), half(rtcp));
  }

  private static Half half(SessionKeys keys) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(keys.authKey(), "HmacSHA1"));
      SecretKeySpec spec = new SecretKeySpec(keys.key(), "AES");
      return new Half(Cipher.getInstance("AES/CTR/NoPadding"), spec, keys.salt().clone(), mac);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR and HMAC-SHA1 are part of every JDK", e);
    }
  }

  @Override
  public int protectRtp(byte[] in, int header, int length, int ssrc, long index, byte[] out) {
    crypt(rtp, in, header, length, ssrc, index, out);
    rtp.mac.update(in, 0, header);
    rtp.mac.update(out, header, length - header);
    finishTag(rtp, (int) (index >>> 16));
    System.arraycopy(digest, 0, out, length, TAG_BYTES);
    return length + TAG_BYTES;
  }

  @Override
  public int unprotectRtp(byte[] in, int header, int length, int ssrc, long index, byte[] out) {
    int end = length - TAG_BYTES;
    rtp.mac.update(in, 0, end);
    finishTag(rtp, (int) (index >>> 16));
    if (!tagFits(in, end)) {
      return AUTH_FAILED;
    }
    crypt(rtp, in, header, end, ssrc, index, out);
    return end;
  }

  @Override
  public int protectRtcp(byte[] in, int length, int ssrc, int index, byte[] out) {
    crypt(rtcp, in, RTCP_HEADER_BYTES, length, ssrc, index, out);
    rtcp.mac.update(in, 0, RTCP_HEADER_BYTES);
    rtcp.mac.update(out, RTCP_HEADER_BYTES, length - RTCP_HEADER_BYTES);
    finishTag(rtcp, index | RTCP_ENCRYPTED);
    System.arraycopy(indexWord, 0, out, length, RTCP_INDEX_BYTES);
    System.arraycopy(digest, 0, out, length + RTCP_INDEX_BYTES, TAG_BYTES);
    return length + RTCP_INDEX_BYTES + TAG_BYTES;
  }

  @Override
  public int unprotectRtcp(byte[] in, int length, int ssrc, int index, byte[] out) {
    int end = length - TAG_BYTES - RTCP_INDEX_BYTES;
    rtcp.mac.update(in, 0, end);
    finishTag(rtcp, index | RTCP_ENCRYPTED);
    if (!tagFits(in, length - TAG_BYTES)) {
      return AUTH_FAILED;
    }
    crypt(rtcp, in, RTCP_HEADER_BYTES, end, ssrc, index, out);
    return end;
  }

  private void crypt(Half half, byte[] in, int from, int to, int ssrc, long index, byte[] out) {
    iv[SALT_BYTES] = 0;
    iv[SALT_BYTES + 1] = 0;
    System.arraycopy(half.salt, 0, iv, 0, SALT_BYTES);
    ByteArrays.xorInt32(iv, SSRC_AT, ssrc);
    ByteArrays.xorInt48(iv, INDEX_AT, index);
    try {
      half.cipher.init(mode, half.key, new IvParameterSpec(iv));
      half.cipher.doFinal(in, from, to - from, out, from);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-CTR refused", e);
    }
  }

  /** Adds the last authenticated word and leaves the MAC in {@link #digest}. */
  private void finishTag(Half half, int word) {
    ByteArrays.putInt32(indexWord, 0, word);
    half.mac.update(indexWord, 0, indexWord.length);
    try {
      half.mac.doFinal(digest, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA1 refused", e);
    }
  }

  /** Compares in a time that does not depend on where the tags differ. */
  private boolean tagFits(byte[] in, int at) {
    int difference = 0;
    for (int i = 0; i < TAG_BYTES; i++) {
      difference |= in[at + i] ^ digest[i];
    }
    return difference == 0;
  }

  @Override
  public void close() {
    Arrays.fill(rtp.salt, (byte) 0);
    Arrays.fill(rtcp.salt, (byte) 0);
  }
}
