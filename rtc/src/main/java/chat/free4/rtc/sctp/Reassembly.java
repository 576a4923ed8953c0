package chat.free4.rtc.sctp;

import chat.free4.wire.sctp.Sctp;
import chat.free4.wire.sctp.Tsn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of fragments, and puts those of a stream in order (RFC 9260 section 6.9). A
 * message's fragments have consecutive TSNs: those that have come are kept in runs, which are found
 * by their ends and joined where they meet.
 *
 * <p>Does not limit what it holds; its owner looks at {@link #heldBytes} before it adds.
 */
final class Reassembly {
  /** What a fragment or message costs beside its bytes. */
  static final int OVERHEAD_BYTES = 64;

  /** Fragments that follow each other. */
  private static final class Run {
    final int stream;
    final int sequence;
    final int payloadProtocol;
    final boolean unordered;
    final boolean begins;
    final int firstTsn;
    final List<byte[]> fragments = new ArrayList<>(1);
    int lastTsn;
    boolean ends;
    int bytes;

    Run(int tsn, int flags, int stream, int sequence, int payloadProtocol, byte[] payload) {
      this.stream = stream;
      this.sequence = sequence;
      this.payloadProtocol = payloadProtocol;
      this.unordered = (flags & Sctp.UNORDERED) != 0;
      this.begins = (flags & Sctp.BEGIN) != 0;
      this.ends = (flags & Sctp.END) != 0;
      this.firstTsn = tsn;
      this.lastTsn = tsn;
      this.bytes = payload.length;
      fragments.add(payload);
    }

    boolean goesOnIn(Run next) {
      return !ends
          && !next.begins
          && stream == next.stream
          && unordered == next.unordered
          && (unordered || sequence == next.sequence);
    }

    void append(Run next) {
      fragments.addAll(next.fragments);
      lastTsn = next.lastTsn;
      ends = next.ends;
      bytes += next.bytes;
    }

    int cost() {
      return bytes + fragments.size() * OVERHEAD_BYTES;
    }

    SctpMessage toMessage() {
      if (fragments.size() == 1) {
        return new SctpMessage(stream, payloadProtocol, fragments.getFirst());
      }
      byte[] whole = new byte[bytes];
      int at = 0;
      for (byte[] fragment : fragments) {
        System.arraycopy(fragment, 0, whole, at, fragment.length);
        at += fragment.length;
      }
      return new SctpMessage(stream, payloadProtocol, whole);
    }
  }

  /** Ordered messages of one stream. */
  private static final class InboundStream {
    final Map<Integer, Run> waiting = new HashMap<>();
    int nextSequence;
  }

  private final int maxMessageBytes;
  private final Map<Integer, Run> unfinishedByFirst = new HashMap<>();
  private final Map<Integer, Run> unfinishedByLast = new HashMap<>();
  private final Map<Integer, InboundStream> streams = new HashMap<>();
  private final ArrayDeque<SctpMessage> ready = new ArrayDeque<>();
  private int heldBytes;

  Reassembly(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /** What is held, with its overhead, messages that nobody has polled included. */
  int heldBytes() {
    return heldBytes;
  }

  /**
   * Takes a fragment in.
   *
   * @return false when its message is longer than was agreed
   */
  boolean add(int tsn, int flags, int stream, int sequence, int payloadProtocol, byte[] payload) {
    Run run = new Run(tsn, flags, stream, sequence, payloadProtocol, payload);
    heldBytes += run.cost();
    Run left = unfinishedByLast.get(tsn - 1);
    if (left != null && left.goesOnIn(run)) {
      forget(left);
      left.append(run);
      run = left;
    }
    Run right = unfinishedByFirst.get(tsn + 1);
    if (right != null && run.goesOnIn(right)) {
      forget(right);
      run.append(right);
    }
    if (run.begins && run.ends) {
      complete(run);
    } else {
      unfinishedByFirst.put(run.firstTsn, run);
      unfinishedByLast.put(run.lastTsn, run);
    }
    return run.bytes <= maxMessageBytes;
  }

  private void forget(Run run) {
    unfinishedByFirst.remove(run.firstTsn);
    unfinishedByLast.remove(run.lastTsn);
  }

  private void complete(Run run) {
    if (run.unordered) {
      deliver(run);
      return;
    }
    InboundStream stream = streams.computeIfAbsent(run.stream, _ -> new InboundStream());
    boolean tooLate = Tsn.isStreamSequenceBefore(run.sequence, stream.nextSequence);
    if (tooLate || stream.waiting.containsKey(run.sequence)) {
      heldBytes -= run.cost();
      return;
    }
    stream.waiting.put(run.sequence, run);
    deliverInTurn(stream);
  }

  private void deliverInTurn(InboundStream stream) {
    Run next = stream.waiting.remove(stream.nextSequence);
    while (next != null) {
      deliver(next);
      stream.nextSequence = Tsn.nextStreamSequence(stream.nextSequence);
      next = stream.waiting.remove(stream.nextSequence);
    }
  }

  private void deliver(Run run) {
    heldBytes += OVERHEAD_BYTES - run.fragments.size() * OVERHEAD_BYTES;
    ready.add(run.toMessage());
  }

  /** The next message that is whole and in its turn; null when there is none. */
  @Nullable SctpMessage poll() {
    SctpMessage message = ready.poll();
    if (message != null) {
      heldBytes -= message.payload().length + OVERHEAD_BYTES;
    }
    return message;
  }

  /** What is unfinished and begins at {@code tsn} or before will not be finished. */
  void forward(int tsn) {
    discardUnfinished(run -> !Tsn.isBefore(tsn, run.firstTsn));
  }

  /** Messages of {@code stream} up to {@code sequence} will not come; those that have, count. */
  void skip(int stream, int sequence) {
    InboundStream inbound = streams.computeIfAbsent(stream, _ -> new InboundStream());
    if (Tsn.isStreamSequenceBefore(sequence, inbound.nextSequence)) {
      return;
    }
    int from = inbound.nextSequence;
    List<Integer> passed = new ArrayList<>(inbound.waiting.keySet());
    passed.removeIf(waiting -> Tsn.isStreamSequenceBefore(sequence, waiting));
    passed.sort(Comparator.comparingInt(waiting -> (waiting - from) & 0xffff));
    for (Integer waiting : passed) {
      Run run = inbound.waiting.remove(waiting);
      if (run != null) {
        deliver(run);
      }
    }
    inbound.nextSequence = Tsn.nextStreamSequence(sequence);
    deliverInTurn(inbound);
  }

  /** True when an ordered message has come whole on a stream since it was begun. */
  boolean hasHeard(int stream) {
    return streams.containsKey(stream);
  }

  /** The sender begins these streams anew. */
  void reset(IntPredicate isReset) {
    discardUnfinished(run -> isReset.test(run.stream));
    Iterator<Map.Entry<Integer, InboundStream>> entries = streams.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Integer, InboundStream> entry = entries.next();
      if (isReset.test(entry.getKey())) {
        entry.getValue().waiting.values().forEach(run -> heldBytes -= run.cost());
        entries.remove();
      }
    }
  }

  private void discardUnfinished(Predicate<Run> which) {
    List<Run> discarded = new ArrayList<>();
    for (Run run : unfinishedByFirst.values()) {
      if (which.test(run)) {
        discarded.add(run);
      }
    }
    for (Run run : discarded) {
      forget(run);
      heldBytes -= run.cost();
    }
  }
}
