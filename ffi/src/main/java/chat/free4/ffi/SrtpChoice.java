package chat.free4.ffi;

import java.util.List;

/** What is to protect voice, as an operator says it. */
public enum SrtpChoice {
  /** The quickest of those that are there, profile by profile. */
  AUTO("auto"),
  IPSEC_MB("ipsec-mb"),
  OPENSSL("openssl"),
  JCE("jce");

  private final String label;

  SrtpChoice(String label) {
    this.label = label;
  }

  /** What is written on a command line. */
  public String label() {
    return label;
  }

  /** Those that may be taken, best first. */
  List<SrtpCiphers> libraries() {
    return switch (this) {
      case AUTO -> List.of(SrtpLibrary.values());
      case IPSEC_MB -> List.of(SrtpLibrary.IPSEC_MB);
      case OPENSSL -> List.of(SrtpLibrary.OPENSSL);
      case JCE -> List.of(SrtpLibrary.JCE);
    };
  }
}
