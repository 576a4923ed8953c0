package chat.free4.rtc.sctp;

import chat.free4.wire.sctp.Tsn;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait to be sent. Streams take turns by the message: one that was begun is sent to
 * its end, because its fragments must have consecutive TSNs (RFC 9260 section 6.9).
 */
final class SendQueue {
  private final int maxMessages;
  private final Consumer<SctpEvent> events;
  private final Map<Integer, OutgoingStream> streams = new HashMap<>();
  private final ArrayDeque<OutgoingStream> turns = new ArrayDeque<>();
  private @Nullable OutgoingMessage current;
  private int messages;
  private int bufferedBytes;

  SendQueue(int maxMessages, Consumer<SctpEvent> events) {
    this.maxMessages = maxMessages;
    this.events = events;
  }

  /** The stream; its owner has looked whether there may be one. */
  OutgoingStream stream(int id) {
    return streams.computeIfAbsent(id, OutgoingStream::new);
  }

  boolean isFull() {
    return messages >= maxMessages;
  }

  /** True when half of the places are free. */
  boolean isHalfEmpty() {
    return messages <= maxMessages / 2;
  }

  /** Bytes that have no TSN yet. */
  int bufferedBytes() {
    return bufferedBytes;
  }

  boolean isEmpty() {
    return messages == 0;
  }

  void add(OutgoingMessage message) {
    OutgoingStream stream = message.stream;
    stream.waiting.add(message);
    stream.bufferedBytes += message.payload.length;
    bufferedBytes += message.payload.length;
    messages++;
    boolean itsTurnIsKnown = stream.waiting.size() > 1;
    if (!itsTurnIsKnown) {
      turns.add(stream);
    }
  }

  /** The message of which a fragment is to be sent next; null when nothing waits. */
  @Nullable OutgoingMessage next(long nowNanos) {
    while (current == null) {
      OutgoingStream stream = turns.peek();
      if (stream == null) {
        return null;
      }
      OutgoingMessage message = stream.waiting.element();
      if (message.isExpired(nowNanos)) {
        discard(message);
      } else {
        current = message;
      }
    }
    return current;
  }

  /** Bytes of the message that {@link #next} gave have got a TSN. */
  void sent(OutgoingMessage message, int bytes) {
    if (message.sent == 0 && message.reliability.ordered()) {
      message.sequence = message.stream.nextSequence;
      message.stream.nextSequence = Tsn.nextStreamSequence(message.sequence);
    }
    message.sent += bytes;
    release(message.stream, bytes);
    if (message.remaining() == 0) {
      endTurn(message);
    }
  }

  /**
   * Forgets what is left of a message, the first of its stream, and of the stream whose turn is.
   */
  void discard(OutgoingMessage message) {
    release(message.stream, message.remaining());
    endTurn(message);
  }

  private void endTurn(OutgoingMessage message) {
    OutgoingStream stream = message.stream;
    turns.remove();
    stream.waiting.remove();
    messages--;
    current = null;
    if (!stream.waiting.isEmpty()) {
      turns.add(stream);
    }
  }

  private void release(OutgoingStream stream, int bytes) {
    int before = stream.bufferedBytes;
    stream.bufferedBytes -= bytes;
    bufferedBytes -= bytes;
    if (before > stream.lowWaterBytes && stream.bufferedBytes <= stream.lowWaterBytes) {
      events.accept(new SctpEvent.LowWater(stream.id));
    }
  }

  /** True when the message still waits with what is left of it. */
  boolean isCurrent(OutgoingMessage message) {
    return message == current;
  }

  /** Begins a stream anew. */
  void reset(int id) {
    streams.remove(id);
  }
}
