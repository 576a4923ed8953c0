package chat.free4.wire.sctp;

/** What reading a data channel's own message gives. */
public sealed interface DcepResult permits DcepOpen, DcepResult.Ack, DcepResult.Refused {
  /** The channel that was opened is known to the other side (RFC 8832 section 5.2). */
  record Ack() implements DcepResult {}

  /** The message was refused. */
  record Refused(SctpDrop reason) implements DcepResult {}
}
