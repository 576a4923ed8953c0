package chat.free4.ffi;

import chat.free4.rtc.srtp.CipherSrtpBackend;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.rtc.srtp.SrtpVectors;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the SRTP backends of a process, one a worker, of what was chosen at start: for each profile
 * the first library that is there and makes of known packets what it should.
 */
public final class SrtpBackends {
  private final Pick gcm;
  private final Pick counterMode;

  /**
   * What serves one profile.
   *
   * @param library null when there is none
   * @param passedOver why those before it are not taken
   */
  private record Pick(SrtpProfile profile, @Nullable SrtpCiphers library, List<String> passedOver) {
    String label() {
      return library == null ? "nothing" : library.label();
    }
  }

  private SrtpBackends(Pick gcm, Pick counterMode) {
    this.gcm = gcm;
    this.counterMode = counterMode;
  }

  /** Tries what may be taken. */
  public static SrtpBackends choose(SrtpChoice choice) {
    return choose(choice.libraries());
  }

  static SrtpBackends choose(List<? extends SrtpCiphers> libraries) {
    return new SrtpBackends(
        pick(SrtpProfile.AEAD_AES_128_GCM, libraries),
        pick(SrtpProfile.AES128_CM_HMAC_SHA1_80, libraries));
  }

  private static Pick pick(SrtpProfile profile, List<? extends SrtpCiphers> libraries) {
    Set<String> passedOver = new LinkedHashSet<>();
    for (SrtpCiphers library : libraries) {
      String problem = problemOf(library, profile);
      if (problem == null) {
        return new Pick(profile, library, List.copyOf(passedOver));
      }
      passedOver.add(library.label() + ": " + problem);
    }
    return new Pick(profile, null, List.copyOf(passedOver));
  }

  private static @Nullable String problemOf(SrtpCiphers library, SrtpProfile profile) {
    String problem = library.problem();
    if (problem != null) {
      return problem;
    }
    try {
      return SrtpVectors.problemOf(library.cipher(profile), profile);
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  /** Why no backend can be made; null when one can. */
  public @Nullable String problem() {
    return gcm.library != null && counterMode.library != null ? null : reasons();
  }

  /** What serves each profile, and why others were passed over: a line for the log. */
  public String summary() {
    String passedOver = reasons();
    return "%s by %s, %s by %s%s"
        .formatted(
            gcm.profile,
            gcm.label(),
            counterMode.profile,
            counterMode.label(),
            passedOver.isEmpty() ? "" : "; passed over " + passedOver);
  }

  private String reasons() {
    Set<String> all = new LinkedHashSet<>(gcm.passedOver);
    all.addAll(counterMode.passedOver);
    return String.join(", ", all);
  }

  /** A backend for one worker. */
  public SrtpBackend open() {
    if (gcm.library == null || counterMode.library == null) {
      throw new IllegalStateException(reasons());
    }
    return new CipherSrtpBackend(
        gcm.library.cipher(gcm.profile), counterMode.library.cipher(counterMode.profile));
  }
}
