package chat.free4.wire.sdp;

import java.util.Locale;

/** Which side opens the DTLS association (RFC 4145 section 4, RFC 8842 section 5.3). */
public enum Setup {
  ACTIVE,
  PASSIVE,
  ACTPASS,
  HOLDCONN;

  /** As the attribute's value is written. */
  public String value() {
    return name().toLowerCase(Locale.ROOT);
  }
}
