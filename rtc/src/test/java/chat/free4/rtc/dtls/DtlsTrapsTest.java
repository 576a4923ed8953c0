package chat.free4.rtc.dtls;

import static chat.free4.rtc.dtls.DtlsPair.MILLIS;
import static chat.free4.wire.dtls.DtlsHandshakeHeader.CERTIFICATE_VERIFY;
import static chat.free4.wire.dtls.DtlsHandshakeHeader.CLIENT_HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.dtls.DtlsHandshakeHeader;
import chat.free4.wire.dtls.DtlsRecord;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What browsers do, and what Bouncy Castle alone would stumble over (DESIGN section 10). */
class DtlsTrapsTest {
  private static final long SECOND_SEQUENCE = 40;

  /**
   * What a link makes of the datagrams of the client's nth sending; the server's pass as they are.
   */
  private static DtlsPair.Link client(List<UnaryOperator<List<byte[]>>> sendings) {
    int[] sending = {0};
    return (to, datagram, delivery) -> {
      if (!to.isServer() || sending[0] >= sendings.size()) {
        delivery.deliver(0, datagram);
        return;
      }
      List<byte[]> records = Records.split(datagram);
      sendings.get(sending[0]++).apply(records).forEach(out -> delivery.deliver(0, out));
    };
  }

  private static List<byte[]> asItIs(List<byte[]> records) {
    return List.of(Records.join(records));
  }

  private static List<byte[]> oneByOne(List<byte[]> records) {
    return records;
  }

  private static UnaryOperator<List<byte[]>> without(Predicate<byte[]> lost) {
    return records -> records.stream().filter(lost.negate()).toList();
  }

  private static List<byte[]> inTwo(byte[] record) {
    int body = record.length - DtlsRecord.HEADER_BYTES - DtlsHandshakeHeader.HEADER_BYTES;
    return Records.fragment(record, body / 2, SECOND_SEQUENCE);
  }

  private static boolean isFinished(byte[] record) {
    return Records.epoch(record) == 1;
  }

  private static boolean isChange(byte[] record) {
    return Records.type(record) == DtlsRecord.CHANGE_CIPHER_SPEC;
  }

  private static DtlsPair run(DtlsPair.Link link) {
    return new DtlsPair(1, link).runToEnd();
  }

  private static void assertEstablishedAt(DtlsPair pair, long serverAt, long clientAt) {
    DtlsEvent.Established client = DtlsEndpointTest.established(pair.client);
    DtlsEvent.Established server = DtlsEndpointTest.established(pair.server);
    assertThat(client.localKey()).isEqualTo(server.remoteKey());
    assertThat(client.remoteKey()).isEqualTo(server.localKey());
    assertThat(pair.server.establishedAt).isEqualTo(serverAt);
    assertThat(pair.client.establishedAt).isEqualTo(clientAt);
  }

  @Test
  void aClientHelloInTwoDatagramsIsPutTogether() {
    assertEstablishedAt(run(client(List.of(records -> inTwo(records.getFirst())))), 0, 0);
  }

  @Test
  void aClientHelloInTwoDatagramsIsPutTogetherInAnyOrder() {
    assertEstablishedAt(
        run(client(List.of(records -> inTwo(records.getFirst()).reversed()))), 0, 0);
  }

  @Test
  void aClientHelloWhoseSecondHalfIsLostIsCompletedByItsResend() {
    DtlsPair pair =
        run(
            client(
                List.of(
                    records -> List.of(inTwo(records.getFirst()).getFirst()),
                    records -> List.of(inTwo(records.getFirst()).getLast()))));
    assertEstablishedAt(pair, 150 * MILLIS, 150 * MILLIS);
  }

  @Test
  void aLostCertificateVerifyBeforeTheChangeCipherSpecIsMadeUpForByTheResend() {
    DtlsPair pair =
        run(
            client(
                List.of(
                    DtlsTrapsTest::asItIs,
                    without(r -> Records.messageType(r) == CERTIFICATE_VERIFY))));
    assertEstablishedAt(pair, 150 * MILLIS, 150 * MILLIS);
    assertThat(pair.server.drops).containsEntry(DtlsEndpointDrop.CERTIFICATE_VERIFY_EXPECTED, 2);
  }

  @Test
  void halfACertificateVerifyIsNotTakenForAWholeOne() {
    UnaryOperator<List<byte[]>> firstHalf =
        records -> {
          List<byte[]> out = new ArrayList<>();
          for (byte[] record : records) {
            boolean verify = Records.messageType(record) == CERTIFICATE_VERIFY;
            out.add(verify ? inTwo(record).getFirst() : record);
          }
          return out;
        };
    assertEstablishedAt(
        run(client(List.of(DtlsTrapsTest::asItIs, firstHalf))), 150 * MILLIS, 150 * MILLIS);
  }

  @Test
  void anyRecordOfTheClientsSecondFlightMayBeLost() {
    for (int lost = 0; lost < 5; lost++) {
      int index = lost;
      UnaryOperator<List<byte[]>> losing =
          records -> {
            List<byte[]> out = new ArrayList<>(records);
            assertThat(out).hasSize(5);
            out.remove(index);
            return out;
          };
      assertEstablishedAt(
          run(client(List.of(DtlsTrapsTest::asItIs, losing))), 150 * MILLIS, 150 * MILLIS);
    }
  }

