package chat.free4.rtc.sctp;

import chat.free4.rtc.sctp.StateCookie.RemoteSide;
import chat.free4.wire.DropReason;
import chat.free4.wire.sctp.Sctp;
import chat.free4.wire.sctp.SctpParameters;
import chat.free4.wire.sctp.SctpReader;
import chat.free4.wire.sctp.SctpWriter;
import java.util.ArrayDeque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One SCTP association over DTLS (RFC 9260 with RFC 8261, 3758 and 6525): messages on streams,
 * reliable or not, ordered or not. Sans I/O: packets and time go in by {@code handle*}, packets,
 * messages and events come out by {@code poll*}; after every input packets and events are drained.
 * Messages are polled when their owner wants them: what is not polled fills the receive window, and
 * the other side waits. All calls come from one thread.
 *
 * <p>One path, as DTLS has but one. No restart: a browser that has lost its association has lost
 * its DTLS keys with it.
 */
public final class SctpAssociation {
  /** What {@link #pollTimeout} says when nothing is to be waited for. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Far more than one input makes: a full queue is an owner that does not drain, a bug. */
  static final int MAX_EVENTS = 512;

  /** So often something is repeated before the other side counts as gone. */
  static final int MAX_REPEATS = 10;

  private enum State {
    /** Neither side has asked. */
    CLOSED,
    COOKIE_WAIT,
    COOKIE_ECHOED,
    ESTABLISHED,
    /** Ours is to be sent before SHUTDOWN is. */
    SHUTDOWN_PENDING,
    SHUTDOWN_SENT,
    /** Ours is to be sent before SHUTDOWN ACK is. */
    SHUTDOWN_RECEIVED,
    SHUTDOWN_ACK_SENT,
    ENDED;

    boolean isOpening() {
      return compareTo(ESTABLISHED) < 0;
    }

    boolean hasTraffic() {
      return compareTo(ESTABLISHED) >= 0 && compareTo(SHUTDOWN_RECEIVED) <= 0;
    }
  }

  private final SctpSettings settings;
  private final Opening opening;
  private final SctpReader reader = new SctpReader();
  private final Answers answers;
  private final ArrayDeque<SctpEvent> events = new ArrayDeque<>(2);
  private final SendSide sending;
  private @Nullable Traffic traffic;
  private byte[] cookie = {};
  private State state = State.CLOSED;
  private int remoteTag;
  private long nowNanos;

  /** Of what opens or shuts down: one of the two at a time. */
  private long repeatAtNanos = NEVER;

  private int repeats;
  private boolean repeatDue;

  /**
   * An association that waits to be asked, or told to {@link #connect}.
   *
   * @param random for tags, the cookie's secret and the first TSN; secure outside tests
   */
  public SctpAssociation(SctpSettings settings, RandomGenerator random) {
    this.settings = settings;
    this.opening = new Opening(settings, random);
    this.answers = new Answers(settings);
    this.sending = new SendSide(settings, opening.initialTsn(), this::add);
  }

  /** Asks the other side, unless it has asked already. */
  public void connect(long nowNanos) {
    begin(nowNanos);
    if (state == State.CLOSED) {
      enter(State.COOKIE_WAIT);
    }
  }

  /**
   * Takes a packet, the first {@code length} bytes of {@code packet}. Copies what it needs.
   *
   * @return why it, or a chunk of it, was refused (the first such reason); null when none was.
   *     Nothing the network sends makes this throw
   */
  public @Nullable DropReason handlePacket(long nowNanos, byte[] packet, int length) {
    begin(nowNanos);
    DropReason drop = reader.start(packet, length);
    if (drop != null) {
      return drop;
    }
    boolean ports =
        reader.sourcePort() == settings.remotePort()
            && reader.destinationPort() == settings.localPort();
    if (!ports) {
      return SctpAssociationDrop.WRONG_PORT;
    }
    boolean goesOn = true;
    while (goesOn && reader.next()) {
      DropReason refused = isTagRight() ? handleChunk() : SctpAssociationDrop.WRONG_TAG;
      drop = drop == null ? refused : drop;
      // A bit of an unknown type says whether what follows it may be read (section 3.2).
      boolean stops = refused == SctpAssociationDrop.UNKNOWN_CHUNK && (reader.type() & 0x80) == 0;
      goesOn = refused != SctpAssociationDrop.WRONG_TAG && !stops;
    }
    if (traffic != null) {
      traffic.receiving().handlePacketEnd(nowNanos);
      if (traffic.receiving().isViolated()) {
        abort(Sctp.PROTOCOL_VIOLATION, SctpEvent.Reason.PROTOCOL_VIOLATION);
      }
    }
    settle();
    return drop;
  }

