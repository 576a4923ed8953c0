package chat.free4.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.ffi.LinuxUdpSocket;
import chat.free4.ffi.UdpOptions;
import chat.free4.wire.PacketBatch;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** What the native form alone promises. */
final class NativeDatagramIoTest {
  private static final int CAPACITY = 16;
  private static final int PACKETS = 100_000;
  private static final int MAX_TRIES = 1_000_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final PacketBatch in = new PacketBatch(Arena.ofAuto(), CAPACITY);
  private final PacketBatch scratch = new PacketBatch(Arena.ofAuto(), CAPACITY);

  @Test
  void nothingIsAllocatedForADatagram() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (DatagramIo io = NativeDatagramIo.open(0, CAPACITY, 8, path -> false);
        LinuxUdpSocket client = LinuxUdpSocket.open(UdpOptions.client(loopback, CAPACITY))) {
      client.connect(new InetSocketAddress(loopback, io.port()));
      long least = Long.MAX_VALUE;
      // Code that is not compiled yet allocates; so the best round counts.
      for (int round = 0; round < 500 && least >= 8L * PACKETS; round++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int done = 0; done < PACKETS; done += CAPACITY) {
          exchange(io, client);
        }
        least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      }
      // What a call for a batch leaves to escape analysis is not counted: no object has fewer than
      // 16 bytes.
      assertThat(least / (double) PACKETS).as("bytes a datagram").isLessThan(8);
      assertThat(io.counters().sent()).isEqualTo(io.counters().received());
    }
  }

  private void exchange(DatagramIo io, LinuxUdpSocket client) {
    scratch.clear();
    for (int slot = 0; slot < CAPACITY; slot++) {
      scratch.add(0, 100);
    }
    client.send(scratch);
    in.clear();
    for (int tries = 0; !in.isFull(); tries++) {
      io.await(0);
      io.receive(in);
      if (tries > MAX_TRIES) {
        throw new AssertionError("lost on loopback");
      }
    }
    io.send(in);
    scratch.clear();
    client.receive(scratch);
  }
}
