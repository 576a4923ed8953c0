package chat.free4.bench.load.socket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both kinds do the same. */
class MemberSocketsTest {
  private static final int CAPACITY = 32;
  private static final int LIMIT_MILLIS = 10_000;
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final PacketBatch batch = new PacketBatch(Arena.ofAuto(), CAPACITY);
  private final MemorySegment memory = Arena.ofAuto().allocate(PacketBatch.SLOT_BYTES);
  private final long[] arrivals = new long[CAPACITY];

  private static MemberSockets open(String kind) throws IOException {
    return kind.equals("nio") ? new NioMemberSockets() : new EpollMemberSockets(CAPACITY);
  }

  private void receive(MemberSockets sockets, int wanted) {
    long deadline = System.nanoTime() + LIMIT_MILLIS * 1_000_000L;
    while (batch.count() < wanted && System.nanoTime() < deadline) {
      sockets.receive(batch, arrivals);
      if (batch.count() < wanted) {
        sockets.await(1_000_000);
      }
    }
    assertThat(batch.count()).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void eachMemberTalksWithTheServerByASocketOfItsOwn(String kind) throws IOException {
    try (MemberSockets sockets = open(kind);
        DatagramSocket server = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      server.setSoTimeout(LIMIT_MILLIS);
      assertThat(sockets.name()).isEqualTo(kind);
      long before = RealTime.nanos();
      DatagramPacket packet = new DatagramPacket(new byte[100], 100);
      for (int i = 0; i < 20; i++) {
        int socket = sockets.open(new InetSocketAddress(LOOPBACK, server.getLocalPort()));
        assertThat(socket).isEqualTo(i);
        memory.set(ValueLayout.JAVA_BYTE, 3, (byte) i);
        assertThat(sockets.send(socket, memory, 3, 10)).isTrue();
        server.receive(packet);
        assertThat(packet.getPort()).isEqualTo(sockets.localPort(socket));
        assertThat(packet.getLength()).isEqualTo(10);
        server.send(packet);
      }
      receive(sockets, 20);
      for (int i = 0; i < 20; i++) {
        byte value = batch.slab().get(ValueLayout.JAVA_BYTE, batch.offset(i));
        assertThat(value).isEqualTo((byte) batch.path(i));
        assertThat(arrivals[i]).isBetween(before, RealTime.nanos());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nio", "epoll"})
  void anotherThreadCanEndTheWaiting(String kind) throws Exception {
    try (MemberSockets sockets = open(kind)) {
      CountDownLatch waiting = new CountDownLatch(1);
      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    sockets.await(1);
                    waiting.countDown();
                    sockets.await(60_000_000_000L);
                  });
      waiting.await();
      // Whether it waits already or is about to.
      sockets.wakeup();
      thread.join(LIMIT_MILLIS);
      assertThat(thread.isAlive()).isFalse();
    }
  }
}
