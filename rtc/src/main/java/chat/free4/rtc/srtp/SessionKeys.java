package chat.free4.rtc.srtp;

import java.util.Arrays;

/**
 * The session keys of RTP, or of RTCP, in one direction (RFC 3711 section 4.3). What they are given
 * to keeps copies of its own.
 *
 * @param authKey of the MAC; empty with an AEAD
 */
public record SessionKeys(byte[] key, byte[] salt, byte[] authKey) {
  /** Bytes of the key of HMAC-SHA1. */
  public static final int AUTH_KEY_BYTES = 20;

  /** Derives the keys of RTP. */
  static SessionKeys ofRtp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    return derive(profile, masterKey, masterSalt, KeyDerivation.LABEL_RTP_ENCRYPTION);
  }

  /** Derives the keys of RTCP. */
  static SessionKeys ofRtcp(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    return derive(profile, masterKey, masterSalt, KeyDerivation.LABEL_RTCP_ENCRYPTION);
  }

  /** The labels of encryption, authentication and salt follow one another. */
  private static SessionKeys derive(
      SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int label) {
    int authKeyBytes = profile == SrtpProfile.AEAD_AES_128_GCM ? 0 : AUTH_KEY_BYTES;
    return new SessionKeys(
        KeyDerivation.derive(masterKey, masterSalt, label, profile.keyBytes()),
        KeyDerivation.derive(masterKey, masterSalt, label + 2, profile.saltBytes()),
        KeyDerivation.derive(masterKey, masterSalt, label + 1, authKeyBytes));
  }

  /** Overwrites them. */
  void wipe() {
    Arrays.fill(key, (byte) 0);
    Arrays.fill(salt, (byte) 0);
    Arrays.fill(authKey, (byte) 0);
  }

  /** Redacted. */
  @Override
  public String toString() {
    return "SessionKeys";
  }
}
