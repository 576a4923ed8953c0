package chat.free4.rtc.sctp;

/** How much may be under way (RFC 9260 section 7.2). */
final class CongestionWindow {
  /** No more than this is ever under way, however good the path. */
  static final int MAX_BYTES = 4 << 20;

  private final int packetBytes;
  private int window;
  private int threshold = MAX_BYTES;
  private int partiallyAcknowledged;

  CongestionWindow(int packetBytes) {
    this.packetBytes = packetBytes;
    // Section 7.2.1.
    this.window = Math.min(4 * packetBytes, Math.max(2 * packetBytes, 4404));
  }

  int bytes() {
    return window;
  }

  boolean isSlowStart() {
    return window <= threshold;
  }

  /**
   * The cumulative acknowledgement went on, outside fast recovery.
   *
   * @param acknowledged bytes that are newly acknowledged
   * @param inFlight bytes that were under way before that
   */
  void acknowledged(int acknowledged, int inFlight) {
    boolean wasUsed = inFlight >= window;
    if (isSlowStart()) {
      if (wasUsed) {
        window = Math.min(window + Math.min(acknowledged, packetBytes), MAX_BYTES);
      }
      return;
    }
    partiallyAcknowledged += acknowledged;
    if (partiallyAcknowledged >= window) {
      // Section 7.2.2: at most one packet more a round trip, and nothing is saved up while idle.
      partiallyAcknowledged = wasUsed ? partiallyAcknowledged - window : window;
      if (wasUsed) {
        window = Math.min(window + packetBytes, MAX_BYTES);
      }
    }
  }

  /** Nothing is under way any more. */
  void drained() {
    partiallyAcknowledged = 0;
  }

  /** Something was lost, and others came (section 7.2.4). */
  void lost() {
    threshold = Math.max(window / 2, 4 * packetBytes);
    window = threshold;
    partiallyAcknowledged = 0;
  }

  /** Nothing came (section 7.2.3). */
  void timedOut() {
    threshold = Math.max(window / 2, 4 * packetBytes);
    window = packetBytes;
    partiallyAcknowledged = 0;
  }
}
