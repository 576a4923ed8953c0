package chat.free4.rtc.dtls;

import static chat.free4.rtc.dtls.DtlsPair.CLIENT_CERTIFICATE;
import static chat.free4.rtc.dtls.DtlsPair.MILLIS;
import static chat.free4.rtc.dtls.DtlsPair.SERVER_CERTIFICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.rtc.dtls.DtlsPair.Side;
import chat.free4.rtc.srtp.SrtpProfile;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class DtlsEndpointTest {
  private static final Fingerprint OTHER =
      DtlsCertificate.generate(new SeededSecureRandom(3), Instant.EPOCH).fingerprint();
  private static final long DEADLINE = DtlsEndpoint.HANDSHAKE_DEADLINE_NANOS;

  @Test
  void bothSidesGetTheSameKeysEachAsItsOwnAndItsPeers() {
    DtlsPair pair = new DtlsPair(1, DtlsPair.perfect()).runToEnd();
    DtlsEvent.Established client = established(pair.client);
    DtlsEvent.Established server = established(pair.server);
    assertThat(client.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
    assertThat(client.localKey()).hasSize(16).isEqualTo(server.remoteKey());
    assertThat(client.localSalt()).hasSize(12).isEqualTo(server.remoteSalt());
    assertThat(client.remoteKey()).hasSize(16).isEqualTo(server.localKey());
    assertThat(client.remoteSalt()).hasSize(12).isEqualTo(server.localSalt());
    assertThat(client.localKey()).isNotEqualTo(client.remoteKey());
    assertThat(pair.client.closed).isNull();
    assertThat(pair.server.closed).isNull();
  }

  @Test
  void aHandshakeTakesTwoRoundTripsAndOneDatagramAFlight() {
    DtlsPair pair = new DtlsPair(2, DtlsPair.perfect()).runToEnd();
    assertThat(pair.client.sent).hasSize(2);
    assertThat(pair.server.sent).hasSize(2);
    assertThat(pair.server.sent).allMatch(d -> d.length <= HandshakePipe.MAX_SEND_BYTES);
  }

  @Test
  void nothingIsWaitedForOnceEstablished() {
    DtlsPair pair = new DtlsPair(3, DtlsPair.perfect()).runToEnd();
    assertThat(pair.client.endpoint.pollTimeout()).isEqualTo(DtlsEndpoint.NEVER);
    assertThat(pair.server.endpoint.pollTimeout()).isEqualTo(DtlsEndpoint.NEVER);
  }

  @Test
  void aServerRefusesAnotherCertificateThanTheSdpNamed() {
    var pair =
        new DtlsPair(4, DtlsPair.perfect(), SERVER_CERTIFICATE.fingerprint(), OTHER).runToEnd();
    assertClosed(pair.server, DtlsEvent.Reason.WRONG_FINGERPRINT, 0);
    assertClosed(pair.client, DtlsEvent.Reason.HANDSHAKE_FAILED, 0);
  }

  @Test
  void aClientRefusesAnotherCertificateThanTheSdpNamed() {
    var pair =
        new DtlsPair(5, DtlsPair.perfect(), OTHER, CLIENT_CERTIFICATE.fingerprint()).runToEnd();
    assertClosed(pair.client, DtlsEvent.Reason.WRONG_FINGERPRINT, 0);
    assertClosed(pair.server, DtlsEvent.Reason.HANDSHAKE_FAILED, 0);
  }

  @Test
  void anUnansweredFlightIsSentAgainAfterGrowingTimesUntilTheDeadline() {
    var pair = new DtlsPair(6, (to, datagram, delivery) -> {}).runToEnd();
    assertThat(pair.client.sentAt.subList(0, 7))
        .containsExactly(
            0L,
            150 * MILLIS,
            450 * MILLIS,
            1050 * MILLIS,
            2250 * MILLIS,
            3450 * MILLIS,
            4650 * MILLIS);
    assertThat(pair.client.sent).hasSize(4 + 15);
    assertThat(pair.client.sent).allMatch(d -> d.length == pair.client.sent.getFirst().length);
    assertClosed(pair.client, DtlsEvent.Reason.TIMED_OUT, DEADLINE);
    assertClosed(pair.server, DtlsEvent.Reason.TIMED_OUT, DEADLINE);
    assertThat(pair.server.sent).isEmpty();
  }

  @Test
  void aResendHasNewRecordSequenceNumbers() {
    var pair = new DtlsPair(7, (to, datagram, delivery) -> {}).start().runUntil(500 * MILLIS);
    List<Long> sequences = new ArrayList<>();
    for (byte[] datagram : pair.client.sent) {
      sequences.add(ByteBuffer.wrap(datagram).getLong(3));
    }
    assertThat(sequences).hasSize(3).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void closeSaysCloseNotifyAndThePeerHearsIt() {
    for (boolean byServer : List.of(true, false)) {
      DtlsPair pair = new DtlsPair(8, DtlsPair.perfect()).runToEnd();
      Side closing = byServer ? pair.server : pair.client;
      closing.endpoint.close(pair.now);
      pair.drain(closing);
      pair.runUntil(pair.now);
      assertClosed(closing, DtlsEvent.Reason.CLOSED_LOCALLY, pair.now);
      assertClosed(pair.peerOf(closing), DtlsEvent.Reason.CLOSED_BY_PEER, pair.now);
      assertThat(pair.deliver(closing, new byte[] {22})).isEqualTo(DtlsEndpointDrop.NOT_OPEN);
    }
  }

  @Test
  void closeDuringTheHandshakeSendsNothingMore() {
    var pair = new DtlsPair(9, (to, datagram, delivery) -> {}).start();
    pair.client.endpoint.close(0);
    pair.server.endpoint.close(0);
    pair.drain(pair.client);
    pair.drain(pair.server);
    pair.runUntil(DEADLINE);
    assertClosed(pair.client, DtlsEvent.Reason.CLOSED_LOCALLY, 0);
    assertClosed(pair.server, DtlsEvent.Reason.CLOSED_LOCALLY, 0);
    assertThat(pair.client.sent).hasSize(1);
  }

  @Test
  void closeIsSaidOnce() {
    var pair = new DtlsPair(10, DtlsPair.perfect()).start();
    pair.server.endpoint.close(0);
    pair.server.endpoint.close(0);
    assertThat(pair.server.endpoint.pollEvent())
        .isEqualTo(new DtlsEvent.Closed(DtlsEvent.Reason.CLOSED_LOCALLY));
    assertThat(pair.server.endpoint.pollEvent()).isNull();
    assertThat(pair.server.endpoint.pollTimeout()).isEqualTo(DtlsEndpoint.NEVER);
  }

  @Test
  void aHandshakeInProgressEndsByThePeersCloseNotify() {
    // close_notify in epoch 0, as a peer sends it that gives up early.
    byte[] closeNotify = HexFormat.of().parseHex("15fefd000000000000000900020100");
    var pair = new DtlsPair(11, (to, datagram, delivery) -> {}).start();
    pair.deliver(pair.client, closeNotify);
    assertClosed(pair.client, DtlsEvent.Reason.CLOSED_BY_PEER, 0);
  }

  @Test
  void aServerHoldsNoThreadBeforeAClientHello() {
    List<Runnable> started = new ArrayList<>();
    var environment = new DtlsEnvironment(started::add, new SeededSecureRandom(1), () -> {});
    var server = new DtlsEndpoint(DtlsRole.SERVER, SERVER_CERTIFICATE, OTHER, environment);
    server.start(0);
    server.handleTimeout(5);
    assertThat(started).isEmpty();
  }

  @Test
  void whenNoThreadIsFreeItAsksAgainUntilOneIs() {
    var runner = new LockStepRunner();
    int[] refusals = {0, 3};
    var environment =
        new DtlsEnvironment(
            task -> {
              if (refusals[0]++ < refusals[1]) {
                throw new RejectedExecutionException();
              }
              runner.execute(task);
            },
            new SeededSecureRandom(1),
            () -> {});
    var client = new DtlsEndpoint(DtlsRole.CLIENT, CLIENT_CERTIFICATE, OTHER, environment);
    client.start(0);
    assertThat(client.pollTimeout()).isEqualTo(DtlsEndpoint.LAUNCH_RETRY_NANOS);
    client.handleTimeout(DtlsEndpoint.LAUNCH_RETRY_NANOS);
    client.handleTimeout(2 * DtlsEndpoint.LAUNCH_RETRY_NANOS);
    assertThat(refusals[0]).isEqualTo(3);
    client.handleTimeout(3 * DtlsEndpoint.LAUNCH_RETRY_NANOS);
    assertThat(refusals[0]).isEqualTo(4);
    assertThat(client.pollTimeout()).isGreaterThan(3 * DtlsEndpoint.LAUNCH_RETRY_NANOS);
    client.close(0);
  }

  @Test
  void whenNoThreadEverIsFreeItTimesOut() {
    var environment =
        new DtlsEnvironment(
            task -> {
              throw new RejectedExecutionException();
            },
            new SeededSecureRandom(1),
            () -> {});
    var client = new DtlsEndpoint(DtlsRole.CLIENT, CLIENT_CERTIFICATE, OTHER, environment);
    client.start(0);
    for (long now = 0; now < DEADLINE; now = client.pollTimeout()) {
      client.handleTimeout(now);
    }
    client.handleTimeout(DEADLINE);
    assertThat(client.pollEvent()).isEqualTo(new DtlsEvent.Closed(DtlsEvent.Reason.TIMED_OUT));
    assertThat(client.pollTimeout()).isEqualTo(DtlsEndpoint.NEVER);
  }

  @Test
  void startingTwiceIsABug() {
    var pair = new DtlsPair(12, DtlsPair.perfect()).start();
    assertThatThrownBy(() -> pair.server.endpoint.start(0))
        .isInstanceOf(IllegalStateException.class);
  }

  static DtlsEvent.Established established(Side side) {
    assertThat(side.keys).as("%s", side.role).isNotNull();
    return Objects.requireNonNull(side.keys);
  }

  private static void assertClosed(Side side, DtlsEvent.Reason reason, long at) {
    assertThat(side.closed).as("%s", side.role).isEqualTo(new DtlsEvent.Closed(reason));
    assertThat(side.closedAt).as("%s", side.role).isEqualTo(at);
  }
}
