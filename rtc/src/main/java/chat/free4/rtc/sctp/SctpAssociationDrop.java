package chat.free4.rtc.sctp;

import chat.free4.wire.DropReason;
import java.util.Locale;

/** Why an {@link SctpAssociation} does not take a packet or a chunk that is well formed. */
public enum SctpAssociationDrop implements DropReason {
  /** Ports that are not those of the association. */
  WRONG_PORT,
  /** A verification tag that is not the one we gave (RFC 9260 section 8.5). */
  WRONG_TAG,
  /** A chunk that has no meaning in the state that the association is in. */
  UNEXPECTED_CHUNK,
  /** A chunk of a type that is not known here. */
  UNKNOWN_CHUNK,
  /** A cookie that was not made here. */
  FORGED_COOKIE,
  /** A cookie that was made too long ago. */
  STALE_COOKIE,
  /** A cookie for another association than the one that stands: the other side lost its own. */
  RESTART,
  /** DATA too far ahead of what is missing. */
  TSN_OUT_OF_RANGE,
  /** DATA that would make one gap more than are remembered. */
  TOO_MANY_GAPS,
  /** DATA over the receive window: it was told to wait. */
  WINDOW_FULL,
  /** DATA on a stream that was not agreed on. */
  UNKNOWN_STREAM,
  /** A SACK about what was never sent. */
  ACK_OF_UNSENT,
  /** A SACK that is older than one that came before it. */
  STALE_ACK,
  /** More answers wait to be sent than are kept. */
  TOO_MANY_ANSWERS,
  /** A heartbeat that is longer than what may be sent back. */
  ANSWER_TOO_LONG,
  /** A request to reset streams out of turn. */
  RESET_OUT_OF_TURN;

  private final String label = "sctp_" + name().toLowerCase(Locale.ROOT);

  @Override
  public String label() {
    return label;
  }
}
