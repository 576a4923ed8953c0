package chat.free4.ffi;

import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A UDP socket of Linux: a batch comes or goes by one system call, recvmmsg(2) or sendmmsg(2), to
 * and from the batch's own memory. IPv4 and IPv6 share it where the kernel has both (ipv6(7)). It
 * never waits; {@link LinuxPoller} does.
 *
 * <p>One thread at a time uses it. Closing it frees everything, and is refused while another thread
 * is within a call.
 */
public final class LinuxUdpSocket implements AutoCloseable {
  private static final int SOCK_DGRAM_CLOEXEC_NONBLOCK = 2 | 02000000 | 04000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_TRUNC = 0x20;

  private static final int SOL_SOCKET = 1;
  private static final int SO_SNDBUF = 7;
  private static final int SO_RCVBUF = 8;
  private static final int SO_SNDBUFFORCE = 32;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SO_TIMESTAMPNS = 35;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;

  private static final int CLOCK_REALTIME = 0;
  private static final long NANOS_A_SECOND = 1_000_000_000;

  private final Arena arena;
  private final MemorySegment state;
  private final MemorySegment timespec;
  private final int descriptor;
  private final SocketAddresses senders;
  private final SocketAddresses receivers;
  private final MessageArray in;
  private final MessageArray out;
  private final long[] timestamps;
  private final boolean withTimestamps;
  private final InetSocketAddress local;
  private boolean connected;

  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong tooLong = new AtomicLong();
  private final AtomicLong noPath = new AtomicLong();
  private final AtomicLong sendFull = new AtomicLong();
  private final AtomicLong sendFailed = new AtomicLong();

  private LinuxUdpSocket(
      Arena arena, MemorySegment state, int descriptor, short family, UdpOptions options)
      throws IOException {
    int batch = options.maxBatch();
    this.arena = arena;
    this.state = state;
    this.descriptor = descriptor;
    this.timespec = arena.allocate(2 * Long.BYTES, Long.BYTES);
    this.withTimestamps = options.withTimestamps();
    this.timestamps = new long[batch];
    this.senders = new SocketAddresses(arena, family, batch);
    this.receivers = new SocketAddresses(arena, family, options.maxPaths());
    this.in = new MessageArray(arena, batch, withTimestamps ? Timestamp.CONTROL_BYTES : 0);
    this.out = new MessageArray(arena, batch, 0);
    for (int i = 0; i < batch; i++) {
      in.setName(i, senders.pointer(i), senders.bytes());
    }
    setUp(family, options);
    this.local = bind(options.local());
  }

  /**
   * Opens a socket and takes its port.
   *
   * @throws BindException when the port is taken, or not ours to take
   * @throws IOException when the system refuses anything else; {@link UdpSupport} tells before
   *     whether it does so always
   */
  @SuppressWarnings("MustBeClosedChecker") // closed here when the rest fails, else by close()
  public static LinuxUdpSocket open(UdpOptions options) throws IOException {
    Arena arena = Arena.ofShared();
    int descriptor = -1;
    try {
      MemorySegment state = Libc.newState(arena);
      short family = SocketAddresses.AF_INET6;
      descriptor = Libc.socket(state, family, SOCK_DGRAM_CLOEXEC_NONBLOCK);
      if (descriptor == -Errno.EAFNOSUPPORT) {
        family = SocketAddresses.AF_INET;
        descriptor = Libc.socket(state, family, SOCK_DGRAM_CLOEXEC_NONBLOCK);
      }
      check("socket", descriptor);
      return new LinuxUdpSocket(arena, state, descriptor, family, options);
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      if (descriptor >= 0) {
        Libc.close(descriptor);
      }
      throw e;
    }
  }

  private void setUp(short family, UdpOptions options) throws IOException {
    if (family == SocketAddresses.AF_INET6) {
      check("setsockopt IPV6_V6ONLY", setOption(IPPROTO_IPV6, IPV6_V6ONLY, 0));
    }
    int bytes = options.bufferBytes();
    // Beyond the system's limit, where we may; what is refused is no reason not to serve.
    if (setOption(SOL_SOCKET, SO_RCVBUFFORCE, bytes) < 0) {
      setOption(SOL_SOCKET, SO_RCVBUF, bytes);
    }
    if (setOption(SOL_SOCKET, SO_SNDBUFFORCE, bytes) < 0) {
      setOption(SOL_SOCKET, SO_SNDBUF, bytes);
    }
    if (withTimestamps) {
      check("setsockopt SO_TIMESTAMPNS", setOption(SOL_SOCKET, SO_TIMESTAMPNS, 1));
    }
  }

  private int setOption(int level, int name, int value) {
    timespec.set(ValueLayout.JAVA_INT, 0, value);
    return Libc.setsockopt(state, descriptor, level, name, timespec.address(), Integer.BYTES);
  }

  private InetSocketAddress bind(InetSocketAddress address) throws IOException {
    senders.set(0, address);
    int result = Libc.bind(state, descriptor, senders.pointer(0), senders.bytes());
    if (result == -Errno.EADDRINUSE || result == -Errno.EACCES || result == -Errno.EADDRNOTAVAIL) {
      throw new BindException("bind " + address + ": " + Errno.name(-result));
    }
    check("bind", result);
    timespec.set(ValueLayout.JAVA_INT, 0, senders.bytes());
    check(
        "getsockname", Libc.getsockname(state, descriptor, senders.pointer(0), timespec.address()));
    return senders.get(0);
  }

  private static void check(String call, int result) throws IOException {
    if (result < 0) {
      throw new SocketException(call + ": " + Errno.name(-result));
    }
  }

  /** Where it receives. */
  public InetSocketAddress local() {
    return local;
  }

  int descriptor() {
    return descriptor;
  }

