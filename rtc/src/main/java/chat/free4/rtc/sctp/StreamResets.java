package chat.free4.rtc.sctp;

import chat.free4.wire.sctp.Sctp;
import chat.free4.wire.sctp.SctpParameters;
import chat.free4.wire.sctp.SctpWriter;
import chat.free4.wire.sctp.Tsn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Begins streams anew (RFC 6525), which is how a data channel is closed (RFC 8831 section 6.7):
 * each side resets its own outgoing streams, one request at a time. Other requests are denied;
 * browsers make none.
 */
final class StreamResets {
  private static final int NOTHING_TO_DO = 0;
  private static final int PERFORMED = 1;
  private static final int DENIED = 2;
  private static final int OUT_OF_TURN = 5;
  private static final int IN_PROGRESS = 6;

  /** Of an outgoing reset request, without the streams. */
  private static final int REQUEST_VALUE_BYTES = 12;

  private static final int REQUEST_BYTES = 2 * Sctp.CHUNK_HEADER_BYTES + REQUEST_VALUE_BYTES;

  private final SctpSettings settings;
  private final SendSide sending;
  private final ReceiveSide receiving;
  private final Consumer<SctpEvent> events;
  private final boolean understood;
  private final Set<Integer> wished = new LinkedHashSet<>();
  private List<Integer> requested = List.of();
  private int requestSequence;
  private boolean requestDue;
  private long timerAtNanos = SctpAssociation.NEVER;
  private int lastHandled;
  private int lastResult = NOTHING_TO_DO;
  private List<Integer> postponed = List.of();
  private List<Integer> resetLate = List.of();
  private @Nullable SctpAssociationDrop drop;

  StreamResets(
      SctpSettings settings,
      SendSide sending,
      ReceiveSide receiving,
      StateCookie.RemoteSide remote,
      int initialTsn,
      Consumer<SctpEvent> events) {
    this.settings = settings;
    this.sending = sending;
    this.receiving = receiving;
    this.events = events;
    this.understood = remote.reconfig();
    // Section 4.1: both count from the initial TSN of who asks.
    this.requestSequence = initialTsn;
    this.lastHandled = remote.initialTsn() - 1;
  }

  /** Wishes a stream of ours to be reset once everything on it is sent. */
  void request(int stream) {
    OutgoingStream outgoing = sending.queue().stream(stream);
    if (!outgoing.closing) {
      outgoing.closing = true;
      wished.add(stream);
    }
  }

  /** Makes a request of wishes when the time has come. */
  void update() {
    if (!requested.isEmpty() || wished.isEmpty()) {
      return;
    }
    List<Integer> ready = new ArrayList<>();
    for (Integer stream : wished) {
      if (sending.queue().stream(stream).waiting.isEmpty()) {
        ready.add(stream);
      }
    }
    if (!ready.isEmpty()) {
      wished.removeAll(ready);
      requested = ready;
      requestDue = true;
      if (!understood) {
        finish();
      }
    }
  }

  boolean isDue() {
    return requestDue;
  }

  /** True when a packet with so much room can hold the request. */
  boolean fits(SctpWriter out) {
    return out.room() >= Sctp.padded(REQUEST_BYTES + 2 * requested.size());
  }

  /** Writes the request. */
  void write(long nowNanos, SctpWriter out) {
    requestDue = false;
    timerAtNanos = nowNanos + sending.timeout().nanos();
    out.beginChunk(Sctp.RECONFIG, 0);
    out.beginParameter(Sctp.OUTGOING_RESET);
    out.put32(requestSequence);
    out.put32(lastHandled);
    out.put32(sending.nextTsn() - 1);
    for (Integer stream : requested) {
      out.put16(stream);
    }
    out.endParameter();
    out.endChunk();
  }

  void handleTimeout(long nowNanos) {
    if (nowNanos >= timerAtNanos) {
      timerAtNanos = SctpAssociation.NEVER;
      requestDue = true;
    }
  }

