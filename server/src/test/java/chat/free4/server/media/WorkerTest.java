package chat.free4.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.dtls.DtlsEnvironment;
import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.PeerParameters;
import chat.free4.rtc.peer.PeerParameters.MicrophoneLine;
import chat.free4.rtc.srtp.JceSrtpBackend;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEngine;
import chat.free4.sfu.MediaEvent;
import chat.free4.sfu.MediaLimits;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatagramForm.class)
final class WorkerTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final MediaLimits LIMITS = MediaLimits.DEFAULT;

  private final DtlsCertificate certificate = DtlsCertificate.generate(RANDOM, Instant.now());
  private final AtomicInteger restarts = new AtomicInteger();
  private final Worker worker;

  private final Worker.Listener listener =
      new Worker.Listener() {
        @Override
        public void onEvent(int index, MediaEvent event) {}

        @Override
        public void onRestart(int index) {
          restarts.incrementAndGet();
        }
      };

  WorkerTest(DatagramForm form) {
    this.worker = worker(form);
  }

  private Worker worker(DatagramForm form) {
    try {
      return new Worker(
          0,
          isBound -> form.open(0, LIMITS.batchPackets(), LIMITS.paths(), isBound),
          (addresses, wakeup) ->
              new MediaEngine(
                  LIMITS,
                  certificate,
                  new DtlsEnvironment(Runnable::run, RANDOM, wakeup),
                  new JceSrtpBackend(),
                  addresses,
                  RANDOM),
          LIMITS.batchPackets(),
          new RelayMesh(1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    worker.close();
  }

  private static PeerParameters parameters() {
    return new PeerParameters(
        IceCredentials.random(RANDOM),
        new IceCredentials("them", "a-password-of-22-chars"),
        new Fingerprint(new byte[Fingerprint.BYTES]),
        new MicrophoneLine("0", 111, 1, 2, true),
        List.of());
  }

  private void send(byte[] bytes) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), worker.port());
      socket.send(new DatagramPacket(bytes, bytes.length, to));
    }
  }

  @Test
  void commandsReachTheEngine() {
    worker.start(listener);
    assertThat(worker.offer(new MediaCommand.AddPeer(1, 1, parameters()))).isTrue();
    await().untilAsserted(() -> assertThat(worker.counters().peers()).isEqualTo(1));
    worker.offer(new MediaCommand.RemovePeer(1, 1));
    await().untilAsserted(() -> assertThat(worker.counters().rooms()).isZero());
  }

  @Test
  void datagramsReachTheEngineAndNonsenseIsCounted() throws IOException {
    worker.start(listener);
    send(new byte[] {(byte) 0xff, 1, 2});
    await()
        .untilAsserted(
            () -> {
              assertThat(worker.ioCounters().received()).isEqualTo(1);
              assertThat(worker.counters().drops()).containsEntry("unknown_kind", 1L);
            });
    assertThat(worker.ioCounters().sent()).isZero();
  }

  @Test
  void commandsOverTheLimitAreRefused() {
    MediaCommand command = new MediaCommand.RemovePeer(1, 1);
    for (int i = 0; i < Worker.MAX_COMMANDS; i++) {
      assertThat(worker.offer(command)).isTrue();
    }
    assertThat(worker.offer(command)).isFalse();
    worker.start(listener);
    await()
        .untilAsserted(
            () -> assertThat(worker.counters().commandsRefused()).isEqualTo(Worker.MAX_COMMANDS));
  }

  /** Stands for a bug: no command of ours lacks its parameters. */
  @SuppressWarnings("NullAway")
  private static MediaCommand impossible() {
    return new MediaCommand.AddPeer(1, 1, null);
  }

  @Test
  void engineThatFailsIsReplacedAndItsRoomsAreTold() {
    worker.start(listener);
    int port = worker.port();
    worker.offer(new MediaCommand.AddPeer(1, 1, parameters()));
    await().untilAsserted(() -> assertThat(worker.counters().peers()).isEqualTo(1));
    worker.offer(impossible());
    await().untilAsserted(() -> assertThat(restarts).hasValue(1));
    assertThat(worker.counters().peers()).isZero();
    worker.offer(new MediaCommand.AddPeer(1, 1, parameters()));
    await().untilAsserted(() -> assertThat(worker.counters().peers()).isEqualTo(1));
    assertThat(worker.port()).isEqualTo(port);
  }

  @Test
  void engineThatFailsAgainAndAgainIsGivenUp() {
    worker.start(listener);
    for (int i = 1; i <= Worker.MAX_RESTARTS; i++) {
      int round = i;
      worker.offer(impossible());
      await().untilAsserted(() -> assertThat(restarts).hasValue(round));
    }
    worker.offer(impossible());
    await().untilAsserted(() -> assertThat(worker.isRunning()).isFalse());
    assertThat(worker.isUsable()).isFalse();
    // Those of its last engine are told too.
    assertThat(restarts).hasValue(Worker.MAX_RESTARTS + 1);
  }
}
