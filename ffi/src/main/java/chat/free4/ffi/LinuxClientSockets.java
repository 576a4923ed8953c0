package chat.free4.ffi;

import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;

/**
 * Many connected UDP sockets of Linux, as a load generator has them: each with a 5-tuple of its
 * own, all read into one batch, and all with the kernel's time of each arrival. Known by numbers,
 * counted from 0 in the order in which they were opened.
 *
 * <p>One thread at a time uses them. They never wait; datagrams stay with the kernel until they are
 * read, and their times are those of their arrival.
 */
public final class LinuxClientSockets implements AutoCloseable {
  private static final int SOCK_DGRAM_CLOEXEC_NONBLOCK = 2 | 02000000 | 04000;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_TRUNC = 0x20;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUF = 8;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SO_TIMESTAMPNS = 35;

  /** A second of forty voices. */
  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

  /** Most that are read of one socket by one call. */
  private static final int DATAGRAMS_A_CALL = 32;

  /** Sockets that one look at epoll(7) tells of. */
  private static final int MAX_READY = 1024;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = Libc.newState(arena);
  private final MemorySegment scratch = arena.allocate(2 * Long.BYTES, Long.BYTES);
  private final SocketAddresses inet = new SocketAddresses(arena, SocketAddresses.AF_INET, 1);
  private final SocketAddresses inet6 = new SocketAddresses(arena, SocketAddresses.AF_INET6, 1);
  private final MessageArray messages;
  private final LinuxPoller poller;
  private int[] descriptors = new int[16];
  private int[] ports = new int[16];
  private int count;
  private int ready;
  private int next;

  private LinuxClientSockets(int maxBatch) throws IOException {
    this.messages = new MessageArray(arena, maxBatch, Timestamp.CONTROL_BYTES);
    this.poller = LinuxPoller.open(MAX_READY);
  }

  /**
   * No sockets yet.
   *
   * @param maxBatch slots of the largest batch they are read into
   * @throws IOException when the system refuses it; {@link UdpSupport} tells before
   */
  @SuppressWarnings("MustBeClosedChecker") // its arena is freed by close()
  public static LinuxClientSockets open(int maxBatch) throws IOException {
    return new LinuxClientSockets(maxBatch);
  }

  /**
   * Opens a socket whose other end is {@code remote}.
   *
   * @return its number
   */
  public int connect(InetSocketAddress remote) throws IOException {
    boolean isInet = remote.getAddress() instanceof Inet4Address;
    short family = isInet ? SocketAddresses.AF_INET : SocketAddresses.AF_INET6;
    SocketAddresses address = isInet ? inet : inet6;
    int descriptor = check("socket", Libc.socket(state, family, SOCK_DGRAM_CLOEXEC_NONBLOCK));
    try {
      if (setOption(descriptor, SO_RCVBUFFORCE, RECEIVE_BUFFER_BYTES) < 0) {
        setOption(descriptor, SO_RCVBUF, RECEIVE_BUFFER_BYTES);
      }
      check("setsockopt SO_TIMESTAMPNS", setOption(descriptor, SO_TIMESTAMPNS, 1));
      address.set(0, remote);
      check("connect", Libc.connect(state, descriptor, address.pointer(0), address.bytes()));
      scratch.set(ValueLayout.JAVA_INT, 0, address.bytes());
      check(
          "getsockname",
          Libc.getsockname(state, descriptor, address.pointer(0), scratch.address()));
      poller.add(descriptor, count);
    } catch (IOException | RuntimeException e) {
      Libc.close(descriptor);
      throw e;
    }
    if (count == descriptors.length) {
      descriptors = Arrays.copyOf(descriptors, 2 * count);
      ports = Arrays.copyOf(ports, 2 * count);
    }
    descriptors[count] = descriptor;
    ports[count] = address.port(0);
    return count++;
  }

  private int setOption(int descriptor, int name, int value) {
    scratch.set(ValueLayout.JAVA_INT, 0, value);
    return Libc.setsockopt(state, descriptor, SOL_SOCKET, name, scratch.address(), Integer.BYTES);
  }

  private static int check(String call, int result) throws IOException {
    if (result < 0) {
      throw new SocketException(call + ": " + Errno.name(-result));
    }
    return result;
  }

  /** The port of a socket's own end. */
  public int localPort(int socket) {
    return ports[socket];
  }

  /**
   * Appends datagrams that have come, as many as fit, without waiting; the path of each is the
   * number of its socket. What is longer than a datagram may be is dropped.
   *
   * @param arrivals gets for each slot when its datagram came to this machine, in nanoseconds since
   *     1970; 0 where the kernel did not say
   * @return how many were appended
   */
  public int receive(PacketBatch into, long[] arrivals) {
    if (messages.attach(into)) {
      for (int i = 0; i < into.capacity(); i++) {
        messages.setBytes(i, into.offset(i), PacketBatch.MAX_DATAGRAM_BYTES);
      }
    }
    if (next == ready) {
      ready = Math.max(0, poller.await(0));
      next = 0;
    }
    int before = into.count();
    while (next < ready && !into.isFull()) {
      int wanted = Math.min(into.capacity() - into.count(), DATAGRAMS_A_CALL);
      if (receive(into, arrivals, poller.key(next), wanted) < wanted) {
        next++;
      }
    }
    return into.count() - before;
  }

  /** Reads one socket; message i is received into slot i. */
  private int receive(PacketBatch into, long[] arrivals, int socket, int wanted) {
    int base = into.count();
    for (int i = base; i < base + wanted; i++) {
      messages.resetControl(i);
    }
    int came =
        Libc.recvmmsg(state, descriptors[socket], messages.pointer(base), wanted, MSG_DONTWAIT);
    for (int i = base; i < base + came; i++) {
      if ((messages.flags(i) & MSG_TRUNC) != 0) {
        continue;
      }
      int length = messages.length(i);
      int slot = into.add(socket, length);
      arrivals[slot] = Timestamp.of(messages, i);
      if (slot != i) {
        MemorySegment slab = into.slab();
        MemorySegment.copy(slab, into.offset(i), slab, into.offset(slot), length);
      }
    }
    return came;
  }

  /**
   * Sends a datagram.
   *
   * @param buffer native memory
   * @return false when the system did not take it
   */
  public boolean send(int socket, MemorySegment buffer, long offset, int length) {
    MemorySegment bytes = buffer.asSlice(offset, length);
    if (!bytes.isNative() || !bytes.scope().isAlive()) {
      throw new IllegalArgumentException("no native memory");
    }
    return Libc.write(state, descriptors[socket], bytes.address(), length) == length;
  }

  /**
   * Closes all sockets and frees the memory; a second time does nothing.
   *
   * @throws IllegalStateException when another thread is within a call: nothing is freed
   */
  @Override
  public void close() {
    if (!arena.scope().isAlive()) {
      return;
    }
    arena.close();
    poller.close();
    for (int i = 0; i < count; i++) {
      Libc.close(descriptors[i]);
    }
  }
}