  long nextTimeoutNanos() {
    return timerAtNanos;
  }

  /**
   * Takes a RECONFIG chunk's parameters; what is to be answered goes into {@code answer}, why one
   * of them was refused is told by {@link #pollDrop}.
   */
  void handle(SctpParameters parameters, SctpWriter answer) {
    drop = null;
    while (parameters.next()) {
      switch (parameters.type()) {
        case Sctp.RECONFIG_RESPONSE -> handleResponse(parameters);
        case Sctp.OUTGOING_RESET,
            Sctp.INCOMING_RESET,
            Sctp.TSN_RESET,
            Sctp.ADD_OUTGOING_STREAMS,
            Sctp.ADD_INCOMING_STREAMS -> {
          int result = handleRequest(parameters);
          if (result == OUT_OF_TURN) {
            drop = SctpAssociationDrop.RESET_OUT_OF_TURN;
          }
          writeResponse(answer, parameters.i32(0), result);
        }
        default -> {}
      }
    }
  }

  /** Why something in the last RECONFIG was refused; null when nothing was. */
  @Nullable SctpAssociationDrop pollDrop() {
    return drop;
  }

  private static void writeResponse(SctpWriter answer, int sequence, int result) {
    int bytes = 2 * Sctp.CHUNK_HEADER_BYTES + 8;
    if (answer.room() >= bytes) {
      answer.beginChunk(Sctp.RECONFIG, 0);
      answer.beginParameter(Sctp.RECONFIG_RESPONSE);
      answer.put32(sequence);
      answer.put32(result);
      answer.endParameter();
      answer.endChunk();
    }
  }

  private int handleRequest(SctpParameters parameters) {
    int sequence = parameters.i32(0);
    if (sequence == lastHandled && lastResult != IN_PROGRESS) {
      return lastResult;
    }
    if (sequence != lastHandled && sequence != lastHandled + 1) {
      return OUT_OF_TURN;
    }
    lastHandled = sequence;
    lastResult = parameters.type() == Sctp.OUTGOING_RESET ? reset(parameters) : DENIED;
    return lastResult;
  }

  private int reset(SctpParameters parameters) {
    List<Integer> streams = new ArrayList<>();
    for (int at = REQUEST_VALUE_BYTES; at < parameters.length(); at += 2) {
      int stream = parameters.u16(at);
      if (stream < settings.maxStreams()) {
        streams.add(stream);
      }
    }
    if (parameters.length() == REQUEST_VALUE_BYTES) {
      for (int stream = 0; stream < settings.maxStreams(); stream++) {
        streams.add(stream);
      }
    }
    if (Tsn.isBefore(receiving.cumulativeTsn(), parameters.i32(8))) {
      postponed = streams;
      return IN_PROGRESS;
    }
    // Who was told to wait may ask twice: by the same request, and by a new one.
    boolean again =
        streams.equals(resetLate) && streams.stream().noneMatch(receiving::hasHeardSinceReset);
    resetLate = streams.equals(postponed) ? streams : List.of();
    if (!again) {
      receiving.reset(streams::contains);
      events.accept(new SctpEvent.IncomingReset(streams));
    }
    return PERFORMED;
  }

  private void handleResponse(SctpParameters parameters) {
    if (requested.isEmpty() || parameters.i32(0) != requestSequence) {
      return;
    }
    requestSequence++;
    if (parameters.i32(4) == IN_PROGRESS) {
      // Browsers repeat the answer to a request that is repeated; so it is asked anew, later.
      return;
    }
    finish();
  }

  private void finish() {
    timerAtNanos = SctpAssociation.NEVER;
    requestDue = false;
    for (Integer stream : requested) {
      sending.queue().reset(stream);
    }
    events.accept(new SctpEvent.OutgoingReset(requested));
    requested = List.of();
  }
}
