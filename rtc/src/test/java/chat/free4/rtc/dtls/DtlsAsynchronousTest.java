package chat.free4.rtc.dtls;

import static chat.free4.rtc.dtls.DtlsPair.CLIENT_CERTIFICATE;
import static chat.free4.rtc.dtls.DtlsPair.SERVER_CERTIFICATE;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.Transmit;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** As in production: handshakes on virtual threads of their own, a worker that is woken up. */
class DtlsAsynchronousTest {
  private static final int PAIRS = 40;

  private final Semaphore wakeups = new Semaphore(0);
  private final Transmit transmit =
      new Transmit(MemorySegment.ofArray(new byte[PacketBatch.MAX_DATAGRAM_BYTES]));

  @Test
  void manyHandshakesAtOnceEndWithEqualKeysAndNoThreadLeft() throws InterruptedException {
    List<DtlsEndpoint> clients = new ArrayList<>();
    List<DtlsEndpoint> servers = new ArrayList<>();
    List<DtlsEvent> clientEvents = new ArrayList<>();
    List<DtlsEvent> serverEvents = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var environment = new DtlsEnvironment(threads, new SeededSecureRandom(1), wakeups::release);
      for (int i = 0; i < PAIRS; i++) {
        servers.add(
            new DtlsEndpoint(
                DtlsRole.SERVER,
                SERVER_CERTIFICATE,
                CLIENT_CERTIFICATE.fingerprint(),
                environment));
        clients.add(
            new DtlsEndpoint(
                DtlsRole.CLIENT,
                CLIENT_CERTIFICATE,
                SERVER_CERTIFICATE.fingerprint(),
                environment));
        servers.get(i).start(0);
        clients.get(i).start(0);
        clientEvents.add(null);
        serverEvents.add(null);
      }
      // Time stands still: nothing is lost, so nothing may need a resend.
      int missing = 2 * PAIRS;
      while (missing > 0) {
        assertThat(wakeups.tryAcquire(30, TimeUnit.SECONDS)).as("a wakeup").isTrue();
        for (int i = 0; i < PAIRS; i++) {
          missing -= turn(clients.get(i), servers.get(i), clientEvents, i);
          missing -= turn(servers.get(i), clients.get(i), serverEvents, i);
        }
      }
      // Leaving the block waits for the executor's threads: they all have ended.
    }
    for (int i = 0; i < PAIRS; i++) {
      var client = (DtlsEvent.Established) clientEvents.get(i);
      var server = (DtlsEvent.Established) serverEvents.get(i);
      assertThat(client.localKey()).isEqualTo(server.remoteKey());
      assertThat(client.remoteKey()).isEqualTo(server.localKey());
    }
  }

  @Test
  void closingAnEndpointFreesItsThread() throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var environment = new DtlsEnvironment(threads, new SeededSecureRandom(1), wakeups::release);
      var client =
          new DtlsEndpoint(
              DtlsRole.CLIENT, CLIENT_CERTIFICATE, SERVER_CERTIFICATE.fingerprint(), environment);
      client.start(0);
      assertThat(wakeups.tryAcquire(30, TimeUnit.SECONDS)).as("the ClientHello").isTrue();
      client.close(0);
    }
    assertThat(wakeups.tryAcquire()).as("woken by the thread's end").isTrue();
  }

  /** Takes over what a handshake has done and carries its datagrams; counts the events. */
  private int turn(DtlsEndpoint from, DtlsEndpoint to, List<DtlsEvent> events, int index) {
    from.handleTimeout(0);
    while (from.pollTransmit(transmit)) {
      assertThat(to.handleDatagram(0, transmit.buffer(), 0, transmit.length())).isNull();
    }
    DtlsEvent event = from.pollEvent();
    if (event == null) {
      return 0;
    }
    events.set(index, event);
    return 1;
  }
}
