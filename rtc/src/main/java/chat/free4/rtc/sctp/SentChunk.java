package chat.free4.rtc.sctp;

/** A fragment that has a TSN, until it is acknowledged with all before it. */
final class SentChunk {
  /** What is known of it. */
  enum State {
    IN_FLIGHT,
    /** To be sent again. */
    LOST,
    /** In a gap block: it has come, but something before it has not. */
    ACKNOWLEDGED,
    /** Will not be sent again: the other side is told not to wait. */
    ABANDONED
  }

  final OutgoingMessage message;

  final int from;
  final int length;
  final int flags;
  long sentAtNanos;
  State state = State.IN_FLIGHT;
  int timesSent = 1;
  int timesMissing;
  boolean fastRetransmitted;

  SentChunk(OutgoingMessage message, int from, int length, int flags, long nowNanos) {
    this.message = message;
    this.from = from;
    this.length = length;
    this.flags = flags;
    this.sentAtNanos = nowNanos;
  }
}
