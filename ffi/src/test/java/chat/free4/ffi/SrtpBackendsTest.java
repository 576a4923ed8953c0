package chat.free4.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.rtc.srtp.CipherBatch;
import chat.free4.rtc.srtp.JceSrtpBackend;
import chat.free4.rtc.srtp.SessionKeys;
import chat.free4.rtc.srtp.SrtpCipher;
import chat.free4.rtc.srtp.SrtpProfile;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is taken, and what is said of the rest. */
class SrtpBackendsTest {
  private static final SrtpCiphers MISSING =
      new Fake("missing", NativeLibrary.open("libfree4chat-nothing.so.9").problem(), null);

  @Test
  void autoTakesTheQuickestThatIsThere() {
    SrtpBackends backends = SrtpBackends.choose(SrtpChoice.AUTO);
    assertThat(backends.problem()).isNull();
    assertThat(backends.open().name()).isEqualTo("ipsec-mb");
    assertThat(backends.summary())
        .isEqualTo("AEAD_AES_128_GCM by ipsec-mb, AES128_CM_HMAC_SHA1_80 by ipsec-mb");
  }

  @ParameterizedTest
  @EnumSource(SrtpLibrary.class)
  void eachCanBeForced(SrtpLibrary library) {
    SrtpChoice choice = SrtpChoice.valueOf(library.name());
    assertThat(choice.label()).isEqualTo(library.label());
    assertThat(SrtpBackends.choose(choice).open().name()).isEqualTo(library.label());
  }

  @Test
  void aMissingLibraryIsPassedOverAndSaidSo() {
    SrtpBackends backends = SrtpBackends.choose(List.of(MISSING, SrtpLibrary.JCE));
    assertThat(backends.open().name()).isEqualTo("jce");
    assertThat(backends.summary())
        .isEqualTo(
            "AEAD_AES_128_GCM by jce, AES128_CM_HMAC_SHA1_80 by jce;"
                + " passed over missing: libfree4chat-nothing.so.9 is not installed");
  }

  @Test
  void aLibraryThatIsWrongInOneProfileServesTheOther() {
    SrtpCiphers wrong = new Fake("wrong", null, SrtpProfile.AEAD_AES_128_GCM);
    SrtpBackends backends = SrtpBackends.choose(List.of(wrong, SrtpLibrary.OPENSSL));
    assertThat(backends.open().name()).isEqualTo("openssl+wrong");
    assertThat(backends.summary())
        .isEqualTo(
            "AEAD_AES_128_GCM by openssl, AES128_CM_HMAC_SHA1_80 by wrong;"
                + " passed over wrong: does not reproduce RFC 7714 section 16");
  }

  @Test
  void whereNothingServesTheReasonIsGiven() {
    SrtpBackends backends = SrtpBackends.choose(List.of(MISSING));
    assertThat(backends.problem()).isEqualTo("missing: libfree4chat-nothing.so.9 is not installed");
    assertThatThrownBy(backends::open).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aLibraryWithoutAFunctionSaysWhich() {
    NativeLibrary library = NativeLibrary.open("libcrypto.so.3");
    assertThat(library.problem()).isNull();
    library.function("EVP_has_no_such", FunctionDescriptor.of(ValueLayout.JAVA_INT));
    library.function("EVP_nor_such", FunctionDescriptor.of(ValueLayout.JAVA_INT));
    assertThat(library.problem()).isEqualTo("libcrypto.so.3 has no EVP_has_no_such");
  }

  /** The JDK's ciphers under another name, wrong in one profile. */
  private record Fake(String label, @Nullable String problem, @Nullable SrtpProfile wrong)
      implements SrtpCiphers {
    @Override
    public SrtpCipher cipher(SrtpProfile profile) {
      return new Renamed(label, JceSrtpBackend.cipher(profile), profile == wrong);
    }
  }

  private record Renamed(String name, SrtpCipher cipher, boolean wrong) implements SrtpCipher {
    @Override
    public Keys keys(boolean encrypting, SessionKeys rtp, SessionKeys rtcp) {
      return cipher.keys(encrypting, rtp, rtcp);
    }

    @Override
    public void protect(CipherBatch batch) {
      cipher.protect(batch);
      if (wrong) {
        batch.slab().set(ValueLayout.JAVA_BYTE, batch.offset(0), (byte) 0);
      }
    }

    @Override
    public void unprotect(CipherBatch batch) {
      cipher.unprotect(batch);
    }
  }
}
