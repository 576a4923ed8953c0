package chat.free4.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.Transmit;
import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.dtls.DtlsEndpoint;
import chat.free4.rtc.dtls.DtlsEnvironment;
import chat.free4.rtc.dtls.DtlsRole;
import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.dtls.LockStepRunner;
import chat.free4.rtc.ice.IceControllingAgent;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.PeerParameters.DataLine;
import chat.free4.rtc.sctp.DataChannelEvent;
import chat.free4.rtc.sctp.DataChannelMessage;
import chat.free4.rtc.sctp.DataChannels;
import chat.free4.rtc.sctp.Reliability;
import chat.free4.rtc.srtp.JceSrtpBackend;
import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.rtc.srtp.SrtpContext;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server's peer and a client's, in virtual time, over a network that loses and reorders. */
final class PeerTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1000 * MILLI;
  private static final SecureRandom SECURE = new SecureRandom();
  private static final DtlsCertificate SERVER = DtlsCertificate.generate(SECURE, Instant.EPOCH);
  private static final DtlsCertificate CLIENT = DtlsCertificate.generate(SECURE, Instant.EPOCH);
  private static final DtlsCertificate OTHER = DtlsCertificate.generate(SECURE, Instant.EPOCH);

  private static final DataLine DATA = new DataLine("1", 5000);

  private record Datagram(long dueNanos, long order, boolean toServer, int path, byte[] bytes) {}

  private static final class Session {
    private final Random random;
    private final double loss;
    private final PriorityQueue<Datagram> flying =
        new PriorityQueue<>(
            Comparator.comparingLong(Datagram::dueNanos).thenComparingLong(Datagram::order));
    private final Transmit transmit = new Transmit(MemorySegment.ofArray(new byte[2048]));
    private final List<PeerEvent> serverEvents = new ArrayList<>();
    private final List<PeerEvent> clientEvents = new ArrayList<>();
    private final List<DropReason> drops = new ArrayList<>();
    private final SrtpBackend srtp = new JceSrtpBackend();
    private final IceControllingAgent ice;
    private final Peer server;
    private final Peer client;
    private long now = SECOND;
    private long sent;
    private boolean clientAlive = true;

    Session(long seed, double loss) {
      this(seed, loss, SERVER.fingerprint(), CLIENT.fingerprint());
    }

    /** The client takes the server for {@code ofServer}, and the server the client. */
    Session(long seed, double loss, Fingerprint ofServer, Fingerprint ofClient) {
      this(seed, loss, ofServer, ofClient, DATA);
    }

    Session(
        long seed,
        double loss,
        Fingerprint ofServer,
        Fingerprint ofClient,
        @Nullable DataLine line) {
      this.random = new Random(seed);
      this.loss = loss;
      IceCredentials serverIce = IceCredentials.random(random);
      IceCredentials clientIce = IceCredentials.random(random);
      DtlsEnvironment dtls = new DtlsEnvironment(new LockStepRunner(), SECURE, () -> {});
      PeerParameters.MicrophoneLine microphone =
          new PeerParameters.MicrophoneLine("0", 111, 0, 0, false);
      this.server =
          Peer.answering(
              now,
              new PeerParameters(serverIce, clientIce, ofClient, microphone, List.of(), line),
              SERVER,
              dtls,
              srtp,
              (path, address) -> address.setIpv4(0x0A000000, path));
      this.ice = new IceControllingAgent(now, clientIce, serverIce, random);
      DtlsEndpoint clientDtls = new DtlsEndpoint(DtlsRole.CLIENT, CLIENT, ofServer, dtls);
      this.client = Peer.offering(ice, clientDtls, srtp, random);
    }

    static Session connected(long seed) {
      Session session = new Session(seed, 0);
      session.ice.addPath(session.now, 1, 100);
      session.runFor(2 * SECOND);
      assertThat(session.serverEvents).contains(connectedEvent());
      return session;
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
        now = Math.max(now, due);
        if (arrival <= now) {
          Datagram datagram = flying.remove();
          give(datagram.toServer ? server : client, datagram.path, datagram.bytes);
        } else {
          client.handleTimeout(now);
          server.handleTimeout(now);
        }
        drain();
      }
    }

    @Nullable DropReason give(Peer peer, int path, byte[] bytes) {
      // At an odd offset in a slab, as a worker's batch has it.
      MemorySegment slab = MemorySegment.ofArray(new byte[bytes.length + 7]);
      MemorySegment.copy(bytes, 0, slab, ValueLayout.JAVA_BYTE, 7, bytes.length);
      DropReason drop = peer.handleDatagram(now, path, slab, 7, bytes.length);
      if (drop != null) {
        drops.add(drop);
      }
      return drop;
    }

    private void drain() {
      while (client.pollTransmit(transmit)) {
        send(true);
      }
      while (server.pollTransmit(transmit)) {
        send(false);
      }
      while (client.pollData(transmit)) {
        send(true);
      }
      while (server.pollData(transmit)) {
        send(false);
      }
      collect(client, clientEvents);
      collect(server, serverEvents);
    }

    private static void collect(Peer peer, List<PeerEvent> events) {
      for (PeerEvent event = peer.pollEvent(); event != null; event = peer.pollEvent()) {
        events.add(event);
      }
    }

    private void send(boolean toServer) {
      sent++;
      assertThat(transmit.path()).isNotEqualTo(PacketBatch.NO_PATH);
      if (random.nextDouble() < loss || (toServer && !clientAlive)) {
        return;
      }
      byte[] bytes = transmit.buffer().asSlice(0, transmit.length()).toArray(ValueLayout.JAVA_BYTE);
      int copies = random.nextDouble() < loss ? 2 : 1;
      for (int i = 0; i < copies; i++) {
        long delay = 5 * MILLI + (loss == 0 ? 0 : random.nextLong(40 * MILLI));
        flying.add(new Datagram(now + delay, sent, toServer, transmit.path(), bytes));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1})
  void dataChannelsOpenAndCarryBytesBothWays(double loss) {
    for (long seed = 1; seed <= 3; seed++) {
      Session session = new Session(seed, loss);
      session.ice.addPath(session.now, 1, 100);
      session.runFor(5 * SECOND);
      assertThat(session.server.dataChannels()).as("nobody has opened anything").isNull();
      session.client.connectData(session.now);
      session.runFor(20 * SECOND);
      DataChannels ours = Objects.requireNonNull(session.client.dataChannels());
      DataChannels theirs = Objects.requireNonNull(session.server.dataChannels());
      assertThat(ours.pollEvent(session.now)).isEqualTo(new DataChannelEvent.Connected());
      assertThat(theirs.pollEvent(session.now)).isEqualTo(new DataChannelEvent.Connected());
      int channel = ours.open(session.now, "x", "", Reliability.ORDERED);
      byte[] bytes = new byte[30_000];
      new Random(seed).nextBytes(bytes);
      assertThat(ours.send(session.now, channel, false, bytes)).isNull();
      session.runFor(20 * SECOND);
      DataChannelMessage got = Objects.requireNonNull(theirs.pollMessage(session.now));
      assertThat(got.bytes()).as("seed %d", seed).isEqualTo(bytes);
      assertThat(theirs.send(session.now, channel, true, new byte[] {7})).isNull();
      session.runFor(20 * SECOND);
      got = Objects.requireNonNull(ours.pollMessage(session.now));
      assertThat(got.text()).isTrue();
      assertThat(got.bytes()).containsExactly(7);
      session.server.close(session.now);
      assertThat(session.server.dataChannels()).isNull();
    }
  }

  @Test
  void dataIsDroppedUntilThereIsALineForIt() {
    Session session = new Session(1, 0, SERVER.fingerprint(), CLIENT.fingerprint(), null);
    session.ice.addPath(session.now, 1, 100);
    session.runFor(2 * SECOND);
    session.client.connectData(session.now);
    session.runFor(SECOND);
    assertThat(session.drops).contains(PeerDrop.NO_DATA_LINE);
    assertThat(session.server.dataChannels()).isNull();

    session.server.openData(DATA);
    session.runFor(20 * SECOND);
    DataChannels theirs = Objects.requireNonNull(session.server.dataChannels());
    assertThat(theirs.pollEvent(session.now)).isEqualTo(new DataChannelEvent.Connected());
  }

  private static PeerEvent connectedEvent() {
    return new PeerEvent.Connected(SrtpProfile.AEAD_AES_128_GCM);
  }

  private static void assertVoicePasses(SrtpBackend srtp, Peer from, Peer to, int sequence) {
    SrtpContext protecting = Objects.requireNonNull(from.outbound());
    SrtpContext unprotecting = Objects.requireNonNull(to.inbound());
    try (Arena arena = Arena.ofConfined()) {
      PacketBatch batch = new PacketBatch(arena, 1);
      byte[] packet = new byte[32];
      packet[0] = (byte) 0x80;
      packet[1] = 111;
      packet[3] = (byte) sequence;
      packet[31] = 42;
      batch.add(1, packet.length);
      MemorySegment.copy(
          packet, 0, batch.slab(), ValueLayout.JAVA_BYTE, batch.offset(0), packet.length);
      srtp.protect(batch, new SrtpContext[] {protecting}, 0, 1);
      assertThat(batch.length(0)).isEqualTo(32 + 16);
      srtp.unprotect(batch, new SrtpContext[] {unprotecting}, 0, 1);
      assertThat(batch.dropReason(0)).isNull();
      assertThat(batch.slab().asSlice(0, 32).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(packet);
    }
  }

  @Test
  void twoPeersConnectAndVoicePassesBothWays() {
    Session session = Session.connected(1);

    assertThat(session.serverEvents)
        .containsExactly(new PeerEvent.PathValidated(1), connectedEvent());
    assertThat(session.clientEvents)
        .containsExactly(new PeerEvent.PathValidated(1), connectedEvent());
    assertThat(session.server.selectedPath()).isEqualTo(1);
    assertThat(session.server.isValidated(1)).isTrue();
    assertVoicePasses(session.srtp, session.client, session.server, 1);
    assertVoicePasses(session.srtp, session.server, session.client, 1);
    assertThat(session.drops).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3})
  void theyConnectUnderLossReorderAndDuplication(double loss) {
    for (long seed = 1; seed <= 8; seed++) {
      Session session = new Session(seed, loss);
      session.ice.addPath(session.now, 1, 100);
      session.ice.addPath(session.now, 2, 200);
      session.runFor(20 * SECOND);

      assertThat(session.serverEvents).as("seed %d", seed).contains(connectedEvent());
      assertThat(session.clientEvents).as("seed %d", seed).contains(connectedEvent());
      assertVoicePasses(session.srtp, session.client, session.server, 1);
    }
  }

  @Test
  void noHandshakeIsBegunBeforeAnAuthenticatedCheck() {
    Session session = new Session(2, 0);
    byte[] hello = new byte[200];
    hello[0] = 22;
    hello[1] = (byte) 0xFE;
    hello[2] = (byte) 0xFD;

    assertThat(session.give(session.server, 1, hello)).isEqualTo(PeerDrop.UNVALIDATED_PATH);
    session.drain();
    assertThat(session.sent).isZero();
    assertThat(session.server.selectedPath()).isEqualTo(PacketBatch.NO_PATH);
  }

  @Test
  void dtlsFromAnotherPathThanAValidatedOneIsDropped() {
    Session session = Session.connected(3);
    byte[] alert = {21, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, 9, 0, 2, 1, 0};

    assertThat(session.give(session.server, 9, alert)).isEqualTo(PeerDrop.UNVALIDATED_PATH);
    assertThat(session.give(session.server, 1, new byte[] {(byte) 0x80, 0}))
        .isEqualTo(PeerDrop.NEITHER_STUN_NOR_DTLS);
    assertThat(session.give(session.server, 1, new byte[] {99}))
        .isEqualTo(PeerDrop.NEITHER_STUN_NOR_DTLS);
    assertVoicePasses(session.srtp, session.client, session.server, 1);
  }

  @Test
  void anotherCertificateThanTheOffersEndsTheTransport() {
    Session session = new Session(4, 0, SERVER.fingerprint(), OTHER.fingerprint());
    session.ice.addPath(session.now, 1, 100);
    session.runFor(5 * SECOND);

    assertThat(session.serverEvents)
        .containsExactly(
            new PeerEvent.PathValidated(1), new PeerEvent.Closed(PeerEvent.Reason.FINGERPRINT));
    assertThat(session.server.inbound()).isNull();
    assertThat(session.clientEvents).doesNotContain(connectedEvent());
  }

  @Test
  void anotherCertificateThanTheAnswersEndsItToo() {
    Session session = new Session(5, 0, OTHER.fingerprint(), CLIENT.fingerprint());
    session.ice.addPath(session.now, 1, 100);
    session.runFor(5 * SECOND);

    assertThat(session.clientEvents)
        .contains(new PeerEvent.Closed(PeerEvent.Reason.FINGERPRINT))
        .doesNotContain(connectedEvent());
    assertThat(session.serverEvents).doesNotContain(connectedEvent());
  }

  @Test
  void anIceRestartKeepsTheKeysAndMovesToANewAddress() {
    Session session = Session.connected(6);
    assertVoicePasses(session.srtp, session.client, session.server, 1);
    SrtpContext inbound = session.server.inbound();
    IceCredentials ofServer = IceCredentials.random(session.random);
    IceCredentials ofClient = IceCredentials.random(session.random);

    session.server.restartIce(session.now, ofServer, ofClient);
    session.ice.addPath(session.now, 2, 200);
    session.ice.removePath(session.now, 1);
    session.client.restartIce(session.now, ofClient, ofServer);
    session.runFor(2 * SECOND);

    assertThat(session.server.selectedPath()).isEqualTo(2);
    assertThat(session.server.inbound()).isSameAs(inbound);
    assertVoicePasses(session.srtp, session.client, session.server, 2);
    assertThat(session.serverEvents).filteredOn(connectedEvent()::equals).hasSize(1);
  }

  @Test
  void aBrowserThatFallsSilentLosesItsTransportAfterTheConsentTime() {
    Session session = Session.connected(7);
    session.clientAlive = false;
    session.runFor(31 * SECOND);

    assertThat(session.serverEvents)
        .contains(new PeerEvent.PathRetired(1))
        .endsWith(new PeerEvent.Closed(PeerEvent.Reason.CONSENT));
    assertThat(session.server.inbound()).isNull();
    assertThat(session.server.outbound()).isNull();
    assertThat(session.server.pollTimeout()).isEqualTo(Peer.NEVER);
    assertThat(session.give(session.server, 1, new byte[20])).isEqualTo(PeerDrop.ENDED);
  }

  @Test
  void aBrowserThatClosesSaysSo() {
    Session session = Session.connected(8);
    session.client.close(session.now);
    session.runFor(SECOND);

    assertThat(session.serverEvents).endsWith(new PeerEvent.Closed(PeerEvent.Reason.CLOSED));
    assertThat(session.clientEvents).as("whoever closes is not told").hasSize(2);
    assertThat(session.client.outbound()).isNull();
  }

  @Test
  void aBrowserThatChecksAndNeverShakesHandsIsGivenUp() {
    Session session = new Session(9, 0);
    session.ice.addPath(session.now, 1, 100);
    long end = session.now + 60 * SECOND;
    while (session.now < end) {
      session.now =
          Math.min(end, Math.min(session.ice.pollTimeout(), session.server.pollTimeout()));
      session.ice.handleTimeout(session.now);
      session.server.handleTimeout(session.now);
      while (session.ice.pollTransmit(session.transmit)) {
        byte[] check =
            session
                .transmit
                .buffer()
                .asSlice(0, session.transmit.length())
                .toArray(ValueLayout.JAVA_BYTE);
        session.give(session.server, 1, check);
        while (session.server.pollTransmit(session.transmit)) {
          session.ice.handleDatagram(
              session.now, 1, session.transmit.buffer(), 0, session.transmit.length());
        }
      }
      while (session.ice.pollEvent() != null) {
        // ICE alone is driven here: a browser whose DTLS is broken.
      }
      Session.collect(session.server, session.serverEvents);
    }
    assertThat(session.serverEvents).endsWith(new PeerEvent.Closed(PeerEvent.Reason.HANDSHAKE));
  }

  @Test
  void randomDatagramsNeverThrowAndAreNotAnsweredAndVoiceGoesOn() {
    long seed = 7983;
    Session session = Session.connected(seed);
    session.drops.clear();
    session.sent = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[session.random.nextInt(200)];
      session.random.nextBytes(bytes);
      assertThat(session.give(session.server, 1, bytes)).as("seed %d case %d", seed, i).isNotNull();
      if (i % 1000 == 0) {
        session.drain();
      }
    }
    session.drain();
    assertThat(session.sent).isZero();
    assertVoicePasses(session.srtp, session.client, session.server, 1);
  }
}
