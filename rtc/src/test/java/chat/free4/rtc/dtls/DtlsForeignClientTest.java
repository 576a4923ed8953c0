package chat.free4.rtc.dtls;

import static chat.free4.rtc.dtls.DtlsPair.CLIENT_CERTIFICATE;
import static chat.free4.rtc.dtls.DtlsPair.SERVER_CERTIFICATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.bouncycastle.tls.CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
import static org.bouncycastle.tls.CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384;

import chat.free4.rtc.Transmit;
import chat.free4.rtc.dtls.ForeignClient.Offer;
import chat.free4.rtc.srtp.SrtpProfile;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the server makes of clients that offer other things than ours does. */
class DtlsForeignClientTest {
  private static final DtlsEvent REFUSED = new DtlsEvent.Closed(DtlsEvent.Reason.HANDSHAKE_FAILED);

  @Test
  void theAeadIsPreferredWhateverTheClientsOrder() throws Exception {
    assertThat(serve(Offer.ofProfiles(1, 8, 7)))
        .isInstanceOfSatisfying(
            DtlsEvent.Established.class,
            keys -> assertThat(keys.profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM));
  }

  @Test
  void aClientWithoutTheAeadGetsCounterModeWithItsLongerSalt() throws Exception {
    assertThat(serve(Offer.ofProfiles(2, 1)))
        .isInstanceOfSatisfying(
            DtlsEvent.Established.class,
            keys -> {
              assertThat(keys.profile()).isEqualTo(SrtpProfile.AES128_CM_HMAC_SHA1_80);
              assertThat(keys.localKey()).hasSize(16);
              assertThat(keys.localSalt()).hasSize(14);
              assertThat(keys.remoteSalt()).hasSize(14).isNotEqualTo(keys.localSalt());
            });
  }

  @Test
  void noCommonProfileEndsTheHandshake() throws Exception {
    assertThat(serve(Offer.ofProfiles(2, 8))).isEqualTo(REFUSED);
  }

  @Test
  void aClientWithoutTheSrtpExtensionIsRefused() throws Exception {
    assertThat(serve(Offer.ofProfiles())).isEqualTo(REFUSED);
  }

  @Test
  void aClientWithoutACertificateIsRefused() throws Exception {
    var offer = new Offer(new int[] {7}, false, true, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
    assertThat(serve(offer)).isEqualTo(REFUSED);
  }

  @Test
  void aClientWithoutExtendedMasterSecretIsRefused() throws Exception {
    var offer = new Offer(new int[] {7}, true, false, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
    assertThat(serve(offer)).isEqualTo(REFUSED);
  }

  @Test
  void aClientWithoutACommonSuiteIsRefused() throws Exception {
    var offer = new Offer(new int[] {7}, true, true, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384);
    assertThat(serve(offer)).isEqualTo(REFUSED);
  }

  /** Runs a handshake in real time and says how it ended at our server. */
  private static DtlsEvent serve(Offer offer) throws InterruptedException {
    var client = new ForeignClient(offer);
    var environment =
        new DtlsEnvironment(new LockStepRunner(), new SeededSecureRandom(9), () -> {});
    var server =
        new DtlsEndpoint(
            DtlsRole.SERVER, SERVER_CERTIFICATE, CLIENT_CERTIFICATE.fingerprint(), environment);
    server.start(0);
    Thread thread = Thread.ofVirtual().start(client::run);
    var transmit = new Transmit(MemorySegment.ofArray(new byte[PacketBatch.MAX_DATAGRAM_BYTES]));
    DtlsEvent event = null;
    while (event == null) {
      byte[] datagram = client.toServer.poll(20, TimeUnit.SECONDS);
      assertThat(datagram).as("the client sends").isNotNull();
      var _ = server.handleDatagram(0, MemorySegment.ofArray(datagram), 0, datagram.length);
      while (server.pollTransmit(transmit)) {
        client.fromServer.add(
            transmit.buffer().asSlice(0, transmit.length()).toArray(ValueLayout.JAVA_BYTE));
      }
      event = server.pollEvent();
    }
    thread.interrupt();
    thread.join();
    return event;
  }
}
