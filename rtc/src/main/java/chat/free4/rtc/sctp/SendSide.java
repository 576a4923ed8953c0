package chat.free4.rtc.sctp;

import chat.free4.rtc.sctp.SentChunk.State;
import chat.free4.rtc.sctp.StateCookie.RemoteSide;
import chat.free4.wire.sctp.Sctp;
import chat.free4.wire.sctp.SctpReader;
import chat.free4.wire.sctp.SctpWriter;
import chat.free4.wire.sctp.Tsn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an association sends: cut into DATA chunks, as many as the other side's window and the
 * network take (RFC 9260 sections 6.1 and 7), again when they are lost (section 6.3), and given up
 * when they are no longer worth it (RFC 3758 section 3.5).
 */
final class SendSide {
  /** Packets of DATA after one input, so that nothing else waits long and no queue is flooded. */
  static final int MAX_BURST_PACKETS = 16;

  private static final int FORWARD_TSN_BYTES = 8;

  private final SctpSettings settings;
  private final Consumer<SctpEvent> events;
  private final SendQueue queue;
  private final Outstanding outstanding;
  private final CongestionWindow congestion;
  private final RetransmissionTimeout timeout = new RetransmissionTimeout();
  private int streams;
  private boolean forwardTsn;
  private long remoteWindow;

  private long timerAtNanos = SctpAssociation.NEVER;
  private long measureAtNanos = Long.MIN_VALUE;
  private boolean recovering;
  private int recoveryEnd;
  private boolean fastRetransmit;
  private int burst;

  /** All up to here is acknowledged or given up. */
  private int forwardPoint;

  private boolean forwardDue;
  private boolean refusedFull;
  private int timeouts;

  SendSide(SctpSettings settings, int initialTsn, Consumer<SctpEvent> events) {
    this.settings = settings;
    this.events = events;
    this.queue = new SendQueue(settings.sendBufferMessages(), events);
    this.outstanding = new Outstanding(initialTsn, this::giveUp);
    this.congestion = new CongestionWindow(settings.maxPacketBytes());
    this.forwardPoint = initialTsn - 1;
  }

  /** The association stands. */
  void open(RemoteSide remote) {
    streams = Math.min(settings.maxStreams(), remote.inbound());
    forwardTsn = remote.forwardTsn();
    remoteWindow = remote.window();
  }

  @Nullable SendRefusal send(
      long nowNanos, int stream, int payloadProtocol, byte[] payload, Reliability reliability) {
    if (payload.length == 0) {
      return SendRefusal.EMPTY;
    }
    if (payload.length > settings.maxMessageBytes()) {
      return SendRefusal.TOO_LARGE;
    }
    if (stream < 0 || stream >= streams) {
      return SendRefusal.NO_SUCH_STREAM;
    }
    OutgoingStream outgoing = queue.stream(stream);
    if (outgoing.closing) {
      return SendRefusal.CLOSING;
    }
    if (queue.isFull() || heldBytes() + payload.length > settings.sendBufferBytes()) {
      refusedFull = true;
      return SendRefusal.BUFFER_FULL;
    }
    Reliability possible =
        forwardTsn
            ? reliability
            : reliability.ordered() ? Reliability.ORDERED : Reliability.UNORDERED;
    queue.add(new OutgoingMessage(outgoing, payloadProtocol, payload, possible, nowNanos));
    return null;
  }

  /** A new input: as many packets may follow it as after any. */
  void allowBurst() {
    burst = MAX_BURST_PACKETS;
  }

  /** Bytes whose memory is held. */
  int heldBytes() {
    return queue.bufferedBytes() + outstanding.heldBytes();
  }

  SendQueue queue() {
    return queue;
  }

  RetransmissionTimeout timeout() {
    return timeout;
  }

  /** The TSN of what is sent next. */
  int nextTsn() {
    return outstanding.nextTsn();
  }

  boolean isDrained() {
    return queue.isEmpty() && outstanding.isEmpty();
  }

  /** How often nothing came in time since something last did. */
  int timeouts() {
    return timeouts;
  }

