package chat.free4.bench.load.socket;

import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/**
 * UDP sockets, one a member, as each needs a 5-tuple of its own. One thread uses them; they are
 * known by numbers, counted from 0 in the order in which they were opened.
 */
public interface MemberSockets extends AutoCloseable {
  /** Name for reports: {@code nio}, {@code epoll}. */
  String name();

  /** True when times of arrival are the kernel's; else they are when this process looked. */
  boolean hasKernelTimes();

  /**
   * Opens a socket whose other end is {@code remote}.
   *
   * @return its number
   */
  int open(InetSocketAddress remote) throws IOException;

  /** The port of a socket's own end. */
  int localPort(int socket);

  /** Sends a datagram; false when the system did not take it. */
  boolean send(int socket, MemorySegment buffer, long offset, int length);

  /**
   * Appends datagrams that have come, as many as fit, without waiting; the path of each is the
   * number of its socket.
   *
   * @param arrivals gets the time of arrival of each slot, in nanoseconds since 1970
   * @return how many
   */
  int receive(PacketBatch into, long[] arrivals);

  /** Waits up to so long; may come back sooner. */
  void await(long timeoutNanos);

  /** Ends the current or the next {@link #await}; the one method for other threads. */
  void wakeup();

  /** Closes all sockets. */
  @Override
  void close();
}
