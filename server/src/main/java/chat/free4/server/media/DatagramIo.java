package chat.free4.server.media;

import chat.free4.ffi.UdpCounters;
import chat.free4.rtc.ice.PathAddresses;
import chat.free4.wire.PacketBatch;

/**
 * One UDP port, used by one worker's thread, batch by batch: a native form can take a whole batch
 * in one call. Datagrams come and go by path, the index of a 5-tuple.
 */
public interface DatagramIo extends PathAddresses, AutoCloseable {
  /** The port. */
  int port();

  /**
   * Appends datagrams that have come to {@code into}, as many as fit, without waiting. Each gets
   * the path of its sender.
   *
   * @return how many
   */
  int receive(PacketBatch into);

  /**
   * Sends what is in {@code from}, in order, without waiting; slots of length 0 are passed over.
   */
  void send(PacketBatch from);

  /** Waits for a datagram, for {@link #wakeup}, or for the time to pass; 0 does not wait. */
  void await(long timeoutNanos);

  /** Ends the current or the next {@link #await}; the one method for other threads. */
  void wakeup();

  /** A copy of what was counted; may be called from any thread. */
  UdpCounters counters();

  /** Gives the port back. */
  @Override
  void close();
}