  /** Takes a SACK. */
  @Nullable SctpAssociationDrop handleSack(long nowNanos, SctpReader sack) {
    int inFlight = outstanding.inFlightBytes();
    SctpAssociationDrop drop = outstanding.acknowledge(nowNanos, sack, recovering);
    if (drop == null) {
      boolean wasClosed = remoteWindow < settings.maxPacketBytes();
      remoteWindow = sack.receiverWindow();
      if (wasClosed && remoteWindow >= settings.maxPacketBytes() && !outstanding.hasAdvanced()) {
        // What knocked at the closed window was thrown away there.
        outstanding.loseAll(nowNanos);
      }
      settle(nowNanos, inFlight);
    }
    return drop;
  }

  /** Takes what SHUTDOWN says has come. */
  @Nullable SctpAssociationDrop handleCumulativeTsn(long nowNanos, int cumulativeTsn) {
    int inFlight = outstanding.inFlightBytes();
    SctpAssociationDrop drop = outstanding.acknowledge(nowNanos, cumulativeTsn);
    if (drop == null) {
      settle(nowNanos, inFlight);
    }
    return drop;
  }

  private void settle(long nowNanos, int inFlightBefore) {
    // Whoever answers is there, even if it has no room: only silence counts (section 6.1, rule A).
    timeouts = 0;
    long roundTrip = outstanding.roundTripNanos();
    if (roundTrip >= 0 && nowNanos >= measureAtNanos) {
      timeout.measure(roundTrip);
      measureAtNanos = nowNanos + roundTrip;
    }
    if (outstanding.hasAdvanced()) {
      timerAtNanos = nowNanos + timeout.nanos();
      if (recovering && !Tsn.isBefore(outstanding.firstTsn() - 1, recoveryEnd)) {
        recovering = false;
      }
      if (!recovering) {
        congestion.acknowledged(outstanding.acknowledgedBytes(), inFlightBefore);
      }
    }
    if (outstanding.hasAnyLoss() && !recovering) {
      congestion.lost();
      recovering = true;
      recoveryEnd = outstanding.nextTsn() - 1;
      fastRetransmit = true;
    }
    advanceForwardPoint();
    if (outstanding.isEmpty()) {
      timerAtNanos = SctpAssociation.NEVER;
      congestion.drained();
    }
    boolean roomy = queue.isHalfEmpty() && heldBytes() <= settings.sendBufferBytes() / 2;
    if (refusedFull && roomy) {
      refusedFull = false;
      events.accept(new SctpEvent.Writable());
    }
  }

  void handleTimeout(long nowNanos) {
    if (nowNanos < timerAtNanos) {
      return;
    }
    timeouts++;
    timeout.backOff();
    congestion.timedOut();
    recovering = false;
    fastRetransmit = false;
    outstanding.loseAll(nowNanos);
    advanceForwardPoint();
    forwardDue |= Tsn.isBefore(outstanding.firstTsn() - 1, forwardPoint);
    timerAtNanos = nowNanos + timeout.nanos();
  }

  long nextTimeoutNanos() {
    return timerAtNanos;
  }

  private void giveUp(OutgoingMessage message) {
    if (message.abandoned) {
      return;
    }
    message.abandoned = true;
    if (queue.isCurrent(message)) {
      queue.discard(message);
      // Its last TSN may have been acknowledged: this one is what the other side is told of.
      SentChunk rest = new SentChunk(message, message.sent, 0, 0, 0);
      rest.state = State.ABANDONED;
      outstanding.add(rest);
    }
    outstanding.abandon(message);
  }

  private void advanceForwardPoint() {
    int acknowledged = outstanding.firstTsn() - 1;
    if (Tsn.isBefore(forwardPoint, acknowledged)) {
      forwardPoint = acknowledged;
    }
    int index = forwardPoint + 1 - outstanding.firstTsn();
    while (index < outstanding.size() && outstanding.get(index).state == State.ABANDONED) {
      forwardPoint++;
      index++;
      forwardDue = true;
    }
  }

  /** Writes what is to be sent into a packet, as much as fits and may be under way. */
  void write(long nowNanos, SctpWriter out) {
    if (forwardDue) {
      writeForwardTsn(out);
      startTimer(nowNanos);
    }
    if (burst > 0 && writeData(nowNanos, out)) {
      burst--;
    }
  }

