package chat.free4.rtc.ice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.rtc.Transmit;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A controlling client and a lite server over a network that loses, doubles and reorders. */
final class IceSessionTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1000 * MILLI;

  private record Datagram(long dueNanos, long order, boolean toServer, int path, byte[] bytes) {}

  private static final class Network {
    private final Random random;
    private final double loss;
    private final Set<Integer> cut = new HashSet<>();
    private final PriorityQueue<Datagram> flying =
        new PriorityQueue<>(
            Comparator.comparingLong(Datagram::dueNanos).thenComparingLong(Datagram::order));
    private final Transmit transmit = new Transmit(MemorySegment.ofArray(new byte[2048]));
    private final List<IceEvent> clientEvents = new ArrayList<>();
    private final List<IceEvent> serverEvents = new ArrayList<>();
    private final IceCredentials serverCredentials;
    private final IceCredentials clientCredentials;
    private final IceLiteAgent server;
    private final IceControllingAgent client;
    private long now = 7 * SECOND;
    private long sent;
    private boolean serverAlive = true;

    Network(long seed, double loss) {
      this.random = new Random(seed);
      this.loss = loss;
      this.serverCredentials = IceCredentials.random(random);
      this.clientCredentials = IceCredentials.random(random);
      this.server =
          new IceLiteAgent(
              now,
              serverCredentials,
              clientCredentials,
              (path, address) -> address.setIpv4(0x0A000000 + path, 1000 + path));
      this.client = new IceControllingAgent(now, clientCredentials, serverCredentials, random);
    }

    void runFor(long nanos) {
      long end = now + nanos;
      drain();
      while (true) {
        long arrival = flying.isEmpty() ? Long.MAX_VALUE : flying.element().dueNanos;
        long due = Math.min(arrival, Math.min(client.pollTimeout(), server.pollTimeout()));
        if (due > end) {
          now = end;
          return;
        }
        assertThat(due).as("a timeout that is due again at once").isGreaterThanOrEqualTo(now);
        now = Math.max(now, due);
        if (arrival <= now) {
          arrive(flying.remove());
        } else {
          client.handleTimeout(now);
          server.handleTimeout(now);
        }
        drain();
      }
    }

    private void arrive(Datagram datagram) {
      MemorySegment bytes = MemorySegment.ofArray(datagram.bytes);
      IceAgent receiver = datagram.toServer ? server : client;
      receiver.handleDatagram(now, datagram.path, bytes, 0, datagram.bytes.length);
    }

    private void drain() {
      while (client.pollTransmit(transmit)) {
        send(true);
      }
      while (server.pollTransmit(transmit)) {
        send(false);
      }
      collect(client, clientEvents);
      collect(server, serverEvents);
    }

    private void collect(IceAgent agent, List<IceEvent> events) {
      for (IceEvent event = agent.pollEvent(); event != null; event = agent.pollEvent()) {
        events.add(event);
      }
    }

    private void send(boolean toServer) {
      sent++;
      boolean lost = random.nextDouble() < loss || cut.contains(transmit.path());
      if (lost || (toServer && !serverAlive)) {
        return;
      }
      byte[] bytes = transmit.buffer().asSlice(0, transmit.length()).toArray(ValueLayout.JAVA_BYTE);
      int copies = random.nextDouble() < loss ? 2 : 1;
      for (int i = 0; i < copies; i++) {
        long delay = 5 * MILLI + random.nextLong(40 * MILLI);
        flying.add(new Datagram(now + delay, sent, toServer, transmit.path(), bytes));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.3})
  void bothSidesSettleOnOnePathUnderLossReorderAndDuplication(double loss) {
    for (long seed = 1; seed <= 20; seed++) {
      Network network = new Network(seed, loss);
      network.client.addPath(network.now, 4, 100);
      network.client.addPath(network.now, 5, 200);
      network.client.addPath(network.now, 6, 50);
      network.runFor(8 * SECOND);

      assertThat(network.client.selectedPath()).as("seed %d", seed).isEqualTo(5);
      assertThat(network.server.selectedPath()).as("seed %d", seed).isEqualTo(5);
      assertThat(network.client.mappedAddress().ipv4() & 0xFFFFFF00).isEqualTo(0x0A000000);
    }
  }

  @Test
  void consentIsKeptForHoursWithAFewChecks() {
    Network network = new Network(1, 0.1);
    network.client.addPath(network.now, 1, 1);
    network.runFor(10 * SECOND);
    network.sent = 0;
    network.runFor(3600 * SECOND);

    assertThat(network.clientEvents).doesNotContain(new IceEvent.ConsentLost());
    assertThat(network.serverEvents).doesNotContain(new IceEvent.ConsentLost());
    assertThat(network.sent).as("a check and its answer every 4 to 6 s").isBetween(1100L, 1900L);
    assertThat(network.client.selectedPath()).isEqualTo(1);
  }

  @Test
  void theClientNoticesThatTheServerIsGone() {
    Network network = new Network(2, 0);
    network.client.addPath(network.now, 1, 1);
    network.runFor(10 * SECOND);
    network.serverAlive = false;
    network.runFor(31 * SECOND);

    assertThat(network.clientEvents).endsWith(new IceEvent.ConsentLost());
    network.sent = 0;
    network.runFor(60 * SECOND);
    assertThat(network.sent).as("nothing is sent without consent").isZero();
  }

  @Test
  void aChangedAddressIsANewPathWithoutRestart() {
    Network network = new Network(3, 0.1);
    network.client.addPath(network.now, 1, 200);
    network.runFor(5 * SECOND);
    network.cut.add(1);
    network.client.addPath(network.now, 2, 100);
    network.client.removePath(network.now, 1);
    network.runFor(3 * SECOND);

    assertThat(network.client.selectedPath()).isEqualTo(2);
    assertThat(network.server.selectedPath()).isEqualTo(2);
    assertThat(network.clientEvents).contains(new IceEvent.PathRetired(1));
    network.runFor(30 * SECOND);
    assertThat(network.server.isValidated(1)).isFalse();
    assertThat(network.serverEvents).contains(new IceEvent.PathRetired(1));
  }

  @Test
  void aRestartChecksEveryPathAnewAndDataGoesOn() {
    for (long seed = 1; seed <= 20; seed++) {
      Network network = new Network(seed, 0.2);
      network.client.addPath(network.now, 1, 100);
      network.runFor(8 * SECOND);
      assertThat(network.client.selectedPath()).as("seed %d", seed).isEqualTo(1);

      IceCredentials ofClient = IceCredentials.random(network.random);
      IceCredentials ofServer = IceCredentials.random(network.random);
      network.server.restart(network.now, ofServer, ofClient);
      network.runFor(200 * MILLI); // the answer's way to the browser
      network.client.addPath(network.now, 2, 200);
      network.client.restart(network.now, ofClient, ofServer);
      assertThat(network.client.selectedPath()).isEqualTo(1);
      network.runFor(8 * SECOND);

      assertThat(network.client.selectedPath()).as("seed %d", seed).isEqualTo(2);
      assertThat(network.server.selectedPath()).as("seed %d", seed).isEqualTo(2);
      network.runFor(60 * SECOND);
      assertThat(network.serverEvents).doesNotContain(new IceEvent.ConsentLost());
    }
  }

  @Test
  void answersFromElsewhereOrTwiceAreRefused() {
    Network network = new Network(4, 0);
    network.client.addPath(network.now, 1, 1);
    network.drain();
    Datagram check = network.flying.remove();
    network.arrive(check);
    assertThat(network.server.pollTransmit(network.transmit)).isTrue();
    MemorySegment answer = network.transmit.buffer();
    int length = network.transmit.length();

    assertThat(network.client.handleDatagram(network.now, 2, answer, 0, length))
        .isEqualTo(IceDrop.UNEXPECTED_RESPONSE);
    assertThat(network.client.handleDatagram(network.now, 1, answer, 0, length)).isNull();
    assertThat(network.client.handleDatagram(network.now, 1, answer, 0, length))
        .isEqualTo(IceDrop.UNEXPECTED_RESPONSE);
    assertThat(network.client.selectedPath())
        .as("valid, but not nominated yet")
        .isEqualTo(PacketBatch.NO_PATH);
  }

  @Test
  void anAnswerUnderAnotherPasswordIsRefused() {
    Network network = new Network(5, 0);
    network.client.addPath(network.now, 1, 1);
    IceControllingAgent impostorOf =
        new IceControllingAgent(
            network.now,
            network.clientCredentials,
            new IceCredentials(network.serverCredentials.ufrag(), "w".repeat(22)),
            new Random(5));
    impostorOf.addPath(network.now, 1, 1);
    network.drain();
    network.arrive(network.flying.remove());
    assertThat(network.server.pollTransmit(network.transmit)).isTrue();
    MemorySegment answer = network.transmit.buffer();
    int length = network.transmit.length();
    Transmit check = new Transmit(MemorySegment.ofArray(new byte[2048]));
    assertThat(impostorOf.pollTransmit(check)).isTrue();
    MemorySegment.copy(check.buffer(), 8, answer, 8, 12); // its transaction id
    assertThat(impostorOf.handleDatagram(network.now, 1, answer, 0, length)).isNotNull();
    assertThat(impostorOf.isValidated(1)).isFalse();
  }

  @Test
  void pathsOverTheLimitAreRefused() {
    Network network = new Network(6, 0);
    for (int i = 0; i < IceControllingAgent.MAX_PATHS; i++) {
      network.client.addPath(network.now, i, i);
    }
    assertThatThrownBy(() -> network.client.addPath(network.now, 99, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void credentialsAreOfIceCharactersAndDoNotPrintTheirPassword() {
    IceCredentials credentials = IceCredentials.random(new Random(1));
    assertThat(credentials.ufrag()).matches("[A-Za-z0-9+/]{8}");
    assertThat(credentials.password()).matches("[A-Za-z0-9+/]{24}");
    assertThat(credentials.ufragKey()).isNotZero();
    assertThat(credentials.toString()).doesNotContain(credentials.password());
  }
}
