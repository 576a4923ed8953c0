package chat.free4.ffi;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * How a socket is opened.
 *
 * @param local where it receives; the wildcard address takes IPv4 and IPv6, port 0 any free one
 * @param maxBatch slots of the largest batch it is given
 * @param maxPaths addresses it may send to: paths are below it
 * @param bufferBytes asked for, in each direction; the system may give less
 * @param withTimestamps whether the kernel notes when each datagram came
 */
public record UdpOptions(
    InetSocketAddress local, int maxBatch, int maxPaths, int bufferBytes, boolean withTimestamps) {
  /** Most of one call: {@code UIO_MAXIOV}. */
  public static final int MAX_BATCH = 1024;

  /** Holds some 100 ms of a busy worker's traffic. */
  public static final int BUFFER_BYTES = 4 << 20;

  /** Refuses what makes no sense. */
  public UdpOptions {
    if (maxBatch < 1 || maxBatch > MAX_BATCH || maxPaths < 1) {
      throw new IllegalArgumentException("batch " + maxBatch + ", paths " + maxPaths);
    }
  }

  /** A server's: all addresses of this machine. */
  public static UdpOptions server(int port, int maxBatch, int maxPaths) {
    return new UdpOptions(new InetSocketAddress(port), maxBatch, maxPaths, BUFFER_BYTES, false);
  }

  /** A client's, to be connected: one path, 0. */
  public static UdpOptions client(InetAddress local, int maxBatch) {
    return new UdpOptions(new InetSocketAddress(local, 0), maxBatch, 1, BUFFER_BYTES >> 2, false);
  }

  /** The same, with the time that each datagram came. */
  public UdpOptions timestamped() {
    return new UdpOptions(local, maxBatch, maxPaths, bufferBytes, true);
  }
}