  @Test
  void aResendInOneDatagramIsReadThoughItsFirstRecordsAreOfAnEpochGoneBy() {
    // The ChangeCipherSpec has come, the Finished has not; the resend begins with epoch 0.
    DtlsPair pair =
        run(
            client(
                List.of(
                    DtlsTrapsTest::asItIs,
                    without(DtlsTrapsTest::isFinished),
                    DtlsTrapsTest::asItIs)));
    assertEstablishedAt(pair, 150 * MILLIS, 150 * MILLIS);
  }

  @Test
  void aFlightInReverseOrderNeedsOneResendAtMost() {
    DtlsPair pair = run(client(List.of(DtlsTrapsTest::asItIs, List::reversed)));
    assertEstablishedAt(pair, 150 * MILLIS, 150 * MILLIS);
  }

  @Test
  void aFlightInManyDatagramsIsReadAtOnce() {
    assertEstablishedAt(
        run(client(List.of(DtlsTrapsTest::oneByOne, DtlsTrapsTest::oneByOne))), 0, 0);
  }

  @Test
  void theServersLastFlightIsSentAgainWhenTheClientRepeatsItsOwn() {
    int[] fromServer = {0};
    DtlsPair.Link losingLastFlight =
        (to, datagram, delivery) -> {
          if (to.isServer() || fromServer[0]++ != 1) {
            delivery.deliver(0, datagram);
          }
        };
    DtlsPair pair = run(losingLastFlight);
    assertEstablishedAt(pair, 0, 150 * MILLIS);
    assertThat(pair.server.sent).hasSize(3);
    byte[] lastFlight = pair.server.sent.getLast();
    assertThat(Records.split(lastFlight)).hasSize(2).anyMatch(DtlsTrapsTest::isChange);
  }

  @Test
  void aLostChangeCipherSpecOfTheServerIsMadeUpForToo() {
    int[] fromServer = {0};
    DtlsPair.Link losingChange =
        (to, datagram, delivery) -> {
          if (to.isServer() || fromServer[0]++ != 1) {
            delivery.deliver(0, datagram);
          } else {
            delivery.deliver(
                0, Records.join(without(DtlsTrapsTest::isChange).apply(Records.split(datagram))));
          }
        };
    assertEstablishedAt(run(losingChange), 0, 150 * MILLIS);
  }

  @Test
  void aRepeatedClientHelloDoesNotMakeTheServerRepeatItsFlightAtOnce() {
    DtlsPair pair = new DtlsPair(1, (to, datagram, delivery) -> {}).start();
    byte[] hello = pair.client.sent.getFirst();
    for (int sequence = 0; sequence < 100; sequence++) {
      pair.deliver(pair.server, Records.renumber(hello, sequence));
    }
    assertThat(pair.server.sent).hasSize(1);
    pair.runUntil(149 * MILLIS);
    assertThat(pair.server.sent).hasSize(1);
    pair.runUntil(150 * MILLIS);
    assertThat(pair.server.sent).hasSize(2);
  }

  @Test
  void theServerSpeaksTheSuiteExtensionsAndProfileThatBrowsersWant() {
    DtlsPair pair = run(DtlsPair.perfect());
    byte[] hello = Records.split(pair.server.sent.getFirst()).getFirst();
    assertThat(Records.messageType(hello)).isEqualTo(DtlsHandshakeHeader.SERVER_HELLO);
    String body = HexFormat.of().formatHex(hello, 25, hello.length);
    // version, 32 bytes of random, no session, suite 0xc02b, no compression, extensions
    assertThat(body).matches("fefd[0-9a-f]{64}00c02b00[0-9a-f]{4}.*");
    assertThat(body).as("extended_master_secret").contains("00170000");
    assertThat(body).as("use_srtp: profile 7, no MKI").contains("000e000500020007" + "00");
  }

  @Test
  void theClientHelloOffersBothProfilesTheAeadFirst() {
    DtlsPair pair = run(DtlsPair.perfect());
    byte[] hello = Records.split(pair.client.sent.getFirst()).getFirst();
    assertThat(Records.messageType(hello)).isEqualTo(CLIENT_HELLO);
    String body = HexFormat.of().formatHex(hello, 25, hello.length);
    assertThat(body).contains("000e0007000400070001" + "00");
    assertThat(body).as("extended_master_secret").contains("00170000");
  }

  @Test
  void aClientAnswersAHelloVerifyRequestWithItsCookie() {
    DtlsPair pair = new DtlsPair(1, (to, datagram, delivery) -> {}).start();
    byte[] request =
        HexFormat.of()
            .parseHex(
                "16feff"
                    + "0000000000000000"
                    + "0014" // record
                    + "03000008"
                    + "0000"
                    + "000000"
                    + "000008" // handshake header
                    + "feff"
                    + "05"
                    + "c00c1e5eed"); // version and cookie
    assertThat(pair.deliver(pair.client, request)).isNull();
    assertThat(pair.client.sent).hasSize(2);
    String second = HexFormat.of().formatHex(pair.client.sent.getLast());
    assertThat(second).contains("00" + "05" + "c00c1e5eed");
    assertThat(pair.deliver(pair.server, pair.client.sent.getLast())).isNull();
    assertThat(pair.server.sent).as("numbered 1, so not the first hello we wait for").isEmpty();
  }
}
