package chat.free4.rtc.sctp;

import chat.free4.wire.sctp.Sctp;
import chat.free4.wire.sctp.SctpReader;
import chat.free4.wire.sctp.SctpWriter;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What an association receives: DATA, the acknowledgement of it (RFC 9260 section 6.2), and the
 * window that keeps a sender from sending what nobody takes.
 */
final class ReceiveSide {
  /** How long an acknowledgement is held back for the packet after. */
  static final long ACK_DELAY_NANOS = 200_000_000L;

  /** Duplicates that one acknowledgement tells of. */
  static final int MAX_DUPLICATES = 16;

  /** How many receive windows are held at most, whatever the other side sends. */
  static final int MAX_WINDOWS = 3;

  private static final int SACK_BYTES = 16;

  private final SctpSettings settings;
  private final int streams;
  private final ReceivedTsns received;
  private final Reassembly reassembly;
  private final int[] duplicates = new int[MAX_DUPLICATES];
  private int duplicateCount;
  private int unacknowledgedPackets;
  private long ackAtNanos = SctpAssociation.NEVER;
  private int toldWindow;
  private boolean hasData;
  private boolean ackNow;
  private boolean violated;

  ReceiveSide(SctpSettings settings, int initialTsn, int streams) {
    this.settings = settings;
    this.streams = streams;
    this.received = new ReceivedTsns(initialTsn);
    this.reassembly = new Reassembly(settings.maxMessageBytes());
    this.toldWindow = settings.receiveWindowBytes();
  }

  /** True once the other side has broken a rule that leaves nothing to go on with. */
  boolean isViolated() {
    return violated;
  }

  int cumulativeTsn() {
    return received.cumulative();
  }

  /** Takes a DATA chunk. */
  @Nullable SctpAssociationDrop handleData(SctpReader chunk) {
    hasData = true;
    int tsn = chunk.tsn();
    ackNow |= (chunk.flags() & Sctp.IMMEDIATE) != 0;
    if (received.has(tsn)) {
      ackNow = true;
      if (duplicateCount < MAX_DUPLICATES) {
        duplicates[duplicateCount++] = tsn;
      }
      return null;
    }
    if (reassembly.heldBytes() >= limitFor(tsn)) {
      ackNow = true;
      return SctpAssociationDrop.WINDOW_FULL;
    }
    SctpAssociationDrop drop = received.add(tsn);
    if (drop != null) {
      return drop;
    }
    if (chunk.stream() >= streams) {
      // Acknowledged all the same (RFC 9260 section 6.5): it would come again and again.
      return SctpAssociationDrop.UNKNOWN_STREAM;
    }
    violated |=
        !reassembly.add(
            tsn,
            chunk.flags(),
            chunk.stream(),
            chunk.streamSequence(),
            chunk.payloadProtocol(),
            chunk.payload());
    return null;
  }

  /**
   * What fills a gap is taken over the window too, as it is what lets the rest go; and most of all
   * what comes next: after it, only one unfinished message is held that nobody can poll.
   */
  private long limitFor(int tsn) {
    long window = settings.receiveWindowBytes();
    if (received.isNewest(tsn)) {
      return window;
    }
    return tsn == received.cumulative() + 1 ? MAX_WINDOWS * window : (MAX_WINDOWS - 1) * window;
  }

  /** Takes a FORWARD TSN chunk (RFC 3758 section 3.6). */
  @Nullable SctpAssociationDrop handleForwardTsn(SctpReader chunk) {
    ackNow = true;
    int tsn = chunk.cumulativeTsn();
    int ahead = tsn - received.cumulative();
    if (ahead <= 0) {
      return null;
    }
    if (ahead > ReceivedTsns.MAX_AHEAD) {
      return SctpAssociationDrop.TSN_OUT_OF_RANGE;
    }
    received.forward(tsn);
    reassembly.forward(tsn);
    for (int i = 0; i < chunk.skippedCount(); i++) {
      if (chunk.skippedStream(i) < streams) {
        reassembly.skip(chunk.skippedStream(i), chunk.skippedSequence(i));
      }
    }
    return null;
  }

  /** A packet has been read to its end: decides when what it brought is acknowledged. */
  void handlePacketEnd(long nowNanos) {
    if (hasData) {
      hasData = false;
      unacknowledgedPackets++;
      if (received.gaps() > 0 || unacknowledgedPackets >= 2) {
        ackNow = true;
      } else if (ackAtNanos == SctpAssociation.NEVER) {
        ackAtNanos = nowNanos + ACK_DELAY_NANOS;
      }
    }
  }

  void handleTimeout(long nowNanos) {
    ackNow |= nowNanos >= ackAtNanos;
  }

  long nextTimeoutNanos() {
    return ackAtNanos;
  }

  /** The next message; null when there is none. */
  @Nullable SctpMessage poll() {
    SctpMessage message = reassembly.poll();
    if (message != null) {
      // A sender that was told to wait is told to go on once it is worth a few packets.
      int opened = window() - toldWindow;
      ackNow |= opened >= settings.receiveWindowBytes() / 4;
    }
    return message;
  }

  /** The other side begins streams anew. */
  void reset(IntPredicate isReset) {
    reassembly.reset(isReset);
  }

  /** True when an ordered message has come whole on a stream since it was begun anew. */
  boolean hasHeardSinceReset(int stream) {
    return reassembly.hasHeard(stream);
  }

  int window() {
    return Math.max(0, settings.receiveWindowBytes() - reassembly.heldBytes());
  }

  /** What is held, with its overhead. */
  int heldBytes() {
    return reassembly.heldBytes();
  }

  /** True when an acknowledgement is to be sent now. */
  boolean isAckDue() {
    return ackNow;
  }

  /** Asks for an acknowledgement with the next packet. */
  void acknowledgeNow() {
    ackNow = true;
  }

  /** Writes the acknowledgement, into a packet that has nothing in it. */
  void writeAck(SctpWriter out) {
    int gaps = Math.min(received.gaps(), (out.room() - SACK_BYTES) / 4 - duplicateCount);
    toldWindow = window();
    out.beginChunk(Sctp.SACK, 0);
    out.put32(received.cumulative());
    out.put32(toldWindow);
    out.put16(gaps);
    out.put16(duplicateCount);
    for (int i = 0; i < gaps; i++) {
      out.put16(received.gapFirst(i) - received.cumulative());
      out.put16(received.gapLast(i) - received.cumulative());
    }
    for (int i = 0; i < duplicateCount; i++) {
      out.put32(duplicates[i]);
    }
    out.endChunk();
    duplicateCount = 0;
    unacknowledgedPackets = 0;
    ackAtNanos = SctpAssociation.NEVER;
    ackNow = false;
  }
}
