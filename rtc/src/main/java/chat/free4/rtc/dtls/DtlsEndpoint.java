package chat.free4.rtc.dtls;

import chat.free4.rtc.Transmit;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.dtls.DtlsDrop;
import chat.free4.wire.dtls.DtlsRecord;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One end of a DTLS 1.2 association that agrees on SRTP keys (RFC 6347, RFC 5764, RFC 8842). Sans
 * I/O: datagrams and time go in by {@code handle*}, datagrams and events come out by {@code poll*},
 * and every output is drained after every input. All calls come from one thread.
 *
 * <p>The handshake alone runs on a thread of {@link DtlsEnvironment#handshakes}, because Bouncy
 * Castle's blocks; its thread touches only a pipe inside here. When it has something to be polled
 * it calls {@link DtlsEnvironment#wakeup}, after which the owner calls {@link #handleTimeout} and
 * drains. No thread is held before a ClientHello has come, and none once the handshake is done. An
 * executor that runs a handshake on the calling thread would block it for good.
 */
public final class DtlsEndpoint {
  /** What {@link #pollTimeout} says when nothing is to be waited for. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Records that may wait for the handshake's thread; more are dropped. */
  public static final int MAX_INBOUND_RECORDS = 64;

  /** A flight that is not answered is sent again after this time, and then after double. */
  public static final long FIRST_RESEND_NANOS = 150_000_000L;

  /** Longest time between two sendings of a flight. */
  public static final long MAX_RESEND_NANOS = 1_200_000_000L;

  /** A handshake that is not done so long after the start has {@code TIMED_OUT}. */
  public static final long HANDSHAKE_DEADLINE_NANOS = 20_000_000_000L;

  /** When the executor refuses, it is asked again after this time. */
  public static final long LAUNCH_RETRY_NANOS = 20_000_000L;

  private enum State {
    NEW,
    /** A server that has seen no ClientHello. */
    LISTENING,
    /** Something for the handshake to do, but the executor has no thread for it yet. */
    LAUNCHING,
    HANDSHAKING,
    ESTABLISHED,
    CLOSED
  }

  private final DtlsRole role;
  private final DtlsEnvironment environment;
  private final HandshakePipe pipe;
  private final DtlsHandshake handshake;
  private final InboundGate gate;
  private final DtlsRecord record = new DtlsRecord();
  private final ArrayDeque<DtlsEvent> events = new ArrayDeque<>(2);

  private State state = State.NEW;
  private @Nullable RecordPump pump;
  private @Nullable ApplicationData applicationData;
  private long deadline = NEVER;
  private long launchAt = NEVER;
  private long resendAt = NEVER;
  private long resendInterval = FIRST_RESEND_NANOS;
  private int flightsSeen;

  /**
   * A new endpoint, which does nothing yet.
   *
   * @param expectedPeer what the peer's SDP says of its certificate; another one ends the
   *     association with {@link DtlsEvent.Reason#WRONG_FINGERPRINT}
   */
  public DtlsEndpoint(
      DtlsRole role, DtlsCertificate own, Fingerprint expectedPeer, DtlsEnvironment environment) {
    this(role, own, expectedPeer, environment, List.of(SrtpProfile.values()));
  }

  /** As above, for one who does not speak all profiles; those in {@code profiles}, best first. */
  public DtlsEndpoint(
      DtlsRole role,
      DtlsCertificate own,
      Fingerprint expectedPeer,
      DtlsEnvironment environment,
      List<SrtpProfile> profiles) {
    this.role = role;
    this.environment = environment;
    this.pipe = new HandshakePipe(environment.wakeup());
    this.handshake =
        new DtlsHandshake(role, own, expectedPeer, environment.random(), pipe, profiles);
    this.gate = new InboundGate(role);
  }

  /** Says who reads application data, before any has come; without, it is dropped. */
  public void setApplicationData(ApplicationData reader) {
    applicationData = reader;
  }

  /**
   * Sends the first {@code length} bytes as application data; the datagram is to be polled before
   * the next is sent.
   *
   * @return false when the association does not stand
   */
  public boolean sendApplicationData(byte[] bytes, int length) {
    return pump != null && pump.send(bytes, length);
  }

  /**
   * Opens the endpoint: a client sends its ClientHello, a server waits for one. Called once, when
   * the path is known to reach the peer (an authenticated STUN check), because a handshake's answer
   * is larger than its question.
   */
  public void start(long nowNanos) {
    if (state != State.NEW) {
      throw new IllegalStateException("started in state " + state);
    }
    deadline = nowNanos + HANDSHAKE_DEADLINE_NANOS;
    if (role == DtlsRole.SERVER) {
      state = State.LISTENING;
    } else {
      launch(nowNanos);
      settle(nowNanos);
    }
  }

  /**
   * Takes a datagram of DTLS records. Copies what it needs.
   *
   * @return why a record of it was refused at once (the first such reason); null when none was.
   *     Nothing the network sends makes this throw
   */
  public @Nullable DropReason handleDatagram(
      long nowNanos, MemorySegment slab, long offset, int length) {
    takeProgress(nowNanos);
    if (state == State.NEW || state == State.CLOSED) {
      return DtlsEndpointDrop.NOT_OPEN;
    }
    DropReason first = null;
    long end = offset + length;
    for (long at = offset; at < end; at = record.endOffset()) {
      DtlsDrop malformed = record.read(slab, at, (int) (end - at));
      DropReason refused = malformed != null ? malformed : handleRecord(slab);
      first = first == null ? refused : first;
      if (malformed != null) {
        break;
      }
    }
    if (state == State.LAUNCHING) {
      launch(nowNanos);
    }
    settle(nowNanos);
    return first;
  }

  /** Does what is due at {@code nowNanos}, and takes over what the handshake's thread has done. */
  public void handleTimeout(long nowNanos) {
    takeProgress(nowNanos);
    if (nowNanos >= deadline) {
      abandon(DtlsEvent.Reason.TIMED_OUT);
    }
    if (nowNanos >= launchAt) {
      launch(nowNanos);
    }
    if (nowNanos >= resendAt) {
      resendInterval = Math.min(2 * resendInterval, MAX_RESEND_NANOS);
      resendAt = nowNanos + resendInterval;
      pipe.requestResend();
    }
    settle(nowNanos);
  }

  /**
   * Writes the next datagram to be sent. Its path is left to the owner: {@link Transmit#path} is
   * {@link PacketBatch#NO_PATH}.
   *
   * @return false when there is none
   */
  public boolean pollTransmit(Transmit out) {
    byte[] datagram = pipe.pollOutbound();
    if (datagram == null) {
      return false;
    }
    MemorySegment.copy(datagram, 0, out.buffer(), ValueLayout.JAVA_BYTE, 0, datagram.length);
    out.set(PacketBatch.NO_PATH, datagram.length);
    return true;
  }

  /** The next event, or null when there is none. */
  public @Nullable DtlsEvent pollEvent() {
    return events.poll();
  }

  /** When {@link #handleTimeout} is to be called, in nanoseconds; {@link #NEVER} if it needn't. */
  public long pollTimeout() {
    return Math.min(deadline, Math.min(launchAt, resendAt));
  }

  /** Ends the association; an established one sends close_notify, which is still to be polled. */
  public void close(long nowNanos) {
    takeProgress(nowNanos);
    if (state == State.CLOSED) {
      return;
    }
    if (pump != null) {
      pump.close();
    }
    abandon(DtlsEvent.Reason.CLOSED_LOCALLY);
    settle(nowNanos);
  }

  private @Nullable DropReason handleRecord(MemorySegment slab) {
    return switch (state) {
      case NEW, CLOSED -> DtlsEndpointDrop.NOT_OPEN;
      case LISTENING -> {
        DropReason refused = gate.checkFirst(record, slab);
        if (refused == null) {
          refused = enqueue(slab);
        }
        if (refused == null) {
          state = State.LAUNCHING;
        }
        yield refused;
      }
      case LAUNCHING, HANDSHAKING -> enqueue(slab);
      case ESTABLISHED -> pumpRecord(slab);
    };
  }

  private @Nullable DropReason enqueue(MemorySegment slab) {
    if (pipe.isFull()) {
      return DtlsEndpointDrop.QUEUE_FULL;
    }
    DropReason refused = gate.check(record, slab);
    if (refused == null) {
      pipe.offer(copyOfRecord(slab));
    }
    return refused;
  }

  private @Nullable DropReason pumpRecord(MemorySegment slab) {
    if (pump == null) {
      return DtlsEndpointDrop.NOT_OPEN;
    }
    DropReason refused = gate.checkOutside(record, slab);
    return refused != null ? refused : afterPump(pump.handle(copyOfRecord(slab)));
  }

  private @Nullable DropReason afterPump(RecordPump.Result result) {
    return switch (result) {
      case TAKEN -> null;
      case REFUSED -> DtlsEndpointDrop.RECORD_REFUSED;
      case APPLICATION_DATA -> DtlsEndpointDrop.APPLICATION_DATA;
      case CLOSED_BY_PEER -> {
        end(DtlsEvent.Reason.CLOSED_BY_PEER);
        yield null;
      }
      case BROKEN -> {
        end(DtlsEvent.Reason.HANDSHAKE_FAILED);
        yield null;
      }
    };
  }

  private byte[] copyOfRecord(MemorySegment slab) {
    byte[] copy = new byte[record.totalLength()];
    MemorySegment.copy(slab, ValueLayout.JAVA_BYTE, record.offset(), copy, 0, copy.length);
    return copy;
  }

  private void launch(long nowNanos) {
    try {
      environment.handshakes().execute(handshake);
      state = State.HANDSHAKING;
      launchAt = NEVER;
    } catch (RejectedExecutionException e) {
      // All threads are busy. What has come stays in the pipe; the peer sends again in any case.
      state = State.LAUNCHING;
      launchAt = nowNanos + LAUNCH_RETRY_NANOS;
    }
  }

  /** In lock step, lets the handshake run as far as it can; then takes over what it has done. */
  private void settle(long nowNanos) {
    if (state == State.HANDSHAKING && environment.handshakes() instanceof LockStepRunner runner) {
      runner.settle(pipe);
    }
    takeProgress(nowNanos);
  }

  private void takeProgress(long nowNanos) {
    if (state != State.HANDSHAKING) {
      return;
    }
    int flights = pipe.flightsSent();
    if (flights != flightsSeen) {
      flightsSeen = flights;
      resendInterval = FIRST_RESEND_NANOS;
      resendAt = nowNanos + resendInterval;
    }
    switch (pipe.outcome()) {
      case null -> {}
      case HandshakeOutcome.Done done -> establish(done);
      case HandshakeOutcome.Failed failed -> end(failed.reason());
    }
  }

  private void establish(HandshakeOutcome.Done done) {
    state = State.ESTABLISHED;
    stopTimers();
    events.add(done.keys());
    pump = new RecordPump(done.records(), handshake, pipe, applicationData);
    var _ = afterPump(pump.drain());
  }

  /** Ends the association, and the handshake's thread if there is one. */
  private void abandon(DtlsEvent.Reason reason) {
    pipe.abort();
    end(reason);
  }

  private void end(DtlsEvent.Reason reason) {
    state = State.CLOSED;
    stopTimers();
    pump = null;
    events.add(new DtlsEvent.Closed(reason));
  }

  private void stopTimers() {
    deadline = NEVER;
    launchAt = NEVER;
    resendAt = NEVER;
  }
}
