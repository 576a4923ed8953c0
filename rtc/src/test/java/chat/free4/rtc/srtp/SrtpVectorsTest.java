package chat.free4.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Vectors of RFC 3711 and RFC 7714, and those that libsrtp tests itself with. */
class SrtpVectorsTest {
  private static final HexFormat HEX = HexFormat.of();

  private static final byte[] GCM_KEY = hex("000102030405060708090a0b0c0d0e0f");
  private static final byte[] GCM_SALT = hex("517569642070726f2071756f");
  private static final byte[] GCM_RTP =
      hex(
          "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976"
              + "69736120 696e2070 61727465 73207472 6573");
  private static final byte[] GCM_SRTP =
      hex(
          "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5"
              + "0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439"
              + "0cce");
  private static final byte[] GCM_RTCP =
      hex(
          "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61"
              + "deadbeef deadbeef deadbeef deadbeef deadbeef");
  private static final byte[] GCM_SRTCP =
      hex(
          "81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d"
              + "c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872"
              + "45d9eade 800005d4");

  private static final byte[] MASTER_KEY = hex("e1f97a0d3e018be0d64fa32c06de4139");
  private static final byte[] CM_SALT = hex("0ec675ad498afeebb6960b3aabe6");
  private static final byte[] LIBSRTP_GCM_SALT = hex("a0a1a2a3a4a5a6a7a8a9aaab");
  private static final byte[] PLAIN_RTP =
      hex("800f1234 decafbad cafebabe abababab abababab abababab abababab");
  private static final byte[] PLAIN_RTCP =
      hex("81c8000b cafebabe abababab abababab abababab abababab");
  private static final int SSRC = 0xcafebabe;

  private final byte[] out = new byte[2048];

  @Test
  void gcmProtectsRtpAsRfc7714Section16Does() {
    GcmTransform transform = GcmTransform.ofSessionKey(true, GCM_KEY, GCM_SALT);
    byte[] in = withRoom(GCM_RTP);
    int length = transform.protectRtp(in, 12, GCM_RTP.length, 0x5501a0b2, 0xf17b, out);
    assertThat(result(GCM_RTP, 12, length)).isEqualTo(GCM_SRTP);
  }

  @Test
  void gcmUnprotectsRtpAsRfc7714Section16Does() {
    GcmTransform transform = GcmTransform.ofSessionKey(false, GCM_KEY, GCM_SALT);
    int length = transform.unprotectRtp(GCM_SRTP, 12, GCM_SRTP.length, 0x5501a0b2, 0xf17b, out);
    assertThat(result(GCM_SRTP, 12, length)).isEqualTo(GCM_RTP);
  }

  @Test
  void gcmProtectsRtcpAsRfc7714Section17Does() {
    GcmTransform transform = GcmTransform.ofSessionKey(true, GCM_KEY, GCM_SALT);
    byte[] in = withRoom(GCM_RTCP);
    int length = transform.protectRtcp(in, GCM_RTCP.length, 0x4d617273, 0x5d4, out);
    assertThat(result(GCM_RTCP, 8, length)).isEqualTo(GCM_SRTCP);
  }

  @Test
  void gcmUnprotectsRtcpAsRfc7714Section17Does() {
    GcmTransform transform = GcmTransform.ofSessionKey(false, GCM_KEY, GCM_SALT);
    int length = transform.unprotectRtcp(GCM_SRTCP, GCM_SRTCP.length, 0x4d617273, 0x5d4, out);
    assertThat(result(GCM_SRTCP, 8, length)).isEqualTo(GCM_RTCP);
  }

  @Test
  void gcmDerivesAndProtectsAsLibsrtpDoes() {
    GcmTransform transform = GcmTransform.ofMasterKey(true, GCM_KEY, LIBSRTP_GCM_SALT);
    int length = transform.protectRtp(withRoom(PLAIN_RTP), 12, PLAIN_RTP.length, SSRC, 0x1234, out);
    assertThat(result(PLAIN_RTP, 12, length))
        .isEqualTo(
            hex(
                "800f1234 decafbad cafebabe c5002ede 04cfdd2e b91159e0 880aa06e"
                    + "d2976826 f796b201 df3131a1 27e8a392"));
  }

  @Test
  void counterModeMakesTheKeystreamOfRfc3711AppendixB2() {
    CounterModeTransform transform =
        CounterModeTransform.ofSessionKey(
            true,
            hex("2b7e151628aed2a6abf7158809cf4f3c"),
            hex("f0f1f2f3f4f5f6f7f8f9fafbfcfd"),
            new byte[20]);
    byte[] zeros = new byte[12 + 48 + 10];
    zeros[0] = (byte) 0x80;
    transform.protectRtp(zeros, 12, 12 + 48, 0, 0, out);
    assertThat(Arrays.copyOfRange(out, 12, 12 + 48))
        .isEqualTo(
            hex(
                "e03ead09 35c95e80 e166b16d d92b4eb4 d2351316 2b02d0f7 2a43a2fe 4a5f97ab"
                    + "41e95b3b b0a2e8dd 477901e4 fca894c0"));
  }

  @Test
  void counterModeProtectsAndUnprotectsAsLibsrtpDoes() {
    byte[] srtp =
        hex(
            "800f1234 decafbad cafebabe 4e55dc4c e79978d8 8ca4d215 949d2402"
                + "b78d6acc 99ea179b 8dbb");
    CounterModeTransform sender = CounterModeTransform.ofMasterKey(true, MASTER_KEY, CM_SALT);
    int length = sender.protectRtp(withRoom(PLAIN_RTP), 12, PLAIN_RTP.length, SSRC, 0x1234, out);
    assertThat(result(PLAIN_RTP, 12, length)).isEqualTo(srtp);
    CounterModeTransform receiver = CounterModeTransform.ofMasterKey(false, MASTER_KEY, CM_SALT);
    length = receiver.unprotectRtp(srtp, 12, srtp.length, SSRC, 0x1234, out);
    assertThat(result(srtp, 12, length)).isEqualTo(PLAIN_RTP);
  }

  @Test
  void counterModeProtectsAndUnprotectsRtcpAsLibsrtpDoes() {
    byte[] srtcp =
        hex(
            "81c8000b cafebabe 7128035b e487b9bd bef89041 f977a5a8 80000001"
                + "993e08cd 54d6c123 0798");
    CounterModeTransform sender = CounterModeTransform.ofMasterKey(true, MASTER_KEY, CM_SALT);
    int length = sender.protectRtcp(withRoom(PLAIN_RTCP), PLAIN_RTCP.length, SSRC, 1, out);
    assertThat(result(PLAIN_RTCP, 8, length)).isEqualTo(srtcp);
    CounterModeTransform receiver = CounterModeTransform.ofMasterKey(false, MASTER_KEY, CM_SALT);
    length = receiver.unprotectRtcp(srtcp, srtcp.length, SSRC, 1, out);
    assertThat(result(srtcp, 8, length)).isEqualTo(PLAIN_RTCP);
  }

  private byte[] result(byte[] packet, int header, int length) {
    byte[] whole = Arrays.copyOf(packet, length);
    System.arraycopy(out, header, whole, header, length - header);
    return whole;
  }

  private static byte[] withRoom(byte[] packet) {
    return Arrays.copyOf(packet, packet.length + 32);
  }

  private static byte[] hex(String digits) {
    return HEX.parseHex(digits.replace(" ", ""));
  }
}
