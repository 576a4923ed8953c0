package chat.free4.wire.sdp;

import chat.free4.wire.sdp.TransportDescription.CertificateHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects the lines about ICE and DTLS at one level. */
final class TransportLines {
  private static final Pattern HEX_PAIRS = Pattern.compile("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){0,63}");
  private static final int MAX_ALGORITHM_CHARS = 16;

  private @Nullable String ufrag;
  private @Nullable String password;
  private @Nullable Setup setup;
  private final List<CertificateHash> fingerprints = new ArrayList<>();

  /** True when {@code name} is one of ours. */
  static boolean knows(String name) {
    return switch (name) {
      case "ice-ufrag", "ice-pwd", "fingerprint", "setup" -> true;
      default -> false;
    };
  }

  SdpProblem.@Nullable Kind take(String name, String value) {
    return switch (name) {
      case "ice-ufrag" -> {
        ufrag = value;
        yield bad(SdpText.isIceChars(value, 4, 256));
      }
      case "ice-pwd" -> {
        password = value;
        yield bad(SdpText.isIceChars(value, 22, 256));
      }
      case "fingerprint" -> takeFingerprint(value);
      default -> takeSetup(value);
    };
  }

  private SdpProblem.@Nullable Kind takeFingerprint(String value) {
    if (fingerprints.size() == SdpParser.MAX_ATTRIBUTES_OF_A_KIND) {
      return SdpProblem.Kind.TOO_MANY_ATTRIBUTES;
    }
    List<String> words = SdpText.words(value, 2);
    if (words.size() != 2
        || !SdpText.isToken(words.get(0), MAX_ALGORITHM_CHARS)
        || !HEX_PAIRS.matcher(words.get(1)).matches()) {
      return SdpProblem.Kind.BAD_ATTRIBUTE;
    }
    fingerprints.add(
        new CertificateHash(
            words.get(0).toLowerCase(Locale.ROOT), words.get(1).toUpperCase(Locale.ROOT)));
    return null;
  }

  private SdpProblem.@Nullable Kind takeSetup(String value) {
    for (Setup candidate : Setup.values()) {
      if (candidate.value().equals(value)) {
        setup = candidate;
        return null;
      }
    }
    return SdpProblem.Kind.BAD_ATTRIBUTE;
  }

  private static SdpProblem.@Nullable Kind bad(boolean good) {
    return good ? null : SdpProblem.Kind.BAD_ATTRIBUTE;
  }

  TransportDescription toDescription() {
    return new TransportDescription(ufrag, password, fingerprints, setup);
  }
}
