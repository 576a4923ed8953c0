package chat.free4.server.media;

import chat.free4.ffi.UdpOptions;
import chat.free4.sfu.NodeRelay;
import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of voice between this node and others: a UDP port and a thread of its own, which in the
 * mesh of the workers stands for every other node. Workers never wait for it. Its lock is held for
 * a turn at a time.
 */
public final class RelayPort implements AutoCloseable {
  /** Messages or datagrams that are taken at once. */
  private static final int A_TURN = 64;

  private static final long MAX_WAIT_MILLIS = 250;
  private static final long JOIN_MILLIS = 2000;

  /** A node whose datagrams have not come for so long is named in the log, once. */
  private static final long WARN_NANOS = TimeUnit.SECONDS.toNanos(15);

  private static final Logger LOG = LoggerFactory.getLogger(RelayPort.class);

  private final RelayMesh mesh;
  private final NodeRelay relay;
  private final int firstPart;
  private final int nodes;
  private final InetAddress address;
  private final DatagramChannel channel;
  private final Selector selector;
  private final int port;
  private final @Nullable InetSocketAddress[] addresses;
  private final long[] knownNanos;
  private final boolean[] warned;
  private final PacketBatch in = new PacketBatch(Arena.ofAuto(), A_TURN);
  private final PacketBatch out = new PacketBatch(Arena.ofAuto(), A_TURN);
  private final ByteBuffer outView = out.slab().asByteBuffer();
  private final PacketBatch datagram = new PacketBatch(Arena.ofAuto(), 1);
  private final ByteBuffer datagramView = datagram.slab().asByteBuffer();
  private long signNanos;
  private long sendFailed;
  private volatile boolean stopping;
  private @Nullable Thread thread;

