package chat.free4.bench.load.socket;

import chat.free4.ffi.LinuxClientSockets;
import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sockets by Linux's own calls, with the kernel's times of arrival. As these stay true until they
 * are read, nobody has to wake for a datagram: waiting is sleeping, and reading finds several.
 */
public final class EpollMemberSockets implements MemberSockets {
  private final LinuxClientSockets sockets;
  private volatile @Nullable Thread owner;

  /**
   * No sockets yet.
   *
   * @param maxBatch slots of the largest batch they are read into
   */
  public EpollMemberSockets(int maxBatch) throws IOException {
    sockets = LinuxClientSockets.open(maxBatch);
  }

  @Override
  public String name() {
    return "epoll";
  }

  @Override
  public boolean hasKernelTimes() {
    return true;
  }

  @Override
  public int open(InetSocketAddress remote) throws IOException {
    return sockets.connect(remote);
  }

  @Override
  public int localPort(int socket) {
    return sockets.localPort(socket);
  }

  @Override
  public boolean send(int socket, MemorySegment buffer, long offset, int length) {
    return sockets.send(socket, buffer, offset, length);
  }

  @Override
  public int receive(PacketBatch into, long[] arrivals) {
    int before = into.count();
    int count = sockets.receive(into, arrivals);
    for (int i = before; i < into.count(); i++) {
      if (arrivals[i] == 0) {
        arrivals[i] = RealTime.nanos();
      }
    }
    return count;
  }

  @Override
  public void await(long timeoutNanos) {
    owner = Thread.currentThread();
    LockSupport.parkNanos(timeoutNanos);
  }

  @Override
  public void wakeup() {
    LockSupport.unpark(owner);
  }

  @Override
  public void close() {
    sockets.close();
  }
}
