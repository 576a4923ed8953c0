package chat.free4.rtc.srtp;

/** SRTP and SRTCP by the JDK's own ciphers, which are always there. */
public final class JceSrtpBackend extends CipherSrtpBackend {
  /** A backend for one worker. */
  public JceSrtpBackend() {
    super(cipher(SrtpProfile.AEAD_AES_128_GCM), cipher(SrtpProfile.AES128_CM_HMAC_SHA1_80));
  }

  /** The cipher of one profile, for a backend that takes it beside another's. */
  public static SrtpCipher cipher(SrtpProfile profile) {
    return new JceCipher(profile);
  }
}
