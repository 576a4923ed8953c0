package chat.free4.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.wire.PacketBatch;
import com.sun.management.ThreadMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams over the loopback interface, from one socket of ours to another. */
@EnabledOnOs(OS.LINUX)
class LinuxUdpSocketTest {
  private static final int DATAGRAMS = 100_000;
  private static final int CAPACITY = 16;
  private static final int MAX_PATHS = 8;
  private static final int MAX_TRIES = 1_000_000;
  private static final long LIMIT_NANOS = 10_000_000_000L;
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final PacketBatch in = new PacketBatch(Arena.ofAuto(), CAPACITY);
  private final PacketBatch out = new PacketBatch(Arena.ofAuto(), CAPACITY);

  /** Paths by the last bits of the port. */
  private final UdpPaths paths = (high, low, port, scope) -> port % MAX_PATHS;

  private LinuxUdpSocket open(UdpOptions options) throws IOException {
    LinuxUdpSocket socket = LinuxUdpSocket.open(options);
    opened.add(socket);
    return socket;
  }

  private LinuxUdpSocket server() throws IOException {
    return open(UdpOptions.server(0, CAPACITY, MAX_PATHS));
  }

  private LinuxUdpSocket client(String address, LinuxUdpSocket server) throws IOException {
    InetAddress local = InetAddress.ofLiteral(address);
    LinuxUdpSocket client = open(UdpOptions.client(local, CAPACITY).timestamped());
    client.connect(new InetSocketAddress(local, server.local().getPort()));
    return client;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private void fill(int path, int value, int length) {
    int slot = out.add(path, length);
    out.slab().set(ValueLayout.JAVA_BYTE, out.offset(slot), (byte) value);
  }

  private int value(int slot) {
    return in.slab().get(ValueLayout.JAVA_BYTE, in.offset(slot));
  }

  /** Loopback delivers within the call that sends, but for a kernel that is busy. */
  private void receive(LinuxUdpSocket socket, int wanted) {
    receive(socket, wanted, paths);
  }

  private void receive(LinuxUdpSocket socket, int wanted, UdpPaths by) {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    while (in.count() < wanted && System.nanoTime() < deadline) {
      socket.receive(in, by);
    }
    assertThat(in.count()).isEqualTo(wanted);
  }

  private void receiveOne(LinuxUdpSocket connected) {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    while (connected.receive(in) == 0) {
      assertThat(System.nanoTime()).as("a datagram came").isLessThan(deadline);
    }
    assertThat(in.count()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void connectedClientTalksWithAServer(String address) throws IOException {
    LinuxUdpSocket server = server();
    LinuxUdpSocket client = client(address, server);
    fill(0, 7, 100);
    fill(0, 8, 1);
    client.send(out);
    receive(server, 2);
    assertThat(value(0)).isEqualTo(7);
    assertThat(in.length(0)).isEqualTo(100);
    int path = in.path(1);
    in.clear();
    out.clear();
    fill(path, 9, 3);
    server.send(out);
    receiveOne(client);
    assertThat(value(0)).isEqualTo(9);
    assertThat(in.path(0)).isZero();
    assertThat(client.counters()).isEqualTo(new UdpCounters(1, 2, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 0, 281472812449793", "::1, 0, 1"})
  void pathIsAskedForByTheAddressInNumbers(String address, long high, long low) throws IOException {
    LinuxUdpSocket server = server();
    LinuxUdpSocket client = client(address, server);
    fill(0, 1, 1);
    client.send(out);
    List<Object> asked = new ArrayList<>();
    receive(
        server,
        1,
        (h, l, port, scope) -> {
          asked.addAll(List.of(h, l, port, scope));
          return 3;
        });
    assertThat(asked).containsExactly(high, low, client.local().getPort(), 0);
    assertThat(client.local().getAddress()).isEqualTo(InetAddress.ofLiteral(address));
  }

  @Test
  void whatHasNoPathAndWhatIsTooLongLeavesNoGap() throws IOException {
    LinuxUdpSocket server = server();
    LinuxUdpSocket client = client("127.0.0.1", server);
    for (int i = 0; i < 6; i++) {
      fill(0, i, i == 2 ? PacketBatch.MAX_DATAGRAM_BYTES + 1 : 10 + i);
    }
    client.send(out);
    int[] turn = {0};
    receive(server, 4, (h, l, port, scope) -> turn[0]++ == 0 ? PacketBatch.NO_PATH : 2);
    for (int slot = 0; slot < 4; slot++) {
      int expected = slot == 0 ? 1 : slot + 2;
      assertThat(value(slot)).isEqualTo(expected);
      assertThat(in.length(slot)).isEqualTo(10 + expected);
    }
    assertThat(server.counters()).isEqualTo(new UdpCounters(6, 0, 1, 1, 0, 0));
  }

  @Test
  void kernelTellsWhenADatagramCame() throws IOException {
    LinuxUdpSocket server = open(UdpOptions.server(0, CAPACITY, MAX_PATHS).timestamped());
    LinuxUdpSocket client = client("::1", server);
    for (int round = 0; round < 3; round++) {
      out.clear();
      in.clear();
      fill(0, 1, 50);
      fill(0, 2, PacketBatch.MAX_DATAGRAM_BYTES + 100);
      fill(0, 3, 50);
      long before = client.realtimeNanos();
      client.send(out);
      receive(server, 2);
      long after = client.realtimeNanos();
      assertThat(server.timestampNanos(0)).isBetween(before, after);
      assertThat(server.timestampNanos(1)).isBetween(server.timestampNanos(0), after);
    }
  }

  @Test
  void refusedDestinationCostsItselfAlone() throws IOException {
    LinuxUdpSocket server = server();
    LinuxUdpSocket client = open(UdpOptions.server(0, CAPACITY, MAX_PATHS));
    InetSocketAddress there = new InetSocketAddress(LOOPBACK, server.local().getPort());
    client.setAddress(0, there);
    // EACCES without SO_BROADCAST; EINVAL for port 0.
    client.setAddress(1, new InetSocketAddress(InetAddress.ofLiteral("255.255.255.255"), 9));
    client.setAddress(2, new InetSocketAddress(LOOPBACK, 0));
    int[] order = {1, 0, 2, 1, 0, 5, -1, 0, 2};
    for (int i = 0; i < order.length; i++) {
      fill(order[i], i, 20);
    }
    fill(0, 99, 0);
    client.send(out);
    receive(server, 3);
    assertThat(List.of(value(0), value(1), value(2))).containsExactly(1, 4, 7);
    assertThat(client.counters().sent()).isEqualTo(3);
    assertThat(client.counters().sendFailed()).isEqualTo(4);
  }

  @Test
  void connectedClientOutlivesAServerThatIsGone() throws IOException {
    LinuxUdpSocket server = server();
    LinuxUdpSocket client = client("127.0.0.1", server);
    server.close();
    // Each datagram's ICMP answer is told with the next call.
    for (int i = 0; i < 4; i++) {
      out.clear();
      fill(0, 1, 1);
      fill(0, 2, 1);
      client.send(out);
      assertThat(client.receive(in)).isZero();
    }
    assertThat(client.counters().sendFailed()).isPositive();
    assertThat(client.counters().sendFull()).isZero();
  }

  @Test
  void fullBufferDropsTheRestAndCountsIt() throws Exception {
    LinuxUdpSocket client = open(UdpOptions.server(0, CAPACITY, MAX_PATHS));
    client.setAddress(0, new InetSocketAddress(LOOPBACK, 9));
    for (int i = 0; i < 5; i++) {
      fill(0, i, 20);
    }
    SystemCalls.whileRefused(
        SystemCalls.SENDMMSG,
        Errno.EAGAIN,
        () -> {
          client.send(out);
          return true;
        });
    assertThat(client.counters()).isEqualTo(new UdpCounters(0, 0, 0, 0, 5, 0));
    client.send(out);
    assertThat(client.counters().sent()).isEqualTo(5);
  }

  @Test
  void withoutIpv6Ipv4Serves() throws Exception {
    LinuxUdpSocket server =
        SystemCalls.whileRefusedWith(SystemCalls.SOCKET, 10, Errno.EAFNOSUPPORT, this::server);
    assertThat(server.local().getAddress()).isEqualTo(InetAddress.ofLiteral("0.0.0.0"));
    LinuxUdpSocket client = client("127.0.0.1", server);
    fill(0, 5, 9);
    client.send(out);
    List<Long> asked = new ArrayList<>();
    receive(
        server,
        1,
        (high, low, port, scope) -> {
          asked.addAll(List.of(high, low));
          return 4;
        });
    assertThat(asked).containsExactly(0L, 0xFFFF_7F00_0001L);
    in.clear();
    out.clear();
    fill(4, 6, 9);
    server.send(out);
    receiveOne(client);
    assertThatThrownBy(
            () -> server.setAddress(1, new InetSocketAddress(InetAddress.ofLiteral("::1"), 5)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takenPortIsSaid() throws IOException {
    int port = server().local().getPort();
    assertThatThrownBy(() -> open(UdpOptions.server(port, 1, 1)))
        .isInstanceOf(BindException.class)
        .hasMessageContaining("EADDRINUSE");
  }

  @Test
  void closedSocketIsNotUsedAgain() throws IOException {
    LinuxUdpSocket server = server();
    server.setAddress(0, new InetSocketAddress(LOOPBACK, 9));
    fill(0, 1, 1);
    server.close();
    server.close();
    assertThatThrownBy(() -> server.receive(in, paths)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> server.send(out)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void batchThatIsTooLargeOrFreedIsRefused() throws IOException {
    LinuxUdpSocket server = server();
    PacketBatch large = new PacketBatch(Arena.ofAuto(), CAPACITY + 1);
    assertThatThrownBy(() -> server.receive(large, paths))
        .isInstanceOf(IllegalArgumentException.class);
    PacketBatch freed;
    try (Arena arena = Arena.ofConfined()) {
      freed = new PacketBatch(arena, 1);
      server.receive(freed, paths);
    }
    assertThatThrownBy(() -> server.receive(freed, paths))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void openingAndClosingLeavesNothing() throws IOException {
    LinuxUdpSocket.open(UdpOptions.server(0, 4, 4)).close();
    int before = descriptors();
    for (int i = 0; i < 10_000; i++) {
      LinuxUdpSocket.open(UdpOptions.server(0, 4, 4)).close();
    }
    assertThatThrownBy(
            () -> LinuxUdpSocket.open(UdpOptions.client(InetAddress.ofLiteral("192.0.2.1"), 4)))
        .isInstanceOf(BindException.class);
    assertThat(descriptors()).isLessThanOrEqualTo(before);
  }

  static int descriptors() {
    String[] names = new File("/proc/self/fd").list();
    return names == null ? -1 : names.length;
  }

  @Test
  void nothingIsAllocatedForADatagram() throws IOException {
    LinuxUdpSocket server = open(UdpOptions.server(0, CAPACITY, MAX_PATHS).timestamped());
    LinuxUdpSocket client = client("127.0.0.1", server);
    long least = Long.MAX_VALUE;
    // Code that is not compiled yet allocates; so the best round counts. What a call for a whole
    // batch leaves to escape analysis is not counted: no object has fewer than 16 bytes.
    for (int round = 0; round < 500 && least >= 8L * DATAGRAMS; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      exchange(server, client, DATAGRAMS / CAPACITY);
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least / (double) DATAGRAMS).as("bytes a datagram, there and back").isLessThan(8);
  }

  private void exchange(LinuxUdpSocket server, LinuxUdpSocket client, int batches) {
    for (int i = 0; i < batches; i++) {
      out.clear();
      for (int slot = 0; slot < CAPACITY; slot++) {
        out.add(0, 100);
      }
      client.send(out);
      in.clear();
      for (int tries = 0; !in.isFull(); tries++) {
        server.receive(in, paths);
        if (tries > MAX_TRIES) {
          throw new AssertionError("lost on loopback");
        }
      }
      server.send(in);
      in.clear();
      client.receive(in);
    }
  }
}
