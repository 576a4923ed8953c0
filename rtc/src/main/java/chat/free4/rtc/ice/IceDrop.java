package chat.free4.rtc.ice;

import chat.free4.wire.DropReason;
import java.util.Locale;

/** Why an agent does not take a well-formed STUN message. None of them is answered. */
public enum IceDrop implements DropReason {
  /** Not Binding, or an indication. */
  NOT_A_CHECK,
  /** A check without FINGERPRINT (RFC 8445 section 7.2.2). */
  NO_FINGERPRINT,
  /** USERNAME is absent or not the two user fragments of this session. */
  WRONG_USERNAME,
  /** MESSAGE-INTEGRITY is absent or not right. */
  WRONG_INTEGRITY,
  /** An answer to nothing that we asked, or not over the path it was asked on. */
  UNEXPECTED_RESPONSE,
  /** The answer would be larger than the question. */
  ANSWER_TOO_LARGE,
  /** The session has ended. */
  ENDED;

  private final String label = "ice_" + name().toLowerCase(Locale.ROOT);

  @Override
  public String label() {
    return label;
  }
}
