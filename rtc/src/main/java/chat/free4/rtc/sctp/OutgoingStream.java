package chat.free4.rtc.sctp;

import java.util.ArrayDeque;

/** What waits to be sent on one stream. */
final class OutgoingStream {
  final int id;
  final ArrayDeque<OutgoingMessage> waiting = new ArrayDeque<>(2);
  int nextSequence;

  /** Bytes that have no TSN yet. */
  int bufferedBytes;

  int lowWaterBytes;

  /** True from the wish to reset it until it is done. */
  boolean closing;

  OutgoingStream(int id) {
    this.id = id;
  }
}
