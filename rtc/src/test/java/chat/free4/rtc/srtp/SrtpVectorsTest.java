package chat.free4.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

class SrtpVectorsTest {
  static final List<SrtpVectors.Vector> VECTORS = SrtpVectors.ALL;

  @ParameterizedTest
  @FieldSource("VECTORS")
  void theReferenceReproduces(SrtpVectors.Vector vector) {
    JceCipher cipher = new JceCipher(vector.profile());
    assertThat(SrtpVectors.reproduces(cipher, vector, slab())).isTrue();
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void theReferencePassesItsOwnTest(SrtpProfile profile) {
    assertThat(SrtpVectors.problemOf(new JceCipher(profile), profile)).isNull();
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aCipherThatSealsWrongIsFound(SrtpProfile profile) {
    assertThat(SrtpVectors.problemOf(new Faulty(profile, 0), profile))
        .startsWith("does not reproduce ");
    assertThat(SrtpVectors.problemOf(new Faulty(profile, 3), profile))
        .contains("otherwise than jce");
  }

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void aCipherThatTakesForgedPacketsIsFound(SrtpProfile profile) {
    assertThat(SrtpVectors.problemOf(new Credulous(profile), profile))
        .startsWith("does not reproduce ");
  }

  private static MemorySegment slab() {
    return Arena.ofAuto().allocate(2048);
  }

  /** Changes a bit of the packet at one place of each round. */
  private record Faulty(JceCipher cipher, int place) implements SrtpCipher {
    Faulty(SrtpProfile profile, int place) {
      this(new JceCipher(profile), place);
    }

    @Override
    public String name() {
      return "faulty";
    }

    @Override
    public Keys keys(boolean encrypting, SessionKeys rtp, SessionKeys rtcp) {
      return cipher.keys(encrypting, rtp, rtcp);
    }

    @Override
    public void protect(CipherBatch batch) {
      cipher.protect(batch);
      if (batch.count() > place) {
        long at = batch.offset(place) + batch.end(place);
        byte former = batch.slab().get(ValueLayout.JAVA_BYTE, at);
        batch.slab().set(ValueLayout.JAVA_BYTE, at, (byte) (former ^ 4));
      }
    }

    @Override
    public void unprotect(CipherBatch batch) {
      cipher.unprotect(batch);
    }
  }

  /** Decrypts as it should, and passes over what a check of tags found. */
  private record Credulous(JceCipher cipher) implements SrtpCipher {
    Credulous(SrtpProfile profile) {
      this(new JceCipher(profile));
    }

    @Override
    public String name() {
      return "credulous";
    }

    @Override
    public Keys keys(boolean encrypting, SessionKeys rtp, SessionKeys rtcp) {
      return cipher.keys(encrypting, rtp, rtcp);
    }

    @Override
    public void protect(CipherBatch batch) {
      cipher.protect(batch);
    }

    @Override
    public void unprotect(CipherBatch batch) {
      CipherBatch blind = new CipherBatch();
      blind.begin(batch.slab());
      for (int i = 0; i < batch.count(); i++) {
        int end = batch.end(i);
        if (batch.isRtcp(i)) {
          blind.addRtcp(batch.keys(i), batch.offset(i), end, batch.ssrc(i), batch.index(i));
        } else {
          int header = batch.header(i);
          blind.addRtp(batch.keys(i), batch.offset(i), header, end, batch.ssrc(i), batch.index(i));
        }
      }
      cipher.unprotect(blind);
    }
  }
}