  /**
   * Takes the port; nothing runs yet.
   *
   * @param firstPart the first part of the mesh that stands for a node
   * @param nodes parts that do
   * @throws IOException when the port is taken or the address is not this machine's
   */
  RelayPort(RelayMesh mesh, int firstPart, int nodes, InetAddress address, int port)
      throws IOException {
    this.mesh = mesh;
    this.relay = new NodeRelay(firstPart, nodes);
    this.firstPart = firstPart;
    this.nodes = nodes;
    this.address = address;
    this.addresses = new InetSocketAddress[nodes];
    this.knownNanos = new long[nodes];
    this.warned = new boolean[nodes];
    this.channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, UdpOptions.BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, UdpOptions.BUFFER_BYTES);
      channel.bind(new InetSocketAddress(address, port));
      this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      this.selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    for (int part = firstPart; part < firstPart + nodes; part++) {
      mesh.join(part, selector::wakeup);
    }
  }

  /** Where others send to. */
  public InetSocketAddress address() {
    return new InetSocketAddress(address, port);
  }

  /** The first part that stands for a node. */
  public int firstPart() {
    return firstPart;
  }

  /** Parts that stand for nodes. */
  public int nodes() {
    return nodes;
  }

  /** A part stands for a node from now on; see {@link NodeRelay#know}. */
  public synchronized void know(
      int part, InetSocketAddress at, long self, long peer, byte[] ownSecret, byte[] peerSecret) {
    addresses[part - firstPart] = at;
    knownNanos[part - firstPart] = System.nanoTime();
    warned[part - firstPart] = false;
    relay.know(part, self, peer, ownSecret, peerSecret);
    signNanos = System.nanoTime();
    selector.wakeup();
  }

  /** A part stands for nobody any more. */
  public synchronized void forget(int part) {
    addresses[part - firstPart] = null;
    relay.forget(part);
  }

  /** See {@link NodeRelay#route}. */
  public synchronized boolean route(long room, long workers) {
    return relay.route(room, workers);
  }

  /** True while datagrams go both ways between a node and this one. */
  public synchronized boolean isReachable(int part) {
    return relay.isReachable(System.nanoTime(), part);
  }

  /** Nodes to which and from which datagrams come. */
  synchronized int reachable() {
    int reachable = 0;
    for (int part = firstPart; part < firstPart + nodes; part++) {
      reachable += relay.isReachable(System.nanoTime(), part) ? 1 : 0;
    }
    return reachable;
  }

  /** Voice packets sent to other nodes. */
  synchronized long voiceSent() {
    return relay.voiceSent();
  }

  /** Voice packets that came from other nodes. */
  synchronized long voiceReceived() {
    return relay.voiceReceived();
  }

  /** Datagrams refused, and messages to nobody. */
  synchronized long refused() {
    return relay.refused();
  }

  /** Datagrams that the system did not take. */
  synchronized long sendFailed() {
    return sendFailed;
  }

  /** What came from other nodes for workers whose ring was full. */
  long ringFull() {
    long dropped = 0;
    for (int part = firstPart; part < firstPart + nodes; part++) {
      dropped += mesh.dropped(part);
    }
    return dropped;
  }

  /** Begins to work. */
  void start() {
    signNanos = System.nanoTime();
    thread = Thread.ofPlatform().name("relay").start(this::run);
  }

  private void run() {
    while (!stopping) {
      try {
        if (!turn(System.nanoTime()) && fallAsleep()) {
          selector.select(MAX_WAIT_MILLIS);
          awake();
        }
      } catch (IOException | RuntimeException e) {
        LOG.error("the port between nodes failed; it goes on", e);
        awake();
      }
    }
  }

  private boolean fallAsleep() {
    for (int part = firstPart; part < firstPart + nodes; part++) {
      if (!mesh.fallAsleep(part)) {
        awake();
        return false;
      }
    }
    return true;
  }

  private void awake() {
    for (int part = firstPart; part < firstPart + nodes; part++) {
      mesh.awake(part);
    }
  }

  /** Takes what has come from both sides; true when there may be more. */
  private synchronized boolean turn(long nowNanos) {
    if (signNanos - nowNanos <= 0) {
      signNanos = nowNanos + NodeRelay.SIGN_NANOS;
      out.clear();
      relay.sign(nowNanos, out);
      send();
      warn(nowNanos);
    }
    boolean hasMore = false;
    for (int part = firstPart; part < firstPart + nodes; part++) {
      in.clear();
      mesh.receive(part, in);
      if (in.count() > 0) {
        out.clear();
        relay.seal(part, in, out);
        send();
        hasMore |= in.isFull();
      }
    }
    return receive(nowNanos) || hasMore;
  }

  private void send() {
    for (int i = 0; i < out.count(); i++) {
      InetSocketAddress to = addresses[out.path(i) - firstPart];
      int start = (int) out.offset(i);
      outView.limit(start + out.length(i)).position(start);
      try {
        if (to == null || channel.send(outView, to) == 0) {
          sendFailed++;
        }
      } catch (IOException e) {
        // An ICMP error of an earlier datagram, or no route: for voice it is a loss like others.
        sendFailed++;
      }
    }
  }

  private boolean receive(long nowNanos) {
    for (int i = 0; i < A_TURN; i++) {
      datagramView.clear();
      try {
        if (channel.receive(datagramView) == null) {
          return false;
        }
      } catch (IOException e) {
        continue; // as above; the port itself is well
      }
      out.clear();
      int part = relay.open(nowNanos, datagram.slab(), 0, datagramView.position(), out);
      if (out.count() > 0) {
        mesh.send(part, out);
      }
    }
    return true;
  }

  private void warn(long nowNanos) {
    for (int node = 0; node < nodes; node++) {
      InetSocketAddress at = addresses[node];
      boolean isLate = at != null && nowNanos - knownNanos[node] > WARN_NANOS;
      if (isLate && !warned[node] && !relay.isReachable(nowNanos, firstPart + node)) {
        warned[node] = true;
        LOG.warn(
            "no datagrams come and go between this node's {} and {}: rooms have no parts with both."
                + " Open UDP between nodes",
            address(),
            at);
      }
    }
  }

  /** Ends the thread and gives the port back. */
  @Override
  public void close() {
    stopping = true;
    selector.wakeup();
    Thread running = thread;
    try {
      if (running != null) {
        running.join(JOIN_MILLIS);
      }
      selector.close();
      channel.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("the port between nodes did not close: {}", e.getMessage());
    }
    Arrays.fill(addresses, null);
  }
}
