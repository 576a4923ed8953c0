package chat.free4.rtc.dtls;

import static chat.free4.rtc.dtls.DtlsPair.CLIENT_CERTIFICATE;
import static chat.free4.rtc.dtls.DtlsPair.MILLIS;
import static chat.free4.rtc.dtls.DtlsPair.SERVER_CERTIFICATE;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.Transmit;
import chat.free4.wire.DropReason;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.dtls.DtlsDrop;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bytes that no honest peer sends. */
class DtlsAbuseTest {
  private static final DtlsEnvironment NEVER_RUN =
      new DtlsEnvironment(task -> {}, new SeededSecureRandom(1), () -> {});

  @Test
  void garbageBetweenAllDatagramsDisturbsNoHandshake() {
    for (long seed = 0; seed < 30; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      DtlsPair pair = new DtlsPair(seed, garbageAround(random));
      pair.runToEnd();
      assertThat(pair.client.closed).as("seed %d", seed).isNull();
      assertThat(pair.server.closed).as("seed %d", seed).isNull();
      assertThat(DtlsEndpointTest.established(pair.client).localKey())
          .as("seed %d", seed)
          .isEqualTo(DtlsEndpointTest.established(pair.server).remoteKey());
      assertThat(pair.server.drops).as("seed %d", seed).isNotEmpty();
      assertThat(pair.client.drops).as("seed %d", seed).isNotEmpty();
    }
  }

  /** Random bytes, some with the outside of a record, before and behind each datagram. */
  private static DtlsPair.Link garbageAround(SplittableRandom random) {
    return (to, datagram, delivery) -> {
      for (int i = 0; i < 5; i++) {
        delivery.deliver(0, garbage(random));
      }
      delivery.deliver(0, datagram);
      delivery.deliver(0, garbage(random));
    };
  }

  private static byte[] garbage(SplittableRandom random) {
    byte[] bytes = new byte[random.nextInt(1, 200)];
    random.nextBytes(bytes);
    if (bytes.length > 13 && random.nextBoolean()) {
      bytes[0] = (byte) random.nextInt(20, 24);
      bytes[1] = (byte) 0xfe;
      bytes[2] = (byte) 0xfd;
      bytes[3] = 0;
      bytes[4] = (byte) random.nextInt(1, 3);
      bytes[11] = 0;
      bytes[12] = (byte) (bytes.length - 13);
    }
    return bytes;
  }

  @Test
  void mutatedAndTruncatedDatagramsEndInKeysOrInAReasonAndNeverInAnException() {
    Map<String, Integer> endings = new HashMap<>();
    for (long seed = 0; seed < 150; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      DtlsPair pair = new DtlsPair(seed, mutating(random));
      pair.runToEnd();
      for (DtlsPair.Side side : List.of(pair.client, pair.server)) {
        assertThat(side.keys != null || side.closed != null).as("seed %d", seed).isTrue();
        String ending = side.closed == null ? "keys" : side.closed.reason().toString();
        endings.merge(ending, 1, Integer::sum);
      }
      if (pair.client.keys != null && pair.server.keys != null) {
        assertThat(pair.client.keys.localKey()).isEqualTo(pair.server.keys.remoteKey());
      }
    }
    assertThat(endings).as("all kinds of endings are met").containsKeys("keys", "HANDSHAKE_FAILED");
  }