  private boolean writeData(long nowNanos, SctpWriter out) {
    int before = out.room();
    if (outstanding.hasLost()) {
      writeLost(nowNanos, out);
    }
    boolean any = out.room() < before;
    if (!outstanding.hasLost()) {
      any = writeNew(nowNanos, out, any);
    }
    if (any) {
      startTimer(nowNanos);
    }
    return any;
  }

  private void startTimer(long nowNanos) {
    if (timerAtNanos == SctpAssociation.NEVER) {
      timerAtNanos = nowNanos + timeout.nanos();
    }
  }

  private void writeLost(long nowNanos, SctpWriter out) {
    for (int i = 0; i < outstanding.size() && outstanding.hasLost(); i++) {
      SentChunk chunk = outstanding.get(i);
      OutgoingMessage message = chunk.message;
      if (chunk.state != State.LOST) {
        continue;
      }
      boolean allowed = fastRetransmit || isAllowed(chunk.length);
      if (!allowed || out.room() < Sctp.padded(Sctp.DATA_HEADER_BYTES + chunk.length)) {
        break;
      }
      outstanding.sentAgain(chunk, nowNanos);
      writeChunk(out, outstanding.firstTsn() + i, chunk, message);
    }
    // One packet of them goes whatever the window says (section 7.2.4, rule 3).
    fastRetransmit = false;
  }

  private boolean isAllowed(int length) {
    int inFlight = outstanding.inFlightBytes();
    boolean fitsRemote = inFlight == 0 || inFlight + length <= remoteWindow;
    return inFlight < congestion.bytes() && fitsRemote;
  }

  private boolean writeNew(long nowNanos, SctpWriter out, boolean hasData) {
    boolean any = hasData;
    int packetRoom = settings.maxPacketBytes() - Sctp.HEADER_BYTES - Sctp.DATA_HEADER_BYTES;
    while (!outstanding.isFull()) {
      OutgoingMessage message = queue.next(nowNanos);
      if (message != null && message.sent > 0 && message.isExpired(nowNanos)) {
        giveUp(message);
        advanceForwardPoint();
        continue;
      }
      int room = (out.room() & ~3) - Sctp.DATA_HEADER_BYTES;
      if (message == null || room <= 0) {
        break;
      }
      int length = Math.min(message.remaining(), any ? packetRoom : Math.min(packetRoom, room));
      if (length > room || !isAllowed(length)) {
        break;
      }
      int flags = message.sent == 0 ? Sctp.BEGIN : 0;
      flags |= length == message.remaining() ? Sctp.END : 0;
      flags |= message.reliability.ordered() ? 0 : Sctp.UNORDERED;
      SentChunk chunk = new SentChunk(message, message.sent, length, flags, nowNanos);
      int tsn = outstanding.nextTsn();
      queue.sent(message, length);
      outstanding.add(chunk);
      writeChunk(out, tsn, chunk, message);
      any = true;
    }
    return any;
  }

  private static void writeChunk(
      SctpWriter out, int tsn, SentChunk chunk, OutgoingMessage message) {
    out.data(
        chunk.flags,
        tsn,
        message.stream.id,
        message.sequence,
        message.payloadProtocol,
        message.payload,
        chunk.from,
        chunk.length);
  }

  /** Names the last message of each ordered stream that is given up (RFC 3758 section 3.2). */
  private void writeForwardTsn(SctpWriter out) {
    if (out.room() < FORWARD_TSN_BYTES + 4 * streams) {
      // With the next packet, then.
      return;
    }
    forwardDue = false;
    if (!Tsn.isBefore(outstanding.firstTsn() - 1, forwardPoint)) {
      return;
    }
    Map<Integer, Integer> skipped = new LinkedHashMap<>();
    int count = forwardPoint + 1 - outstanding.firstTsn();
    for (int i = 0; i < count; i++) {
      OutgoingMessage message = outstanding.get(i).message;
      if (message.reliability.ordered()) {
        skipped.put(message.stream.id, message.sequence);
      }
    }
    out.beginChunk(Sctp.FORWARD_TSN, 0);
    out.put32(forwardPoint);
    for (Map.Entry<Integer, Integer> entry : skipped.entrySet()) {
      out.put16(entry.getKey());
      out.put16(entry.getValue());
    }
    out.endChunk();
  }
}
