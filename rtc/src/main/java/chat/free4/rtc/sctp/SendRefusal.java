package chat.free4.rtc.sctp;

/** Why a message was not taken to be sent. */
public enum SendRefusal {
  /** The association does not stand yet, or any more. */
  NOT_OPEN,
  /** Empty: SCTP has no message without a byte. */
  EMPTY,
  /** Longer than what was agreed on. */
  TOO_LARGE,
  /** A stream that the other side does not have. */
  NO_SUCH_STREAM,
  /** The stream is being reset, or nobody has opened the channel. */
  CLOSING,
  /** The send buffer is full: try again after {@link SctpEvent.Writable}. */
  BUFFER_FULL
}
