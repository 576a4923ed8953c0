package chat.free4.server.media;

import chat.free4.ffi.UdpCounters;
import chat.free4.ffi.UdpOptions;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.stun.TransportAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A UDP port by java.nio: a system call a datagram. IPv4 and IPv6 share the port where the system
 * has both.
 */
public final class NioDatagramIo implements DatagramIo {
  private final DatagramChannel channel;
  private final Selector selector;
  private final int port;
  private final PathTable paths;
  private final @Nullable InetSocketAddress[] addresses;
  private final View receiving = new View();
  private final View sending = new View();
  private final TransportAddress remote = new TransportAddress();

  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong tooLong = new AtomicLong();
  private final AtomicLong noPath = new AtomicLong();
  private final AtomicLong sendFull = new AtomicLong();
  private final AtomicLong sendFailed = new AtomicLong();

  /** The memory of the batch that was used last, as the channel wants it. */
  private static final class View {
    private @Nullable PacketBatch batch;
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    ByteBuffer of(PacketBatch wanted) {
      if (batch != wanted) {
        batch = wanted;
        buffer = wanted.slab().asByteBuffer();
      }
      return buffer;
    }
  }

  private NioDatagramIo(
      DatagramChannel channel, Selector selector, int maxPaths, IntPredicate isBound)
      throws IOException {
    this.channel = channel;
    this.selector = selector;
    this.paths = new PathTable(maxPaths, isBound);
    this.addresses = new InetSocketAddress[maxPaths];
    this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /**
   * Takes {@code port}; 0 takes any free one.
   *
   * @param maxPaths addresses that are known at once
   * @param isBound tells whether a path belongs to a peer
   * @throws IOException when the port is taken
   */
  public static NioDatagramIo open(int port, int maxPaths, IntPredicate isBound)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, UdpOptions.BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, UdpOptions.BUFFER_BYTES);
      channel.bind(new InetSocketAddress(port));
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new NioDatagramIo(channel, selector, maxPaths, isBound);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public int receive(PacketBatch into) {
    ByteBuffer buffer = receiving.of(into);
    paths.nextTurn();
    int count = 0;
    // One pass over the free slots bounds the work, also when every datagram is dropped.
    for (int tries = into.capacity() - into.count(); tries > 0; tries--) {
      int start = (int) into.offset(into.count());
      // One byte more than is taken shows that a datagram was longer.
      buffer.limit(start + PacketBatch.MAX_DATAGRAM_BYTES + 1).position(start);
      InetSocketAddress from;
      try {
        from = (InetSocketAddress) channel.receive(buffer);
      } catch (IOException e) {
        // An ICMP error of an earlier datagram; the port itself is well.
        increment(sendFailed);
        continue;
      }
      if (from == null) {
        break;
      }
      increment(received);
      int length = buffer.position() - start;
      if (length > PacketBatch.MAX_DATAGRAM_BYTES) {
        increment(tooLong);
        continue;
      }
      int path = pathOf(from);
      if (path == PacketBatch.NO_PATH) {
        increment(noPath);
        continue;
      }
      into.add(path, length);
      count++;
    }
    return count;
  }

  private int pathOf(InetSocketAddress from) {
    InetAddress ip = from.getAddress();
    remote.set(ip.getAddress(), from.getPort());
    int scope = ip instanceof Inet6Address six ? six.getScopeId() : 0;
    int path = paths.pathOf(remote.ipv6High(), remote.mappedLow(), remote.port(), scope);
    if (path != PacketBatch.NO_PATH) {
      addresses[path] = from;
    }
    return path;
  }

  @Override
  public void send(PacketBatch from) {
    ByteBuffer buffer = sending.of(from);
    for (int i = 0; i < from.count(); i++) {
      int length = from.length(i);
      InetSocketAddress to = addressOf(from.path(i));
      if (length == 0 || to == null) {
        continue;
      }
      int start = (int) from.offset(i);
      buffer.limit(start + length).position(start);
      try {
        increment(channel.send(buffer, to) == length ? sent : sendFull);
      } catch (IOException e) {
        increment(sendFailed);
      }
    }
  }

  private @Nullable InetSocketAddress addressOf(int path) {
    return path >= 0 && path < addresses.length ? addresses[path] : null;
  }

  @Override
  public void remoteAddress(int path, TransportAddress address) {
    paths.remoteAddress(path, address);
  }

  @Override
  public void await(long timeoutNanos) {
    try {
      if (timeoutNanos <= 0) {
        selector.selectNow(NioDatagramIo::readLater);
      } else {
        long millis = TimeUnit.NANOSECONDS.toMillis(timeoutNanos);
        selector.select(NioDatagramIo::readLater, Math.max(1, millis));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That there is something is all that {@link #await} has to know. */
  private static void readLater(SelectionKey key) {}

  @Override
  public void wakeup() {
    selector.wakeup();
  }

  /** One writer: a plain read and an ordered write are enough. */
  private static void increment(AtomicLong counter) {
    counter.lazySet(counter.getPlain() + 1);
  }

  @Override
  public UdpCounters counters() {
    return new UdpCounters(
        received.get(), sent.get(), tooLong.get(), noPath.get(), sendFull.get(), sendFailed.get());
  }

  @Override
  public void close() {
    try {
      selector.close();
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
