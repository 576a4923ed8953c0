package chat.free4.rtc.sctp;

import java.util.List;

/** What an {@link SctpAssociation} tells its owner. */
public sealed interface SctpEvent {
  /** Messages can be sent. */
  record Connected() implements SctpEvent {}

  /** The association has ended; nothing more is sent or received. */
  record Closed(Reason reason) implements SctpEvent {}

  /** No more waits to be sent on this stream than {@link SctpAssociation#setLowWater} said. */
  record LowWater(int stream) implements SctpEvent {}

  /** After {@link SendRefusal#BUFFER_FULL}: half of the send buffer is free again. */
  record Writable() implements SctpEvent {}

  /** The other side begins these streams anew: nothing more comes of what was sent on them. */
  record IncomingReset(List<Integer> streams) implements SctpEvent {
    /** Makes the list immutable. */
    public IncomingReset {
      streams = List.copyOf(streams);
    }
  }

  /** Our streams can be used anew. */
  record OutgoingReset(List<Integer> streams) implements SctpEvent {
    /** Makes the list immutable. */
    public OutgoingReset {
      streams = List.copyOf(streams);
    }
  }

  /** Why an association ended. */
  enum Reason {
    /** Either side shut it down, after all was sent. */
    SHUT_DOWN,
    /** The other side ended it at once. */
    ABORTED_BY_PEER,
    /** We ended it at once. */
    ABORTED_LOCALLY,
    /** The other side broke a rule that leaves nothing to go on with. */
    PROTOCOL_VIOLATION,
    /** No answer, however often it was asked. */
    UNREACHABLE
  }
}
