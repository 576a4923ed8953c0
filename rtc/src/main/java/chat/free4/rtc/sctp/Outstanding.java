package chat.free4.rtc.sctp;

import chat.free4.rtc.sctp.SentChunk.State;
import chat.free4.wire.sctp.SctpReader;
import chat.free4.wire.sctp.Tsn;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fragments that were sent and are not acknowledged with all before them (RFC 9260 sections 6.2.1
 * and 7.2.4): a ring of consecutive TSNs.
 */
final class Outstanding {
  /** Fragments that are kept; no more are sent until some are acknowledged. */
  static final int MAX_CHUNKS = 8192;

  /** So often a fragment is passed over before it counts as lost. */
  static final int MISSING_LIMIT = 3;

  private static final int INITIAL_CAPACITY = 16;

  private final Consumer<OutgoingMessage> onGiveUp;
  private @Nullable SentChunk[] ring = new @Nullable SentChunk[INITIAL_CAPACITY];
  private int head;
  private int size;
  private int firstTsn;
  private int inFlightBytes;
  private int heldBytes;
  private int lost;
  private int acknowledgedAhead;

  // What the last SACK brought.
  private boolean advanced;
  private boolean anyLoss;
  private int acknowledgedBytes;
  private long roundTripNanos;

  /**
   * Empty.
   *
   * @param firstTsn of the first fragment
   * @param onGiveUp asked when a fragment counts as lost and its message may not be sent again;
   *     calls {@link #abandon}
   */
  Outstanding(int firstTsn, Consumer<OutgoingMessage> onGiveUp) {
    this.firstTsn = firstTsn;
    this.onGiveUp = onGiveUp;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean isFull() {
    return size == MAX_CHUNKS;
  }

  /** All before this TSN is acknowledged. */
  int firstTsn() {
    return firstTsn;
  }

  int nextTsn() {
    return firstTsn + size;
  }

  int size() {
    return size;
  }

  int inFlightBytes() {
    return inFlightBytes;
  }

  /** Bytes whose memory is held. */
  int heldBytes() {
    return heldBytes;
  }

  boolean hasLost() {
    return lost > 0;
  }

  /** The fragment with TSN {@link #firstTsn} + {@code index}. */
  SentChunk get(int index) {
    SentChunk chunk = ring[(head + index) & (ring.length - 1)];
    if (chunk == null) {
      throw new IllegalStateException("no fragment " + index + " of " + size);
    }
    return chunk;
  }

  void add(SentChunk chunk) {
    if (size == ring.length) {
      @Nullable SentChunk[] larger = new @Nullable SentChunk[2 * size];
      for (int i = 0; i < size; i++) {
        larger[i] = get(i);
      }
      ring = larger;
      head = 0;
    }
    ring[(head + size) & (ring.length - 1)] = chunk;
    size++;
    heldBytes += chunk.length;
    if (chunk.state == State.IN_FLIGHT) {
      inFlightBytes += chunk.length;
    }
  }

  void sentAgain(SentChunk chunk, long nowNanos) {
    chunk.state = State.IN_FLIGHT;
    chunk.timesSent++;
    chunk.timesMissing = 0;
    chunk.sentAtNanos = nowNanos;
    lost--;
    inFlightBytes += chunk.length;
  }

  /**
   * Takes in a SACK; afterwards the getters tell what it brought.
   *
   * @param recovering true in fast recovery
   */
  @Nullable SctpAssociationDrop acknowledge(long nowNanos, SctpReader sack, boolean recovering) {
    int ahead = Tsn.distance(firstTsn - 1, sack.cumulativeTsn());
    int gaps = sack.gapCount();
    if (ahead < 0) {
      return SctpAssociationDrop.STALE_ACK;
    }
    if (ahead > size || (gaps > 0 && ahead + sack.gapLast(gaps - 1) > size)) {
      return SctpAssociationDrop.ACK_OF_UNSENT;
    }
    begin(ahead);
    for (int i = 0; i < ahead; i++) {
      removeFirst(nowNanos);
    }
    int newest = takeGaps(nowNanos, sack);
    int highest = gaps == 0 ? 0 : sack.gapLast(gaps - 1);
    countMissing(nowNanos, recovering && advanced ? highest : newest);
    return null;
  }

  /** All up to {@code cumulativeTsn} has come, as SHUTDOWN says. */
  @Nullable SctpAssociationDrop acknowledge(long nowNanos, int cumulativeTsn) {
    int ahead = Tsn.distance(firstTsn - 1, cumulativeTsn);
    if (ahead < 0 || ahead > size) {
      return ahead < 0 ? SctpAssociationDrop.STALE_ACK : SctpAssociationDrop.ACK_OF_UNSENT;
    }
    begin(ahead);
    for (int i = 0; i < ahead; i++) {
      removeFirst(nowNanos);
    }
    return null;
  }

  private void begin(int ahead) {
    advanced = ahead > 0;
    anyLoss = false;
    acknowledgedBytes = 0;
    roundTripNanos = -1;
  }

  private void removeFirst(long nowNanos) {
    SentChunk chunk = get(0);
    takeAcknowledgement(nowNanos, chunk);
    ring[head] = null;
    head = (head + 1) & (ring.length - 1);
    size--;
    firstTsn++;
    heldBytes -= chunk.length;
  }

  /** Marks what the gap blocks name; gives the offset of the highest that is news, or 0. */
  private int takeGaps(long nowNanos, SctpReader sack) {
    if (sack.gapCount() == 0 && acknowledgedAhead == 0) {
      return 0;
    }
    int block = 0;
    int newest = 0;
    for (int offset = 1; offset <= size; offset++) {
      while (block < sack.gapCount() && sack.gapLast(block) < offset) {
        block++;
      }
      boolean named = block < sack.gapCount() && sack.gapFirst(block) <= offset;
      SentChunk chunk = get(offset - 1);
      if (named && (chunk.state == State.IN_FLIGHT || chunk.state == State.LOST)) {
        takeAcknowledgement(nowNanos, chunk);
        chunk.state = State.ACKNOWLEDGED;
        acknowledgedAhead++;
        newest = offset;
      } else if (!named && chunk.state == State.ACKNOWLEDGED) {
        // The receiver has thrown away what it had (RFC 9260 section 6.2.1, rule D iii).
        chunk.state = State.LOST;
        acknowledgedAhead--;
        lost++;
      }
    }
    return newest;
  }

  private void takeAcknowledgement(long nowNanos, SentChunk chunk) {
    switch (chunk.state) {
      case IN_FLIGHT -> {
        inFlightBytes -= chunk.length;
        acknowledgedBytes += chunk.length;
        if (chunk.timesSent == 1) {
          roundTripNanos = nowNanos - chunk.sentAtNanos;
        }
      }
      case LOST -> {
        lost--;
        acknowledgedBytes += chunk.length;
      }
      case ACKNOWLEDGED -> acknowledgedAhead--;
      case ABANDONED -> {}
    }
  }

  /** What was passed over by what came up to {@code limit} may be lost. */
  private void countMissing(long nowNanos, int limit) {
    for (int offset = 1; offset < limit && offset <= size; offset++) {
      SentChunk chunk = get(offset - 1);
      if (chunk.state == State.IN_FLIGHT && !chunk.fastRetransmitted) {
        chunk.timesMissing++;
        if (chunk.timesMissing >= MISSING_LIMIT) {
          chunk.fastRetransmitted = true;
          anyLoss = true;
          lose(nowNanos, chunk);
        }
      }
    }
  }

  private void lose(long nowNanos, SentChunk chunk) {
    chunk.state = State.LOST;
    inFlightBytes -= chunk.length;
    lost++;
    OutgoingMessage message = chunk.message;
    if (chunk.timesSent > message.reliability.maxRetransmissions() || message.isExpired(nowNanos)) {
      onGiveUp.accept(message);
    }
  }

  /** Nothing was acknowledged for too long: all that is under way counts as lost. */
  void loseAll(long nowNanos) {
    for (int i = 0; i < size; i++) {
      SentChunk chunk = get(i);
      // What was lost twice may be sent again at once, by three words that it is missing.
      chunk.fastRetransmitted = false;
      if (chunk.state == State.IN_FLIGHT) {
        lose(nowNanos, chunk);
      }
    }
  }

  /** Gives up all fragments of a message. */
  void abandon(OutgoingMessage message) {
    for (int i = 0; i < size; i++) {
      SentChunk chunk = get(i);
      if (chunk.message == message) {
        if (chunk.state == State.IN_FLIGHT) {
          inFlightBytes -= chunk.length;
        } else if (chunk.state == State.LOST) {
          lost--;
        } else if (chunk.state == State.ACKNOWLEDGED) {
          acknowledgedAhead--;
        }
        chunk.state = State.ABANDONED;
      }
    }
  }

  /** True when the cumulative acknowledgement went on. */
  boolean hasAdvanced() {
    return advanced;
  }

  /** True when something counts as lost that did not before. */
  boolean hasAnyLoss() {
    return anyLoss;
  }

  /** Bytes that are acknowledged and were not before. */
  int acknowledgedBytes() {
    return acknowledgedBytes;
  }

  /** How long the newest that was sent once took there and back; negative when there is none. */
  long roundTripNanos() {
    return roundTripNanos;
  }
}
