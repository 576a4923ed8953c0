package chat.free4.wire.stun;

import chat.free4.wire.DropReason;
import java.util.Locale;

/** Why a datagram is not a STUN message that we read. */
public enum StunDrop implements DropReason {
  /** Shorter than a header. */
  TOO_SHORT,
  /** The first two bits are not zero. */
  NOT_STUN,
  /** The magic cookie is another: RFC 3489 or no STUN at all. */
  WRONG_COOKIE,
  /** The header's length is not the datagram's, or no multiple of four. */
  WRONG_LENGTH,
  /** An attribute reaches over the end. */
  TRUNCATED_ATTRIBUTE,
  /** More than {@link StunReader#MAX_ATTRIBUTES} attributes. */
  TOO_MANY_ATTRIBUTES,
  /** An attribute we understand has a length or value that it cannot have. */
  BAD_ATTRIBUTE,
  /** Something follows FINGERPRINT. */
  FINGERPRINT_NOT_LAST,
  /** FINGERPRINT does not fit the message. */
  WRONG_FINGERPRINT;

  private final String label = "stun_" + name().toLowerCase(Locale.ROOT);

  @Override
  public String label() {
    return label;
  }
}