  private void begin(long now) {
    nowNanos = now;
    sending.allowBurst();
  }

  private boolean isTagRight() {
    int tag = reader.verificationTag();
    return switch (reader.type()) {
      case Sctp.INIT -> tag == 0;
      case Sctp.ABORT, Sctp.SHUTDOWN_COMPLETE ->
          (reader.flags() & Sctp.REFLECTED_TAG) != 0
              ? tag == remoteTag && remoteTag != 0
              : tag == opening.localTag();
      default -> tag == opening.localTag();
    };
  }

  private @Nullable DropReason handleChunk() {
    return switch (reader.type()) {
      case Sctp.INIT -> handleInit();
      case Sctp.INIT_ACK -> handleInitAck();
      case Sctp.COOKIE_ECHO -> handleCookieEcho();
      case Sctp.COOKIE_ACK -> handleCookieAck();
      case Sctp.ABORT -> {
        end(SctpEvent.Reason.ABORTED_BY_PEER);
        yield null;
      }
      case Sctp.SHUTDOWN_ACK -> handleShutdownAck();
      case Sctp.SHUTDOWN_COMPLETE -> handleShutdownComplete();
      case Sctp.ERROR -> handleError();
      case Sctp.DATA,
          Sctp.SACK,
          Sctp.FORWARD_TSN,
          Sctp.RECONFIG,
          Sctp.SHUTDOWN,
          Sctp.HEARTBEAT,
          Sctp.HEARTBEAT_ACK -> {
        Traffic open = state.hasTraffic() ? traffic : null;
        yield open == null ? SctpAssociationDrop.UNEXPECTED_CHUNK : handleTraffic(open);
      }
      default -> {
        if ((reader.type() & 0x40) != 0) {
          answers.addUnrecognized(remoteTag, reader);
        }
        yield SctpAssociationDrop.UNKNOWN_CHUNK;
      }
    };
  }

  private @Nullable DropReason handleTraffic(Traffic open) {
    return switch (reader.type()) {
      case Sctp.SHUTDOWN -> handleShutdown();
      case Sctp.HEARTBEAT -> answers.addHeartbeatAck(remoteTag, reader);
      case Sctp.HEARTBEAT_ACK ->
          open.handleHeartbeatAck(nowNanos, reader) ? null : SctpAssociationDrop.UNEXPECTED_CHUNK;
      case Sctp.RECONFIG -> {
        SctpAssociationDrop full =
            answers.add(remoteTag, out -> open.resets().handle(reader.parameters(), out));
        yield full == null ? open.resets().pollDrop() : full;
      }
      default ->
          reader.type() == Sctp.DATA && state == State.SHUTDOWN_RECEIVED
              ? SctpAssociationDrop.UNEXPECTED_CHUNK
              : open.handleChunk(nowNanos, reader);
    };
  }

  // ---- opening (sections 5.1, 5.2)

  private @Nullable DropReason handleInit() {
    if (!state.isOpening()) {
      return SctpAssociationDrop.UNEXPECTED_CHUNK;
    }
    return answers.add(reader.initiateTag(), out -> opening.writeInitAck(nowNanos, reader, out));
  }

  private @Nullable DropReason handleInitAck() {
    byte[] offered = state == State.COOKIE_WAIT ? Opening.cookieIn(reader) : null;
    int room = settings.maxPacketBytes() - Sctp.HEADER_BYTES - Sctp.CHUNK_HEADER_BYTES;
    if (offered == null || Sctp.padded(offered.length) > room) {
      return SctpAssociationDrop.UNEXPECTED_CHUNK;
    }
    cookie = offered;
    know(Opening.remoteSide(reader));
    enter(State.COOKIE_ECHOED);
    return null;
  }

  private @Nullable DropReason handleCookieEcho() {
    StateCookie returned = opening.open(reader);
    if (returned == null) {
      return SctpAssociationDrop.FORGED_COOKIE;
    }
    if (state == State.ENDED) {
      return SctpAssociationDrop.UNEXPECTED_CHUNK;
    }
    if (state.isOpening()) {
      if (returned.isStale(nowNanos)) {
        answers.add(returned.remote().tag(), out -> Opening.writeStale(nowNanos, returned, out));
        return SctpAssociationDrop.STALE_COOKIE;
      }
      know(returned.remote());
      establish();
    } else if (returned.remote().tag() != remoteTag) {
      return SctpAssociationDrop.RESTART;
    }
    return answers.add(remoteTag, out -> out.chunk(Sctp.COOKIE_ACK, 0));
  }

