package chat.free4.ffi;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits until a datagram has come to one of its sockets, by epoll(7), or until another thread calls
 * {@link #wakeup}, by eventfd(2). One thread at a time waits.
 */
public final class LinuxPoller implements AutoCloseable {
  private static final int EPOLL_CLOEXEC = 02000000;
  private static final int EFD_CLOEXEC_NONBLOCK = 02000000 | 04000;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final int EPOLLIN = 1;

  /** No socket: the wakeup. */
  private static final long WAKEUP_KEY = -1;

  private static final long NANOS_A_SECOND = 1_000_000_000;
  private static final long NANOS_A_MILLI = 1_000_000;

  /** {@code epoll_event}: events 0-3, then data; on x86-64 alone without padding between them. */
  private static final boolean IS_PACKED =
      System.getProperty("os.arch").equals("amd64")
          || System.getProperty("os.arch").equals("x86_64");

  private static final long DATA = IS_PACKED ? 4 : 8;
  private static final long EVENT_BYTES = DATA + Long.BYTES;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state;
  private final MemorySegment events;
  private final MemorySegment scratch;
  private final int maxReady;
  private final int[] ready;
  private int epoll = -1;
  private int wakeups = -1;
  private boolean isPrecise = true;

  /** A wakeup that has not been seen: another one adds nothing. */
  private final AtomicBoolean isWoken = new AtomicBoolean();

  /** Guards what {@link #wakeup} uses against being closed beneath it. */
  private final Object wakeupLock = new Object();

  private final Arena wakeupArena = Arena.ofShared();
  private final MemorySegment wakeupState;
  private final MemorySegment one;

  private LinuxPoller(int maxReady) {
    this.maxReady = maxReady + 1;
    this.ready = new int[this.maxReady];
    this.state = Libc.newState(arena);
    this.events = arena.allocate(EVENT_BYTES * this.maxReady, Long.BYTES);
    this.scratch = arena.allocate(2 * Long.BYTES, Long.BYTES);
    this.wakeupState = Libc.newState(wakeupArena);
    this.one = wakeupArena.allocateFrom(ValueLayout.JAVA_LONG, 1);
  }

  /**
   * Opens one.
   *
   * @param maxReady how many sockets one {@link #await} may tell of
   * @throws IOException when the system refuses it
   */
  public static LinuxPoller open(int maxReady) throws IOException {
    LinuxPoller poller = new LinuxPoller(maxReady);
    try {
      poller.epoll = check("epoll_create1", Libc.epollCreate(poller.state, EPOLL_CLOEXEC));
      poller.wakeups = check("eventfd", Libc.eventfd(poller.state, 0, EFD_CLOEXEC_NONBLOCK));
      poller.add(poller.wakeups, WAKEUP_KEY);
      return poller;
    } catch (IOException | RuntimeException | Error e) {
      poller.close();
      throw e;
    }
  }

  /**
   * Waits for this socket too, until it is closed.
   *
   * @param key tells it from others; not negative
   */
  public void add(LinuxUdpSocket socket, int key) throws IOException {
    if (key < 0) {
      throw new IllegalArgumentException("key " + key);
    }
    add(socket.descriptor(), key);
  }

  void add(int descriptor, long key) throws IOException {
    events.set(ValueLayout.JAVA_INT, 0, EPOLLIN);
    events.set(ValueLayout.JAVA_LONG_UNALIGNED, DATA, key);
    check(
        "epoll_ctl", Libc.epollControl(state, epoll, EPOLL_CTL_ADD, descriptor, events.address()));
  }

  /** Waits for this socket no more. */
  public void remove(LinuxUdpSocket socket) throws IOException {
    check(
        "epoll_ctl",
        Libc.epollControl(state, epoll, EPOLL_CTL_DEL, socket.descriptor(), events.address()));
  }

  private static int check(String call, int result) throws IOException {
    if (result < 0) {
      throw new SocketException(call + ": " + Errno.name(-result));
    }
    return result;
  }

  /**
   * Waits for a datagram, for {@link #wakeup}, or for the time to pass; 0 does not wait. To the
   * nanosecond, as far as the kernel's timers go; to the next millisecond before Linux 5.11.
   *
   * @return how many sockets have datagrams; {@link #key} tells which
   */
  public int await(long timeoutNanos) {
    int count = awaitEvents(Math.max(0, timeoutNanos));
    int sockets = 0;
    for (int i = 0; i < count; i++) {
      long key = events.get(ValueLayout.JAVA_LONG_UNALIGNED, i * EVENT_BYTES + DATA);
      if (key == WAKEUP_KEY) {
        Libc.read(state, wakeups, scratch.address(), Long.BYTES);
        isWoken.set(false);
      } else {
        ready[sockets++] = (int) key;
      }
    }
    return sockets;
  }

  /** The events; none when the time has passed, or a signal has come: callers look again anyway. */
  private int awaitEvents(long timeoutNanos) {
    if (isPrecise) {
      scratch.set(ValueLayout.JAVA_LONG, 0, timeoutNanos / NANOS_A_SECOND);
      scratch.set(ValueLayout.JAVA_LONG, Long.BYTES, timeoutNanos % NANOS_A_SECOND);
      int result =
          Libc.epollWaitPrecisely(state, epoll, events.address(), maxReady, scratch.address());
      // EPERM: what a container's filter of before 2021 says of a call it does not know.
      if (result != -Errno.ENOSYS && result != -Errno.EPERM) {
        return result;
      }
      isPrecise = false;
    }
    long millis = (timeoutNanos + NANOS_A_MILLI - 1) / NANOS_A_MILLI;
    int clamped = (int) Math.min(millis, Integer.MAX_VALUE);
    return Libc.epollWait(state, epoll, events.address(), maxReady, clamped);
  }

  /** The key of a socket that has datagrams, below what {@link #await} returned. */
  public int key(int index) {
    return ready[index];
  }

  /**
   * Ends the current or the next {@link #await}; the one method for other threads. Does nothing
   * once closed.
   */
  public void wakeup() {
    if (isWoken.getAndSet(true)) {
      return;
    }
    synchronized (wakeupLock) {
      if (wakeupArena.scope().isAlive()) {
        Libc.write(wakeupState, wakeups, one.address(), Long.BYTES);
      }
    }
  }

  /**
   * Frees everything; a second time does nothing. The sockets stay open.
   *
   * @throws IllegalStateException when another thread waits: nothing is freed
   */
  @Override
  public void close() {
    synchronized (wakeupLock) {
      if (!arena.scope().isAlive()) {
        return;
      }
      arena.close();
      wakeupArena.close();
      closeDescriptor(wakeups);
      closeDescriptor(epoll);
    }
  }

  private static void closeDescriptor(int descriptor) {
    if (descriptor >= 0) {
      Libc.close(descriptor);
    }
  }
}
