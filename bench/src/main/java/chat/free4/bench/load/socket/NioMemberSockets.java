package chat.free4.bench.load.socket;

import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sockets by java.nio: one selector, and a system call a datagram. */
public final class NioMemberSockets implements MemberSockets {
  /** Asked for; the system may give less. A second of forty voices. */
  private static final int SOCKET_BUFFER_BYTES = 1 << 20;

  /** Datagrams of one socket before the next has its turn. */
  private static final int DATAGRAMS_A_TURN = 16;

  private final Selector selector;
  private final List<DatagramChannel> channels = new ArrayList<>();
  private final Queue<SelectionKey> ready = new ArrayDeque<>();
  private @Nullable PacketBatch viewed;
  private ByteBuffer view = ByteBuffer.allocate(0);
  private final MemorySegment sendMemory = Arena.ofAuto().allocate(PacketBatch.MAX_DATAGRAM_BYTES);
  private final ByteBuffer sending = sendMemory.asByteBuffer();

  /** No sockets yet. */
  public NioMemberSockets() throws IOException {
    selector = Selector.open();
  }

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public boolean hasKernelTimes() {
    return false;
  }

  @Override
  public int open(InetSocketAddress remote) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
      channel.connect(remote);
      int socket = channels.size();
      channel.register(selector, SelectionKey.OP_READ, socket);
      channels.add(channel);
      return socket;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int localPort(int socket) {
    try {
      return ((InetSocketAddress) channels.get(socket).getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean send(int socket, MemorySegment buffer, long offset, int length) {
    MemorySegment.copy(buffer, offset, sendMemory, 0, length);
    sending.limit(length).position(0);
    try {
      return channels.get(socket).write(sending) == length;
    } catch (IOException e) {
      // An ICMP error of an earlier datagram; the other end may come back.
      return false;
    }
  }

  @Override
  public int receive(PacketBatch into, long[] arrivals) {
    if (viewed != into) {
      viewed = into;
      view = into.slab().asByteBuffer();
    }
    int before = into.count();
    try {
      if (ready.isEmpty()) {
        selector.selectNow(ready::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (!into.isFull() && !ready.isEmpty()) {
      readFrom(ready.remove(), into, arrivals);
    }
    return into.count() - before;
  }

  private void readFrom(SelectionKey key, PacketBatch into, long[] arrivals) {
    int socket = (Integer) key.attachment();
    DatagramChannel channel = channels.get(socket);
    for (int i = 0; i < DATAGRAMS_A_TURN && !into.isFull(); i++) {
      int start = (int) into.offset(into.count());
      view.limit(start + PacketBatch.MAX_DATAGRAM_BYTES).position(start);
      try {
        int length = channel.read(view);
        if (length <= 0) {
          return;
        }
        arrivals[into.add(socket, length)] = RealTime.nanos();
      } catch (IOException e) {
        return; // an ICMP error, as above
      }
    }
  }

  @Override
  public void await(long timeoutNanos) {
    if (!ready.isEmpty()) {
      return;
    }
    try {
      long millis = TimeUnit.NANOSECONDS.toMillis(timeoutNanos);
      selector.select(ready::add, Math.max(1, millis));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void wakeup() {
    selector.wakeup();
  }

  @Override
  public void close() {
    try {
      selector.close();
      for (DatagramChannel channel : channels) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