  /** What else an ERROR says changes nothing here. */
  private @Nullable DropReason handleError() {
    SctpParameters causes = reader.parameters();
    while (state == State.COOKIE_ECHOED && causes.next()) {
      if (causes.type() == Sctp.STALE_COOKIE) {
        state = State.COOKIE_WAIT;
        repeat();
      }
    }
    return null;
  }

  private @Nullable DropReason handleCookieAck() {
    if (state != State.COOKIE_ECHOED) {
      return SctpAssociationDrop.UNEXPECTED_CHUNK;
    }
    establish();
    return null;
  }

  private void know(RemoteSide remote) {
    remoteTag = remote.tag();
    traffic = new Traffic(nowNanos, settings, sending, remote, opening.initialTsn(), this::add);
  }

  private void establish() {
    state = State.ESTABLISHED;
    stopRepeating();
    cookie = new byte[0];
    add(new SctpEvent.Connected());
  }

  /**
   * Takes a message to be sent, all of it or nothing.
   *
   * @param payload not to be changed any more
   * @return null when it was taken
   */
  public @Nullable SendRefusal send(
      long nowNanos, int stream, int payloadProtocol, byte[] payload, Reliability reliability) {
    begin(nowNanos);
    return state == State.ESTABLISHED
        ? sending.send(nowNanos, stream, payloadProtocol, payload, reliability)
        : SendRefusal.NOT_OPEN;
  }

  /** Begins an outgoing stream anew once all that waits on it is sent. */
  public void resetStream(long nowNanos, int stream) {
    begin(nowNanos);
    if (traffic != null && state == State.ESTABLISHED && stream < settings.maxStreams()) {
      traffic.resets().request(stream);
      settle();
    }
  }

  /** Bytes that were given to {@link #send} for this stream and were not sent yet. */
  public int bufferedAmount(int stream) {
    return sending.queue().stream(stream).bufferedBytes;
  }

  /** {@link SctpEvent.LowWater} tells when {@link #bufferedAmount} comes down to {@code bytes}. */
  public void setLowWater(int stream, int bytes) {
    sending.queue().stream(stream).lowWaterBytes = bytes;
  }

  /** Bytes held of what is to be sent, up to {@link SctpSettings#sendBufferBytes}. */
  public int sendBufferedBytes() {
    return sending.heldBytes();
  }

  /** Bytes held of what was received, with what holding them costs. */
  public int receiveBufferedBytes() {
    return traffic == null ? 0 : traffic.receiving().heldBytes();
  }

  /** Ends the association once all that waits is sent; nothing more is taken. */
  public void shutdown(long nowNanos) {
    begin(nowNanos);
    if (state == State.ESTABLISHED) {
      state = State.SHUTDOWN_PENDING;
      settle();
    } else if (state.isOpening()) {
      abort(Sctp.USER_ABORT, SctpEvent.Reason.ABORTED_LOCALLY);
    }
  }

  /** Ends the association at once; ABORT is left to be polled. */
  public void abort(long nowNanos) {
    begin(nowNanos);
    abort(Sctp.USER_ABORT, SctpEvent.Reason.ABORTED_LOCALLY);
  }

  private void abort(int cause, SctpEvent.Reason reason) {
    if (state == State.ENDED) {
      return;
    }
    end(reason);
    if (remoteTag != 0) {
      answers.add(
          remoteTag,
          out -> {
            out.beginChunk(Sctp.ABORT, 0);
            out.parameter(cause);
            out.endChunk();
          });
    }
  }

  // ---- shutting down (section 9.2)

  private @Nullable DropReason handleShutdown() {
    SctpAssociationDrop drop = sending.handleCumulativeTsn(nowNanos, reader.cumulativeTsn());
    if (state == State.SHUTDOWN_SENT) {
      enter(State.SHUTDOWN_ACK_SENT);
    } else {
      state = State.SHUTDOWN_RECEIVED;
    }
    return drop;
  }

