package chat.free4.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.ffi.LinuxUdpSocket;
import chat.free4.ffi.UdpOptions;
import chat.free4.wire.PacketBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What it costs to receive a datagram and send it back, over loopback, into sinks that are read.
 */
@Tag("figures")
final class DatagramFiguresTest {
  private static final int CLIENTS = 8;
  private static final int PACKET_BYTES = 100;
  private static final int ROUNDS = 5;
  private static final int PACKETS_A_ROUND = 200_000;

  private final PacketBatch in = new PacketBatch(Arena.ofAuto(), 64);
  private final PacketBatch scratch = new PacketBatch(Arena.ofAuto(), 64);

  private long receiveNanos;
  private long sendNanos;

  @ParameterizedTest
  @CsvSource({"NIO, 1", "NIO, 8", "NIO, 64", "NATIVE, 1", "NATIVE, 8", "NATIVE, 64"})
  void costOfADatagramInAndOut(DatagramForm form, int batch) throws IOException {
    List<LinuxUdpSocket> clients = new ArrayList<>();
    try (DatagramIo io = form.open(0, 64, 1024, path -> true)) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(client(io.port()));
      }
      long receiving = Long.MAX_VALUE;
      long sending = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        round(io, clients, batch);
        receiving = Math.min(receiving, receiveNanos / PACKETS_A_ROUND);
        sending = Math.min(sending, sendNanos / PACKETS_A_ROUND);
      }
      System.out.printf(
          "figure: datagram, %s, batches of %d: receive %d ns, send %d ns, %d in and out a CPU-second"
              + " (load %.2f)%n",
          form,
          batch,
          receiving,
          sending,
          1_000_000_000 / (receiving + sending),
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    } finally {
      clients.forEach(LinuxUdpSocket::close);
    }
  }

  private static LinuxUdpSocket client(int port) throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    LinuxUdpSocket client = LinuxUdpSocket.open(UdpOptions.client(loopback, 64));
    client.connect(new InetSocketAddress(loopback, port));
    return client;
  }

  /** Counts the time within receive and send alone. */
  private void round(DatagramIo io, List<LinuxUdpSocket> clients, int batch) {
    receiveNanos = 0;
    sendNanos = 0;
    int turn = 0;
    for (int done = 0; done < PACKETS_A_ROUND; done += batch) {
      int each = Math.max(1, batch / CLIENTS);
      int first = turn++;
      for (int sent = 0; sent < batch; sent += each) {
        scratch.clear();
        for (int i = 0; i < each; i++) {
          scratch.add(0, PACKET_BYTES);
        }
        clients.get((first + sent / each) % CLIENTS).send(scratch);
      }
      in.clear();
      long began = System.nanoTime();
      int came = io.receive(in);
      long middle = System.nanoTime();
      io.send(in);
      sendNanos += System.nanoTime() - middle;
      receiveNanos += middle - began;
      assertThat(came).isEqualTo(batch);
      for (LinuxUdpSocket client : clients) {
        scratch.clear();
        client.receive(scratch);
      }
    }
  }
}
