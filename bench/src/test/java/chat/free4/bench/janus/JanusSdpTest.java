package chat.free4.bench.janus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.bench.load.VoiceSource;
import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.sim.BrowserKind;
import chat.free4.wire.sdp.Direction;
import chat.free4.wire.sdp.MediaDescription;
import chat.free4.wire.sdp.SessionDescription;
import chat.free4.wire.sdp.Setup;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JanusSdpTest {
  private static final String FINGERPRINT = "AB" + ":CD".repeat(Fingerprint.BYTES - 1);

  /** Two lines, as Janus offers a listener two feeds. */
  private static final String OFFER =
      """
      v=0
      o=- 1 1 IN IP4 198.18.0.1
      s=VideoRoom 1
      t=0 0
      a=group:BUNDLE 0 1
      a=ice-options:trickle
      a=fingerprint:sha-256 %s
      a=extmap-allow-mixed
      a=msid-semantic: WMS *
      a=ice-lite
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      c=IN IP4 198.18.0.1
      a=sendonly
      a=mid:0
      a=rtcp-mux
      a=ice-ufrag:CMNZ
      a=ice-pwd:Yr6g+w0UkPCvtB9fspTtBu
      a=ice-options:trickle
      a=setup:actpass
      a=rtpmap:111 opus/48000/2
      a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
      a=extmap:3 http://example.org/another
      a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid
      a=msid:janus janus0
      a=ssrc:4000000001 cname:janus
      a=candidate:1 1 udp 2015363327 198.18.0.1 59561 typ host
      a=end-of-candidates
      m=audio 9 UDP/TLS/RTP/SAVPF 111
      c=IN IP4 198.18.0.1
      a=sendonly
      a=mid:1
      a=rtcp-mux
      a=ice-ufrag:CMNZ
      a=ice-pwd:Yr6g+w0UkPCvtB9fspTtBu
      a=setup:actpass
      a=rtpmap:111 opus/48000/2
      a=msid:janus janus1
      a=ssrc:17 cname:janus
      """
          .formatted(FINGERPRINT);

  private final JanusSdp.Own own =
      new JanusSdp.Own(
          IceCredentials.random(new Random(1)), new Fingerprint(new byte[Fingerprint.BYTES]));

  @Test
  void anAnswerTakesEachLineAsItWasOfferedAndOpensDtls() {
    SessionDescription answer = JanusSdp.parse(JanusSdp.answer(JanusSdp.parse(OFFER), own));
    assertThat(answer.bundle()).containsExactly("0", "1");
    assertThat(answer.media()).extracting(MediaDescription::mid).containsExactly("0", "1");
    assertThat(answer.media())
        .allSatisfy(
            line -> {
              assertThat(line.direction()).isEqualTo(Direction.RECVONLY);
              assertThat(line.rtcpMux()).isTrue();
              assertThat(line.formats()).containsExactly("111");
              assertThat(line.transport().setup()).isEqualTo(Setup.ACTIVE);
              assertThat(line.transport().ufrag()).isEqualTo(own.ice().ufrag());
              assertThat(line.transport().password()).isEqualTo(own.ice().password());
            });
    assertThat(answer.media().getFirst().extensions())
        .extracting(MediaDescription.Extension::id)
        .containsExactly(1, 4);
    assertThat(answer.media().getLast().extensions()).isEmpty();
  }

  @Test
  void anOfferSpeaksInOneLineWithLevelsAndMid() {
    SessionDescription offer =
        JanusSdp.parse(JanusSdp.offer(own, BrowserKind.CHROMIUM, 0xFFFF_FFFE));
    assertThat(offer.iceLite()).isFalse();
    assertThat(offer.media()).hasSize(1);
    MediaDescription line = offer.media().getFirst();
    assertThat(line.direction()).isEqualTo(Direction.SENDONLY);
    assertThat(line.ssrcs()).containsExactly(0xFFFF_FFFEL);
    assertThat(line.extensions())
        .extracting(MediaDescription.Extension::id)
        .containsExactlyInAnyOrder(
            BrowserKind.CHROMIUM.levelExtension(), BrowserKind.CHROMIUM.midExtension());
    assertThat(line.transport().setup()).isEqualTo(Setup.ACTIVE);
  }

  @Test
  void janusIsReachedAsItsFirstLineSays() {
    JanusSdp.Remote remote = JanusSdp.remote(JanusSdp.parse(OFFER));
    assertThat(remote.ice()).isEqualTo(new IceCredentials("CMNZ", "Yr6g+w0UkPCvtB9fspTtBu"));
    assertThat(remote.fingerprint()).hasToString(FINGERPRINT);
    assertThat(remote.address()).isEqualTo(new InetSocketAddress("198.18.0.1", 59561));
  }

  @Test
  void aJanusThatIsNotIceLiteIsRefused() {
    SessionDescription full = JanusSdp.parse(OFFER.replace("a=ice-lite\n", ""));
    assertThatThrownBy(() -> JanusSdp.remote(full)).hasMessageContaining("ICE-lite");
  }

  @Test
  void aJanusWithoutAddressIsRefused() {
    SessionDescription nowhere = JanusSdp.parse(OFFER.replaceAll("a=candidate.*\n", ""));
    assertThatThrownBy(() -> JanusSdp.remote(nowhere)).hasMessageContaining("candidate");
  }

  @Test
  void eachStreamIsTheFeedThatStandsInItsLine() {
    List<VoiceSource> sources =
        JanusSdp.sources(JanusSdp.parse(OFFER), Map.of("0", 12, "1", 11, "2", 13));
    assertThat(sources)
        .containsExactly(new VoiceSource((int) 4_000_000_001L, 12), new VoiceSource(17, 11));
  }

  @Test
  void aStreamOfUnknownFeedOrSsrcIsRefused() {
    SessionDescription offer = JanusSdp.parse(OFFER);
    assertThatThrownBy(() -> JanusSdp.sources(offer, Map.of("0", 12)))
        .hasMessageContaining("no feed");
    SessionDescription silent = JanusSdp.parse(OFFER.replace("a=ssrc:17 cname:janus\n", ""));
    assertThatThrownBy(() -> JanusSdp.sources(silent, Map.of("0", 12, "1", 11)))
        .hasMessageContaining("SSRC");
  }

  @Test
  void aLineThatDoesNotSendOpusIsRefused() {
    assertThatThrownBy(() -> JanusSdp.answer(JanusSdp.parse(OFFER.replace("opus", "G722")), own))
        .hasMessageContaining("Opus");
    SessionDescription idle = JanusSdp.parse(OFFER.replace("a=sendonly", "a=inactive"));
    assertThatThrownBy(() -> JanusSdp.answer(idle, own)).hasMessageContaining("sendonly");
  }

  @Test
  void whatIsNotSdpIsRefused() {
    assertThatThrownBy(() -> JanusSdp.parse("hello")).hasMessageContaining("not SDP");
  }
}