  /** One datagram in three gets a sibling with a few bytes changed or its end cut off. */
  private static DtlsPair.Link mutating(SplittableRandom random) {
    return (to, datagram, delivery) -> {
      if (random.nextInt(3) == 0) {
        byte[] mutated = datagram.clone();
        if (random.nextInt(4) == 0) {
          mutated = Arrays.copyOf(datagram, random.nextInt(1, datagram.length));
        } else {
          for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
            mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
          }
        }
        delivery.deliver(random.nextLong(2) * MILLIS, mutated);
      }
      delivery.deliver(MILLIS, datagram);
    };
  }

  @Test
  void afterTheHandshakeForgedReplayedAndOldRecordsAreRefusedWithoutAnAnswer() {
    DtlsPair pair = new DtlsPair(1, DtlsPair.perfect()).runToEnd();
    int sent = pair.server.sent.size();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 2_000; i++) {
      List<byte[]> clients = pair.client.sent;
      byte[] datagram =
          switch (i % 3) {
            case 0 -> clients.get(random.nextInt(clients.size())).clone();
            case 1 -> mutate(random, clients.get(random.nextInt(clients.size())));
            default -> garbage(random);
          };
      DropReason drop = pair.deliver(pair.server, datagram);
      assertThat(drop != null || i % 3 == 1 || datagram.length == clients.getFirst().length)
          .as("round %d", i)
          .isTrue();
    }
    assertThat(pair.server.closed).isNull();
    assertThat(pair.server.sent).hasSize(sent);
    assertThat(pair.server.drops).containsKey(DtlsEndpointDrop.RECORD_REFUSED);
    // And it still works.
    pair.client.endpoint.close(pair.now);
    pair.drain(pair.client);
    pair.runUntil(pair.now);
    assertThat(pair.server.closed).isEqualTo(new DtlsEvent.Closed(DtlsEvent.Reason.CLOSED_BY_PEER));
  }

  private static byte[] mutate(SplittableRandom random, byte[] datagram) {
    byte[] mutated = datagram.clone();
    mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
    return mutated;
  }

  @Test
  void aPlainAlertAfterTheHandshakeEndsNothing() {
    DtlsPair pair = new DtlsPair(1, DtlsPair.perfect()).runToEnd();
    byte[] fatal = HexFormat.of().parseHex("15fefd0000000000000090000202" + "28");
    assertThat(pair.deliver(pair.server, fatal)).isEqualTo(DtlsEndpointDrop.RECORD_REFUSED);
    assertThat(pair.server.closed).isNull();
  }

  @Test
  void recordsForAHandshakeThatGetsNoTimeAreBoundedAndCounted() {
    var server =
        new DtlsEndpoint(
            DtlsRole.SERVER, SERVER_CERTIFICATE, CLIENT_CERTIFICATE.fingerprint(), NEVER_RUN);
    server.start(0);
    byte[] hello = clientHello();
    int full = 0;
    for (int i = 0; i < 10_000; i++) {
      MemorySegment datagram = MemorySegment.ofArray(Records.renumber(hello, i));
      DropReason drop = server.handleDatagram(0, datagram, 0, hello.length);
      full += drop == DtlsEndpointDrop.QUEUE_FULL ? 1 : 0;
    }
    assertThat(full).isEqualTo(10_000 - DtlsEndpoint.MAX_INBOUND_RECORDS);
  }

  @Test
  void datagramsThatNobodyPollsAreBounded() {
    var client =
        new DtlsEndpoint(
            DtlsRole.CLIENT,
            CLIENT_CERTIFICATE,
            SERVER_CERTIFICATE.fingerprint(),
            new DtlsEnvironment(new LockStepRunner(), new SeededSecureRandom(1), () -> {}));
    client.start(0);
    // Each round is one resend; more of them than a handshake's deadline allows in order.
    for (int i = 0; i < 100; i++) {
      client.handleTimeout(Math.min(client.pollTimeout(), 1_000 * MILLIS));
    }
    var transmit = new Transmit(MemorySegment.ofArray(new byte[PacketBatch.MAX_DATAGRAM_BYTES]));
    int datagrams = 0;
    while (client.pollTransmit(transmit)) {
      datagrams++;
    }
    assertThat(datagrams).isPositive().isLessThanOrEqualTo(HandshakePipe.MAX_OUTBOUND_DATAGRAMS);
    client.close(0);
  }

  @Test
  void thePipeKeepsNoMoreDatagramsThanItsLimit() {
    var pipe = new HandshakePipe(() -> {});
    byte[] alert = HexFormat.of().parseHex("15fefd000000000000000000020228");
    int each = HandshakePipe.MAX_SEND_BYTES / alert.length;
    for (int i = 0; i < 2 * each * HandshakePipe.MAX_OUTBOUND_DATAGRAMS; i++) {
      pipe.send(alert, 0, alert.length);
    }
    pipe.flush();
    int datagrams = 0;
    while (pipe.pollOutbound() != null) {
      datagrams++;
    }
    assertThat(datagrams).isEqualTo(HandshakePipe.MAX_OUTBOUND_DATAGRAMS);
  }

  @Test
  void aFragmentThatClaimsAHugeMessageIsRefusedBeforeMemoryIsTaken() {
    byte[] hello = clientHello();
    hello[14] = (byte) 0xff;
    assertThat(firstAnswer(hello)).isEqualTo(DtlsDrop.HANDSHAKE_TOO_LONG);
  }

  @Test
  void beforeAClientHelloNothingElseIsRead() {
    byte[] hello = clientHello();
    byte[] alert = HexFormat.of().parseHex("15fefd000000000000000000020228");
    assertThat(firstAnswer(alert)).isEqualTo(DtlsEndpointDrop.HELLO_EXPECTED);
    byte[] finished = hello.clone();
    finished[13] = 20;
    assertThat(firstAnswer(finished)).isEqualTo(DtlsEndpointDrop.HELLO_EXPECTED);
    byte[] encrypted = hello.clone();
    encrypted[4] = 1;
    assertThat(firstAnswer(encrypted)).isEqualTo(DtlsEndpointDrop.HELLO_EXPECTED);
    assertThat(firstAnswer(hello)).isNull();
  }

  @Test
  void beforeItIsStartedNothingIsRead() {
    var server =
        new DtlsEndpoint(
            DtlsRole.SERVER, SERVER_CERTIFICATE, CLIENT_CERTIFICATE.fingerprint(), NEVER_RUN);
    byte[] hello = clientHello();
    assertThat(server.handleDatagram(0, MemorySegment.ofArray(hello), 0, hello.length))
        .isEqualTo(DtlsEndpointDrop.NOT_OPEN);
  }

  @Test
  void encryptedRecordsThatAreTooShortOrTooLongEndNothing() {
    DtlsPair pair = new DtlsPair(1, DtlsPair.perfect()).runToEnd();
    for (int type = 20; type < 24; type++) {
      for (int body : new int[] {1, 23, 24, 1_480, 1_900}) {
        byte[] record = new byte[13 + body];
        ByteBuffer.wrap(record).put((byte) type).putShort((short) 0xfefd).putLong(1L << 48 | 99);
        ByteBuffer.wrap(record).putShort(11, (short) body);
        DropReason expected =
            switch (body) {
              case 1, 23 -> DtlsEndpointDrop.PROTECTED_RECORD_TOO_SHORT;
              case 1_900 -> DtlsEndpointDrop.RECORD_TOO_LONG;
              default -> DtlsEndpointDrop.RECORD_REFUSED;
            };
        assertThat(pair.deliver(pair.server, record)).isEqualTo(expected);
      }
    }
    assertThat(pair.server.closed).isNull();
  }

  @Test
  void aDatagramsRecordsBeforeAMalformedOneAreRead() {
    DtlsPair pair = new DtlsPair(1, (to, datagram, delivery) -> {}).start();
    byte[] hello = pair.client.sent.getFirst();
    byte[] withTail = Arrays.copyOf(hello, hello.length + 3);
    assertThat(pair.deliver(pair.server, withTail)).isEqualTo(DtlsDrop.RECORD_TOO_SHORT);
    assertThat(pair.server.sent).hasSize(1);
  }

  private static byte[] clientHello() {
    return new DtlsPair(1, (to, datagram, delivery) -> {}).start().client.sent.getFirst().clone();
  }

  private static @Nullable DropReason firstAnswer(byte[] datagram) {
    var server =
        new DtlsEndpoint(
            DtlsRole.SERVER, SERVER_CERTIFICATE, CLIENT_CERTIFICATE.fingerprint(), NEVER_RUN);
    server.start(0);
    return server.handleDatagram(0, MemorySegment.ofArray(datagram), 0, datagram.length);
  }
}
