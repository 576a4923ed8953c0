package chat.free4.server.media;

import chat.free4.ffi.LinuxPoller;
import chat.free4.ffi.LinuxUdpSocket;
import chat.free4.ffi.UdpCounters;
import chat.free4.ffi.UdpOptions;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.stun.TransportAddress;
import java.io.IOException;
import java.util.function.IntPredicate;

/** A UDP port by Linux's own calls: one a batch, and no object a datagram. */
public final class NativeDatagramIo implements DatagramIo {
  private final LinuxUdpSocket socket;
  private final LinuxPoller poller;
  private final PathTable paths;

  private NativeDatagramIo(LinuxUdpSocket socket, LinuxPoller poller, PathTable paths) {
    this.socket = socket;
    this.poller = poller;
    this.paths = paths;
  }

  /**
   * Takes {@code port}; 0 takes any free one. To be asked for only where {@link
   * chat.free4.ffi.UdpSupport} has nothing against it.
   *
   * @param maxBatch slots of the largest batch
   * @param maxPaths addresses that are known at once
   * @param isBound tells whether a path belongs to a peer
   * @throws IOException when the port is taken
   */
  public static NativeDatagramIo open(int port, int maxBatch, int maxPaths, IntPredicate isBound)
      throws IOException {
    LinuxPoller poller = LinuxPoller.open(1);
    try {
      LinuxUdpSocket socket = LinuxUdpSocket.open(UdpOptions.server(port, maxBatch, maxPaths));
      try {
        poller.add(socket, 0);
        return new NativeDatagramIo(socket, poller, new PathTable(maxPaths, isBound));
      } catch (IOException | RuntimeException | Error e) {
        socket.close();
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      poller.close();
      throw e;
    }
  }

  @Override
  public int port() {
    return socket.local().getPort();
  }

  @Override
  public int receive(PacketBatch into) {
    paths.nextTurn();
    return socket.receive(into, paths);
  }

  @Override
  public void send(PacketBatch from) {
    socket.send(from);
  }

  @Override
  public void remoteAddress(int path, TransportAddress address) {
    paths.remoteAddress(path, address);
  }

  @Override
  public void await(long timeoutNanos) {
    poller.await(timeoutNanos);
  }

  @Override
  public void wakeup() {
    poller.wakeup();
  }

  @Override
  public UdpCounters counters() {
    return socket.counters();
  }

  /**
   * Gives the port back.
   *
   * @throws IllegalStateException when the worker's thread is within a call: nothing is freed
   */
  @Override
  public void close() {
    socket.close();
    poller.close();
  }
}
