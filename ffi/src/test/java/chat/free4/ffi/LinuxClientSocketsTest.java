package chat.free4.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many clients of one server over the loopback interface, which delivers within the send. */
class LinuxClientSocketsTest {
  private static final int CLIENTS = 100;
  private static final int CAPACITY = 64;

  private final Arena arena = Arena.ofAuto();
  private final PacketBatch batch = new PacketBatch(arena, CAPACITY);
  private final PacketBatch atServer = new PacketBatch(arena, CAPACITY);
  private final MemorySegment memory = arena.allocate(PacketBatch.SLOT_BYTES);
  private final long[] arrivals = new long[CAPACITY];
  private LinuxUdpSocket server;
  private LinuxClientSockets clients;

  @BeforeEach
  void open() throws IOException {
    server = LinuxUdpSocket.open(UdpOptions.server(0, CAPACITY, 1 << 16));
    clients = LinuxClientSockets.open(CAPACITY);
  }

  @AfterEach
  void close() {
    clients.close();
    server.close();
  }

  private int connect(String address) throws IOException {
    return clients.connect(
        new InetSocketAddress(InetAddress.ofLiteral(address), server.local().getPort()));
  }

  private boolean send(int socket, int value, int length) {
    memory.set(ValueLayout.JAVA_BYTE, 0, (byte) value);
    return clients.send(socket, memory, 0, length);
  }

  /** Sends back all that has come; a path is a port. */
  private int echo() {
    atServer.clear();
    int came = server.receive(atServer, (high, low, port, scope) -> port);
    server.send(atServer);
    return came;
  }

  @Test
  void eachClientGetsWhatIsSentToIt() throws IOException {
    for (int i = 0; i < CLIENTS; i++) {
      assertThat(connect(i % 2 == 0 ? "127.0.0.1" : "::1")).isEqualTo(i);
      assertThat(clients.localPort(i)).isPositive();
    }
    int came = 0;
    for (int i = 0; i < CLIENTS; i++) {
      assertThat(send(i, i, 10 + i)).isTrue();
      came += echo();
    }
    assertThat(came).isEqualTo(CLIENTS);
    boolean[] seen = new boolean[CLIENTS];
    int batches = 0;
    while (clients.receive(batch, arrivals) > 0) {
      for (int i = 0; i < batch.count(); i++) {
        int socket = batch.path(i);
        seen[socket] = true;
        assertThat(batch.length(i)).isEqualTo(10 + socket);
        assertThat(batch.slab().get(ValueLayout.JAVA_BYTE, batch.offset(i)))
            .isEqualTo((byte) socket);
      }
      batches++;
      batch.clear();
    }
    assertThat(seen).doesNotContain(false);
    // More than a batch has room for: the rest is there at the next call.
    assertThat(batches).isEqualTo(2);
  }

  @Test
  void aSocketWithMoreThanOneCallTakesIsReadToItsEnd() throws IOException {
    int socket = connect("127.0.0.1");
    for (int i = 0; i < 50; i++) {
      send(socket, i, 20);
      echo();
    }
    assertThat(clients.receive(batch, arrivals)).isEqualTo(50);
    for (int i = 0; i < 50; i++) {
      assertThat(batch.slab().get(ValueLayout.JAVA_BYTE, batch.offset(i))).isEqualTo((byte) i);
    }
  }

  @Test
  void theTimeOfArrivalIsNotThatOfReading() throws IOException {
    int socket = connect("127.0.0.1");
    long before = server.realtimeNanos();
    send(socket, 1, 20);
    echo();
    long after = server.realtimeNanos();
    while (server.realtimeNanos() < after + 20_000_000) {
      Thread.onSpinWait();
    }
    assertThat(clients.receive(batch, arrivals)).isEqualTo(1);
    assertThat(arrivals[0]).isBetween(before, after);
  }

  @Test
  void whatIsTooLongLeavesNoGap() throws IOException {
    int socket = connect("127.0.0.1");
    send(socket, 0, 20);
    echo();
    int path = atServer.path(0);
    atServer.clear();
    atServer.add(path, PacketBatch.MAX_DATAGRAM_BYTES + 1);
    atServer.add(path, 30);
    server.send(atServer);
    assertThat(clients.receive(batch, arrivals)).isEqualTo(2);
    assertThat(batch.length(0)).isEqualTo(20);
    assertThat(batch.length(1)).isEqualTo(30);
    assertThat(arrivals[1]).isPositive();
  }

  @Test
  void nothingHasComeIsNoTrouble() throws IOException {
    assertThat(clients.receive(batch, arrivals)).isZero();
    connect("127.0.0.1");
    assertThat(clients.receive(batch, arrivals)).isZero();
  }

  @Test
  void aDatagramForNobodyIsNotTakenForEver() throws IOException {
    int port = server.local().getPort();
    int socket = connect("127.0.0.1");
    server.close();
    // The first is refused by ICMP, which the second is told; the third goes out again.
    assertThat(send(socket, 1, 20)).isTrue();
    assertThat(send(socket, 1, 20)).isFalse();
    server = LinuxUdpSocket.open(UdpOptions.server(port, CAPACITY, 1 << 16));
    assertThat(send(socket, 1, 20)).isTrue();
    assertThat(echo()).isEqualTo(1);
  }

  @Test
  void memoryOfTheHeapIsNotSent() throws IOException {
    int socket = connect("127.0.0.1");
    MemorySegment heap = MemorySegment.ofArray(new byte[20]);
    assertThatThrownBy(() -> clients.send(socket, heap, 0, 20))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> clients.send(socket, memory, PacketBatch.SLOT_BYTES - 10, 20))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void closingGivesEveryDescriptorBack() throws IOException {
    for (int i = 0; i < CLIENTS; i++) {
      connect("127.0.0.1");
    }
    long opened = descriptors();
    clients.close();
    clients.close();
    assertThat(descriptors()).isLessThanOrEqualTo(opened - CLIENTS);
    assertThatThrownBy(() -> send(0, 1, 20)).isInstanceOf(IllegalStateException.class);
  }

  private static long descriptors() throws IOException {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }
}
