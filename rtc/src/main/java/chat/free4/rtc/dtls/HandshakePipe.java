package chat.free4.rtc.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake's thread reads from and writes to, and the only thing it shares with the worker.
 *
 * <p>Bouncy Castle measures its resend timer by the wall clock. Here it is told to wait one
 * millisecond, and this pipe decides what comes of it: {@link #receive} blocks until there is a
 * record or until the worker says, in its own time, that a resend is due ({@link #requestResend}).
 * Only then do messages that were sent before go out again; repeats that Bouncy Castle makes by its
 * own clock are thrown away. A record that it discards, for one, makes it believe that its
 * millisecond is over.
 *
 * <p>Inbound it hands over single records, because Bouncy Castle throws away a whole datagram whose
 * first record is of an epoch gone by. Outbound it packs the records of a flight into as few
 * datagrams as they need.
 *
 * <p>After the handshake the worker alone uses it, as a pump: {@link #receive} then throws
 * InterruptedIOException when there is no record.
 */
final class HandshakePipe implements DatagramTransport {
  /** Longest datagram we send: fits the paths the internet has, IPv6, UDP and tunnels included. */
  static final int MAX_SEND_BYTES = 1200;

  /** Longest record we hand over. */
  static final int MAX_RECEIVE_BYTES = 1500;

  /** Datagrams that may wait to be polled; a flight has at most a handful. More are lost. */
  static final int MAX_OUTBOUND_DATAGRAMS = 32;

  /** How long to hold Bouncy Castle between the looks it takes at its own clock. */
  private static final long RESEND_STEP_NANOS = 50_000;

  private static final byte[] NOTHING = {};

  /** Whether what was sent before may be sent again. */
  private enum Resend {
    NO,
    DUE,
    UNDER_WAY
  }

  private final Runnable wakeup;
  private final SentMessages sent = new SentMessages();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition inputOrOrder = lock.newCondition();
  private final Condition idle = lock.newCondition();

  // All below is guarded by the lock.
  private final ArrayDeque<byte[]> inbound = new ArrayDeque<>();
  private final ArrayDeque<byte[]> outbound = new ArrayDeque<>();

  /** The datagram that is being packed; made for each, for most of an association there is none. */
  private byte[] packing = NOTHING;

  private int packed;
  private boolean waiting;
  private boolean readSinceSend = true;
  private boolean aborted;
  private boolean closed;
  private Resend resend = Resend.NO;
  private int flightsSent;
  private @Nullable HandshakeOutcome outcome;

  HandshakePipe(Runnable wakeup) {
    this.wakeup = wakeup;
  }

  // ---- the worker's side

  /** True when no further record is taken. */
  boolean isFull() {
    lock.lock();
    try {
      return inbound.size() >= DtlsEndpoint.MAX_INBOUND_RECORDS;
    } finally {
      lock.unlock();
    }
  }

  /** Hands a record over. The caller has asked {@link #isFull}. */
  void offer(byte[] record) {
    lock.lock();
    try {
      inbound.add(record);
      waiting = false;
      inputOrOrder.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Says that the last flight must be sent again. */
  void requestResend() {
    lock.lock();
    try {
      resend = Resend.DUE;
      waiting = false;
      inputOrOrder.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends a handshake that is under way; nothing it sends from now on goes out. */
  void abort() {
    lock.lock();
    try {
      aborted = true;
      waiting = false;
      inbound.clear();
      inputOrOrder.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The next datagram to send, or null. */
  byte @Nullable [] pollOutbound() {
    lock.lock();
    try {
      return outbound.poll();
    } finally {
      lock.unlock();
    }
  }

  /** How many flights of new messages have been sent. */
  int flightsSent() {
    lock.lock();
    try {
      return flightsSent;
    } finally {
      lock.unlock();
    }
  }

  /** How the handshake ended; null while it hasn't. */
  @Nullable HandshakeOutcome outcome() {
    lock.lock();
    try {
      return outcome;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the datagram that a pump has left open. */
  void flush() {
    lock.lock();
    try {
      flushLocked();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Blocks until the handshake's thread waits for input, or has ended.
   *
   * @return false when it did neither within the time
   */
  boolean awaitIdle(long timeoutNanos) {
    lock.lock();
    try {
      long remaining = timeoutNanos;
      while (!waiting && outcome == null) {
        if (remaining <= 0) {
          return false;
        }
        remaining = idle.awaitNanos(remaining);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  // ---- the handshake's side

  @Override
  public int getReceiveLimit() {
    return MAX_RECEIVE_BYTES;
  }

  @Override
  public int getSendLimit() {
    return MAX_SEND_BYTES;
  }

  /** The next record; -1 when the flight is to be sent again. */
  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    boolean flushed;
    lock.lock();
    try {
      flushed = flushLocked();
    } finally {
      lock.unlock();
    }
    if (flushed) {
      wakeup.run();
    }
    lock.lock();
    try {
      byte[] record = awaitInput();
      if (record == null) {
        return -1;
      }
      System.arraycopy(record, 0, buffer, offset, record.length);
      return record.length;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("handshake interrupted");
    } finally {
      lock.unlock();
    }
  }

  private byte @Nullable [] awaitInput() throws IOException, InterruptedException {
    if (resend == Resend.UNDER_WAY) {
      resend = Resend.NO;
    }
    readSinceSend = true;
    while (true) {
      if (aborted || (closed && outcome == null)) {
        throw new InterruptedIOException("handshake ended");
      }
      byte[] record = inbound.poll();
      if (record != null) {
        return record;
      }
      if (outcome != null) {
        throw new InterruptedIOException("nothing to read");
      }
      if (resend == Resend.DUE) {
        var _ = inputOrOrder.awaitNanos(RESEND_STEP_NANOS);
        return null;
      }
      waiting = true;
      idle.signalAll();
      inputOrOrder.await();
    }
  }

  @Override
  public void send(byte[] buffer, int offset, int length) {
    lock.lock();
    try {
      if (aborted) {
        return;
      }
      if (outcome == null && !mayGoOut(buffer, offset, length)) {
        return;
      }
      if (packed + length > MAX_SEND_BYTES) {
        flushLocked();
      }
      if (packed == 0) {
        packing = new byte[MAX_SEND_BYTES];
      }
      System.arraycopy(buffer, offset, packing, packed, length);
      packed += length;
    } finally {
      lock.unlock();
    }
  }

  private boolean mayGoOut(byte[] buffer, int offset, int length) {
    boolean isNew = sent.add(buffer, offset, length);
    if (isNew && readSinceSend) {
      readSinceSend = false;
      flightsSent++;
    }
    if (resend == Resend.DUE) {
      resend = Resend.UNDER_WAY;
    }
    return isNew || resend == Resend.UNDER_WAY;
  }

  /** Called by the handshake's thread, once, as its last act. */
  void complete(HandshakeOutcome result) {
    lock.lock();
    try {
      flushLocked();
      outcome = result;
      idle.signalAll();
    } finally {
      lock.unlock();
    }
    wakeup.run();
  }

  /**
   * Bouncy Castle closes its transport when an association ends. There is nothing to release, but a
   * handshake must not wait for records any more: whether Bouncy Castle looks at its own state
   * before it reads again depends on the wall clock.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  private boolean flushLocked() {
    if (packed == 0) {
      return false;
    }
    if (outbound.size() < MAX_OUTBOUND_DATAGRAMS) {
      outbound.add(Arrays.copyOf(packing, packed));
    }
    packing = NOTHING;
    packed = 0;
    return true;
  }
}