  /**
   * From now on every datagram comes from {@code remote} and goes there, by path 0 (udp(7));
   * others' are not received, and what the remote refuses is counted as not sent.
   */
  public void connect(InetSocketAddress remote) throws IOException {
    receivers.set(0, remote);
    check("connect", Libc.connect(state, descriptor, receivers.pointer(0), receivers.bytes()));
    connected = true;
  }

  /** What is sent on {@code path} goes to this address. */
  public void setAddress(int path, InetSocketAddress remote) {
    receivers.set(path, remote);
  }

  /**
   * Appends datagrams that have come to {@code into}, as many as fit. What is too long, or has no
   * path, is dropped and counted. What later is sent on a datagram's path goes to its sender.
   *
   * @return how many were appended
   */
  public int receive(PacketBatch into, UdpPaths paths) {
    int base = into.count();
    int came = receiveMessages(into, base);
    for (int i = base; i < base + came; i++) {
      if ((in.flags(i) & MSG_TRUNC) != 0) {
        add(tooLong, 1);
        continue;
      }
      int path = paths.pathOf(senders.high(i), senders.low(i), senders.port(i), senders.scope(i));
      if (path == PacketBatch.NO_PATH) {
        add(noPath, 1);
        continue;
      }
      receivers.copy(path, senders, i);
      append(into, i, path);
    }
    return into.count() - base;
  }

  /** As {@link #receive(PacketBatch, UdpPaths)}, of a connected socket: all come by path 0. */
  public int receive(PacketBatch into) {
    if (!connected) {
      throw new IllegalStateException("not connected");
    }
    int base = into.count();
    int came = receiveMessages(into, base);
    for (int i = base; i < base + came; i++) {
      if ((in.flags(i) & MSG_TRUNC) != 0) {
        add(tooLong, 1);
      } else {
        append(into, i, 0);
      }
    }
    return into.count() - base;
  }

  /** Message i is received into slot i. */
  private int receiveMessages(PacketBatch into, int base) {
    if (in.attach(into)) {
      for (int i = 0; i < into.capacity(); i++) {
        in.setBytes(i, into.offset(i), PacketBatch.MAX_DATAGRAM_BYTES);
      }
    }
    int room = into.capacity() - base;
    if (room == 0) {
      return 0;
    }
    if (withTimestamps) {
      for (int i = base; i < base + room; i++) {
        in.resetControl(i);
      }
    }
    int came = Libc.recvmmsg(state, descriptor, in.pointer(base), room, MSG_DONTWAIT);
    if (came < 0) {
      if (came != -Errno.EAGAIN) {
        // What an earlier datagram met: the socket itself is well.
        add(sendFailed, 1);
      }
      return 0;
    }
    add(received, came);
    return came;
  }

  /** Takes message {@code index} for the next slot; it stands there but for what was dropped. */
  private void append(PacketBatch into, int index, int path) {
    int length = in.length(index);
    int slot = into.add(path, length);
    if (slot != index) {
      MemorySegment slab = into.slab();
      MemorySegment.copy(slab, into.offset(index), slab, into.offset(slot), length);
    }
    if (withTimestamps) {
      timestamps[slot] = Timestamp.of(in, index);
    }
  }

  /**
   * When the datagram in {@code slot} of the batch received last came to this machine, by the clock
   * of {@link #realtimeNanos}; 0 without timestamps.
   */
  public long timestampNanos(int slot) {
    return timestamps[slot];
  }

  /** Nanoseconds since 1970, by the clock that the kernel's timestamps have. */
  public long realtimeNanos() {
    Libc.clockGettime(CLOCK_REALTIME, timespec);
    return timespec.get(ValueLayout.JAVA_LONG, 0) * NANOS_A_SECOND
        + timespec.get(ValueLayout.JAVA_LONG, Long.BYTES);
  }

  /**
   * Sends what is in {@code from}, in order; slots of length 0, and of paths without an address,
   * are passed over. Where the socket's buffer is full, the rest is dropped and counted; a datagram
   * that the system will not send is counted, and the next one sent.
   */
  public void send(PacketBatch from) {
    int count = collect(from);
    int next = 0;
    // Each turn sends a datagram, or gives one up.
    while (next < count) {
      int done = Libc.sendmmsg(state, descriptor, out.pointer(next), count - next, MSG_DONTWAIT);
      if (done > 0) {
        add(sent, done);
        next += done;
      } else if (done == -Errno.EAGAIN) {
        add(sendFull, count - next);
        return;
      } else {
        add(sendFailed, 1);
        next++;
      }
    }
  }

  private int collect(PacketBatch from) {
    out.attach(from);
    int nameBytes = receivers.bytes();
    int count = 0;
    for (int slot = 0; slot < from.count(); slot++) {
      int length = from.length(slot);
      int path = from.path(slot);
      if (length == 0 || path < 0 || path >= receivers.count() || !receivers.isSet(path)) {
        continue;
      }
      out.setBytes(count, from.offset(slot), length);
      if (!connected) {
        out.setName(count, receivers.pointer(path), nameBytes);
      }
      count++;
    }
    return count;
  }

  /** One writer: a plain read and an ordered write are enough. */
  private static void add(AtomicLong counter, int count) {
    counter.lazySet(counter.getPlain() + count);
  }

  /** A copy of what was counted; may be called from any thread. */
  public UdpCounters counters() {
    return new UdpCounters(
        received.get(), sent.get(), tooLong.get(), noPath.get(), sendFull.get(), sendFailed.get());
  }

  /**
   * Frees the memory and gives the port back; a second time does nothing.
   *
   * @throws IllegalStateException when another thread is within a call: nothing is freed
   */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      // In this order: whoever still calls is stopped by the arena before the number is another's.
      arena.close();
      Libc.close(descriptor);
    }
  }
}
