package chat.free4.ffi;

import chat.free4.rtc.srtp.JceSrtpBackend;
import chat.free4.rtc.srtp.SrtpCipher;
import chat.free4.rtc.srtp.SrtpProfile;
import org.jspecify.annotations.Nullable;

/** What can protect voice, best first. */
enum SrtpLibrary implements SrtpCiphers {
  IPSEC_MB("ipsec-mb") {
    @Override
    public @Nullable String problem() {
      return IpsecMb.problem();
    }

    @Override
    public SrtpCipher cipher(SrtpProfile profile) {
      return switch (profile) {
        case AEAD_AES_128_GCM -> new IpsecMbGcm();
        case AES128_CM_HMAC_SHA1_80 -> new IpsecMbCounterMode();
      };
    }
  },
  OPENSSL("openssl") {
    @Override
    public @Nullable String problem() {
      return LibCrypto.problem();
    }

    @Override
    public SrtpCipher cipher(SrtpProfile profile) {
      return switch (profile) {
        case AEAD_AES_128_GCM -> new OpensslGcm();
        case AES128_CM_HMAC_SHA1_80 -> new OpensslCounterMode();
      };
    }
  },
  JCE("jce") {
    @Override
    public @Nullable String problem() {
      return null;
    }

    @Override
    public SrtpCipher cipher(SrtpProfile profile) {
      return JceSrtpBackend.cipher(profile);
    }
  };

  private final String label;

  SrtpLibrary(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
