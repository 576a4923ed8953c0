package chat.free4.room.media;

import java.util.Locale;

/** Why a member's transport ended at the server; the {@code reason} of {@code media.lost}. */
public enum MediaLoss {
  /** No authenticated check within the consent time (RFC 7675 section 5.1). */
  CONSENT,
  /** The browser closed the DTLS association: the one reason that it is not told. */
  CLOSED,
  /** The browser's certificate is not the one its offer named. */
  FINGERPRINT,
  /** The handshake failed or did not finish in time. */
  HANDSHAKE,
  /** The media side began anew. */
  RESTARTED;

  /** As the wire writes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