  private @Nullable DropReason handleShutdownAck() {
    boolean isLate = state == State.ENDED && remoteTag != 0;
    if (state != State.SHUTDOWN_SENT && state != State.SHUTDOWN_ACK_SENT && !isLate) {
      return SctpAssociationDrop.UNEXPECTED_CHUNK;
    }
    end(SctpEvent.Reason.SHUT_DOWN);
    return answers.add(remoteTag, out -> out.chunk(Sctp.SHUTDOWN_COMPLETE, 0));
  }

  private @Nullable DropReason handleShutdownComplete() {
    if (state != State.SHUTDOWN_ACK_SENT) {
      return SctpAssociationDrop.UNEXPECTED_CHUNK;
    }
    end(SctpEvent.Reason.SHUT_DOWN);
    return null;
  }

  /** Does what waits for something else to be done. */
  private void settle() {
    if (traffic != null && state == State.ESTABLISHED) {
      traffic.resets().update();
    }
    if (state == State.SHUTDOWN_PENDING && sending.isDrained()) {
      enter(State.SHUTDOWN_SENT);
    } else if (state == State.SHUTDOWN_RECEIVED && sending.isDrained()) {
      enter(State.SHUTDOWN_ACK_SENT);
    }
  }

  private void end(SctpEvent.Reason reason) {
    if (state != State.ENDED) {
      state = State.ENDED;
      stopRepeating();
      answers.clear();
      add(new SctpEvent.Closed(reason));
    }
  }

  /** Does what is due. */
  public void handleTimeout(long nowNanos) {
    begin(nowNanos);
    if (nowNanos >= repeatAtNanos) {
      repeats++;
      sending.timeout().backOff();
      repeat();
    }
    int silences = repeats;
    if (traffic != null && state.hasTraffic()) {
      traffic.handleTimeout(nowNanos);
      silences = Math.max(repeats, traffic.silences());
    }
    if (silences > MAX_REPEATS) {
      abort(Sctp.USER_ABORT, SctpEvent.Reason.UNREACHABLE);
    }
    settle();
  }

  /** When {@link #handleTimeout} is to be called, in nanoseconds; {@link #NEVER} if it needn't. */
  public long pollTimeout() {
    return traffic != null && state.hasTraffic()
        ? Math.min(repeatAtNanos, traffic.nextTimeoutNanos())
        : repeatAtNanos;
  }

  /** Enters a state that says something until it is answered. */
  private void enter(State next) {
    state = next;
    repeats = 0;
    repeat();
  }

  private void repeat() {
    repeatDue = true;
    repeatAtNanos = nowNanos + sending.timeout().nanos();
  }

  private void stopRepeating() {
    repeatDue = false;
    repeatAtNanos = NEVER;
    repeats = 0;
  }

  /**
   * Writes the next packet to be sent to the beginning of {@code out}, which has room for {@link
   * SctpSettings#maxPacketBytes}.
   *
   * @return its bytes; 0 when there is none
   */
  public int pollPacket(byte[] out) {
    byte[] answer = answers.poll();
    if (answer != null) {
      System.arraycopy(answer, 0, out, 0, answer.length);
      return answer.length;
    }
    SctpWriter packet = answers.writer(out, state == State.COOKIE_WAIT ? 0 : remoteTag);
    if (repeatDue) {
      writeRepeated(packet);
    }
    if (packet.isEmpty() && traffic != null && state.hasTraffic()) {
      boolean shutdown = repeatDue && state == State.SHUTDOWN_SENT;
      boolean shutsDown = traffic.write(nowNanos, packet, shutdown);
      repeatDue &= !shutsDown;
      settle();
    }
    return packet.isEmpty() ? 0 : packet.finish();
  }

  /** Writes what is alone in its packet. */
  private void writeRepeated(SctpWriter out) {
    switch (state) {
      case COOKIE_WAIT -> opening.writeInit(out);
      case COOKIE_ECHOED -> out.chunk(Sctp.COOKIE_ECHO, 0, cookie);
      case SHUTDOWN_ACK_SENT -> out.chunk(Sctp.SHUTDOWN_ACK, 0);
      default -> {
        return;
      }
    }
    repeatDue = false;
  }

  /** The next message; null when there is none. Opens the window, so packets may follow. */
  public @Nullable SctpMessage pollMessage() {
    return traffic == null ? null : traffic.receiving().poll();
  }

  /** The next event; null when there is none. */
  public @Nullable SctpEvent pollEvent() {
    return events.poll();
  }

  private void add(SctpEvent event) {
    if (events.size() == MAX_EVENTS) {
      throw new IllegalStateException("events are not drained");
    }
    events.add(event);
  }
}
