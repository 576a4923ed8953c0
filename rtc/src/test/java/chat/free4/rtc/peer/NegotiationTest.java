package chat.free4.rtc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.peer.Negotiation.Agreed;
import chat.free4.rtc.peer.Negotiation.HostCandidate;
import chat.free4.rtc.peer.Negotiation.LocalMedia;
import chat.free4.rtc.peer.Negotiation.Offer;
import chat.free4.rtc.peer.Negotiation.Problem;
import chat.free4.rtc.peer.Negotiation.Result;
import chat.free4.rtc.peer.Negotiation.Unacceptable;
import chat.free4.rtc.peer.PeerParameters.MicrophoneLine;
import chat.free4.rtc.peer.PeerParameters.SlotLine;
import chat.free4.wire.sdp.Direction;
import chat.free4.wire.sdp.MediaDescription;
import chat.free4.wire.sdp.MediaDescription.Extension;
import chat.free4.wire.sdp.SdpParser;
import chat.free4.wire.sdp.SessionDescription;
import chat.free4.wire.sdp.Setup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Offers that Chromium 156 and Firefox 153 ESR really made, and what is made of them. */
final class NegotiationTest {
  private static final String CHROMIUM = offer("chromium-six-slots");
  private static final String FIREFOX = offer("firefox-six-slots");
  private static final Fingerprint SERVER = new Fingerprint(bytes(0xAB));
  private static final LocalMedia LOCAL =
      new LocalMedia(
          SERVER,
          List.of(
              new HostCandidate("192.0.2.1", 10_000),
              new HostCandidate("2001:db8::1", 10_000),
              new HostCandidate("127.0.0.1", 10_000)),
          24);

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[Fingerprint.BYTES];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static String offer(String name) {
    try (InputStream in = NegotiationTest.class.getResourceAsStream("/offers/" + name + ".sdp")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result answer(
      String offer, LocalMedia local, @Nullable PeerParameters former, Random random) {
    return switch (Negotiation.read(offer, local.maxVoiceSlots())) {
      case Offer read -> Negotiation.answer(read, local, former, random);
      case Unacceptable refusal -> refusal;
    };
  }

  private static Agreed agreed(String offer) {
    return (Agreed) answer(offer, LOCAL, null, new Random(1));
  }

  private static SessionDescription answerOf(Agreed agreed) {
    return (SessionDescription) SdpParser.parse(agreed.answerSdp());
  }

  private static Problem problem(String offer) {
    return ((Unacceptable) answer(offer, LOCAL, null, new Random(1))).problem();
  }

  @Test
  void chromiumIsAnsweredWithWhatItOffered() {
    PeerParameters parameters = agreed(CHROMIUM).parameters();

    assertThat(parameters.remoteIce().ufrag()).isEqualTo("NvXS");
    assertThat(parameters.remoteIce().password()).isEqualTo("KFTyH8lF8GTf1bC9aayx+oWg");
    assertThat(parameters.remoteFingerprint().toString()).startsWith("F9:5F:AE:BA:8B:FA");
    assertThat(parameters.microphone()).isEqualTo(new MicrophoneLine("0", 111, 4, 1, false));
    assertThat(parameters.slots()).hasSize(6);
    SlotLine first = parameters.slots().getFirst();
    assertThat(first).isEqualTo(new SlotLine("1", first.ssrc(), 111, 4, 1, false));
    assertThat(parameters.slots().stream().map(SlotLine::ssrc)).doesNotHaveDuplicates();
  }

  @Test
  void firefoxIsAnsweredWithWhatItOffered() {
    Agreed agreed = agreed(FIREFOX);
    PeerParameters parameters = agreed.parameters();

    assertThat(parameters.remoteIce().ufrag()).isEqualTo("12b03136");
    assertThat(parameters.remoteFingerprint().toString()).startsWith("D4:D1:93:81");
    assertThat(parameters.microphone()).isEqualTo(new MicrophoneLine("0", 109, 3, 1, false));
    assertThat(parameters.slots()).hasSize(6);
    assertThat(answerOf(agreed).media())
        .as("bundled lines at port 0 are lines all the same")
        .allSatisfy(line -> assertThat(line.port()).isEqualTo(9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chromium-six-slots", "firefox-six-slots"})
  void theAnswerIsTheOneThatBrowsersTake(String name) {
    Agreed agreed = agreed(offer(name));
    SessionDescription answer = answerOf(agreed);
    SessionDescription offer = (SessionDescription) SdpParser.parse(offer(name));

    assertThat(answer.iceLite()).isTrue();
    assertThat(answer.bundle()).containsExactly("0", "1", "2", "3", "4", "5", "6");
    assertThat(answer.media()).hasSize(7);
    for (int i = 0; i < 7; i++) {
      MediaDescription line = answer.media().get(i);
      MediaDescription asked = offer.media().get(i);
      assertThat(line.mid()).isEqualTo(asked.mid());
      assertThat(line.transport().ufrag()).isEqualTo(agreed.parameters().localIce().ufrag());
      assertThat(line.transport().password()).isEqualTo(agreed.parameters().localIce().password());
      assertThat(line.transport().setup()).isEqualTo(Setup.PASSIVE);
      assertThat(line.transport().fingerprints())
          .singleElement()
          .satisfies(hash -> assertThat(hash.hex()).isEqualTo(SERVER.toString()));
      assertThat(line.rtcpMux()).isTrue();
      assertThat(line.rtcpReducedSize()).isEqualTo(asked.rtcpReducedSize());
      assertThat(line.codecs())
          .singleElement()
          .satisfies(
              opus -> {
                assertThat(opus.parameters()).isEqualTo("useinbandfec=1;usedtx=1");
                assertThat(line.formats()).containsExactly("" + opus.payloadType());
              });
      assertThat(line.extensions())
          .extracting(Extension::uri)
          .containsExactlyInAnyOrder(
              "urn:ietf:params:rtp-hdrext:sdes:mid", "urn:ietf:params:rtp-hdrext:ssrc-audio-level");
      assertThat(asked.extensions()).containsAll(line.extensions());
      assertThat(line.candidates()).hasSize(i == 0 ? 3 : 0);
      assertThat(line.endOfCandidates()).isEqualTo(i == 0);
    }
    assertThat(answer.media().getFirst().direction()).isEqualTo(Direction.RECVONLY);
    assertThat(answer.media().getFirst().ssrcs()).isEmpty();
    for (int slot = 0; slot < 6; slot++) {
      MediaDescription line = answer.media().get(slot + 1);
      assertThat(line.direction()).isEqualTo(Direction.SENDONLY);
      assertThat(line.msid()).isEqualTo("slot-" + slot + " slot-" + slot);
      assertThat(line.ssrcs())
          .containsExactly(Integer.toUnsignedLong(agreed.parameters().slots().get(slot).ssrc()));
    }
  }

  @Test
  void candidatesStandInTheirOrder() {
    assertThat(agreed(CHROMIUM).answerSdp())
        .contains("a=candidate:1 1 udp 2130706431 192.0.2.1 10000 typ host\r\n")
        .contains("a=candidate:2 1 udp 2130706175 2001:db8::1 10000 typ host\r\n")
        .contains(
            "a=candidate:3 1 udp 2130705919 127.0.0.1 10000 typ host\r\na=end-of-candidates\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chromium-video-and-data", "firefox-video-and-data"})
  void videoIsRefusedByPortZeroAndVoiceAndDataServed(String name) {
    Agreed agreed = agreed(offer(name));
    SessionDescription answer = answerOf(agreed);

    assertThat(answer.bundle()).containsExactly("0", "2", "3");
    assertThat(answer.media()).extracting(MediaDescription::port).containsExactly(9, 0, 9, 9);
    MediaDescription data = answer.media().get(3);
    assertThat(data.formats()).containsExactly("webrtc-datachannel");
    assertThat(data.protocol()).isEqualTo("UDP/DTLS/SCTP");
    assertThat(data.sctpPort()).isEqualTo(5000);
    assertThat(data.maxMessageSize()).isEqualTo(DataTransport.SETTINGS.maxMessageBytes());
    assertThat(data.transport().setup()).isEqualTo(Setup.PASSIVE);
    assertThat(agreed.parameters().slots()).hasSize(1);
    assertThat(agreed.parameters().data()).isEqualTo(new PeerParameters.DataLine("3", 5000));
  }

  @ParameterizedTest
  @CsvSource({
    "a=sctp-port:5000,a=sctp-port:0",
    "UDP/DTLS/SCTP,TCP/DTLS/SCTP",
    "webrtc-datachannel,other",
    "a=max-message-size:262144,a=max-message-size:1000"
  })
  void aDataLineThatIsNotOurKindIsRefusedByPortZero(String part, String instead) {
    Agreed agreed = agreed(offer("chromium-video-and-data").replace(part, instead));
    assertThat(answerOf(agreed).media().get(3).port()).isZero();
    assertThat(agreed.parameters().data()).isNull();
  }

  @Test
  void anOfferOfDataAloneIsRefused() {
    String offer = offer("chromium-video-and-data").replace("m=audio 9", "m=audio 0");
    assertThat(answer(offer, LOCAL, null, new Random(1)))
        .isInstanceOfSatisfying(
            Unacceptable.class,
            refusal -> assertThat(refusal.problem()).isEqualTo(Problem.NO_AUDIO));
  }

  @Test
  void slotsOverTheLimitAreRefusedByPortZero() {
    LocalMedia two = new LocalMedia(SERVER, LOCAL.candidates(), 2);
    Agreed agreed = (Agreed) answer(CHROMIUM, two, null, new Random(1));

    assertThat(agreed.parameters().slots()).hasSize(2);
    assertThat(answerOf(agreed).media())
        .extracting(MediaDescription::port)
        .containsExactly(9, 9, 9, 0, 0, 0, 0);
    assertThat(answerOf(agreed).bundle()).containsExactly("0", "1", "2");
  }

  @Test
  void aListenerWithoutMicrophoneIsServed() {
    Agreed agreed = agreed(CHROMIUM.replace("a=sendonly", "a=inactive"));

    assertThat(agreed.parameters().microphone().payloadType()).isEqualTo(-1);
    assertThat(agreed.parameters().slots()).hasSize(6);
    SessionDescription answer = answerOf(agreed);
    assertThat(answer.media().getFirst().port()).isZero();
    assertThat(answer.media().get(1).candidates()).as("on the first line that stands").hasSize(3);
  }

  @Test
  void nackIsAnsweredWhereItIsOfferedAndDtxAlways() {
    Agreed agreed = agreed(CHROMIUM.replace("a=rtcp-fb:111 transport-cc", "a=rtcp-fb:111 nack"));

    assertThat(agreed.parameters().microphone().nack()).isTrue();
    assertThat(agreed.parameters().slots()).allSatisfy(slot -> assertThat(slot.nack()).isTrue());
    assertThat(agreed.answerSdp())
        .contains("a=rtcp-fb:111 nack\r\n")
        .contains("a=fmtp:111 useinbandfec=1;usedtx=1\r\n")
        .doesNotContain("transport-cc");
  }

  @Test
  void extensionsThatAreNotOfferedOrNeedLongHeadersAreLeftOut() {
    Agreed agreed =
        agreed(
            CHROMIUM
                .replace("a=extmap:1 urn", "a=extmap:15 urn")
                .replace("a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n", ""));

    assertThat(agreed.parameters().microphone())
        .isEqualTo(new MicrophoneLine("0", 111, 0, 0, false));
    assertThat(agreed.answerSdp()).doesNotContain("extmap");
  }

  @Test
  void aRestartKeepsTheStreamsAndChangesTheCredentials() {
    Agreed first = agreed(CHROMIUM);
    String offer =
        CHROMIUM.replace("a=ice-ufrag:NvXS", "a=ice-ufrag:new1").replace(" 2 IN IP4", " 3 IN IP4");
    Agreed second = (Agreed) answer(offer, LOCAL, first.parameters(), new Random(2));

    assertThat(second.restart()).isTrue();
    assertThat(second.parameters().slots()).isEqualTo(first.parameters().slots());
    assertThat(second.parameters().remoteIce().ufrag()).isEqualTo("new1");
    assertThat(second.parameters().localIce()).isNotEqualTo(first.parameters().localIce());
    SessionDescription before = answerOf(first);
    SessionDescription after = answerOf(second);
    assertThat(after.sessionId()).isEqualTo(before.sessionId());
    assertThat(after.sessionVersion()).isEqualTo("3");
    assertThat(after.media())
        .extracting(MediaDescription::ssrcs)
        .isEqualTo(before.media().stream().map(MediaDescription::ssrcs).toList());
    assertThat(after.media())
        .extracting(MediaDescription::msid)
        .isEqualTo(before.media().stream().map(MediaDescription::msid).toList());
  }

  @Test
  void theSameOfferAgainIsAnsweredTheSame() {
    Agreed first = agreed(CHROMIUM);
    Agreed second = (Agreed) answer(CHROMIUM, LOCAL, first.parameters(), new Random(2));

    assertThat(second.restart()).isTrue();
    assertThat(second.answerSdp()).isEqualTo(first.answerSdp());
    assertThat(second.parameters()).isEqualTo(first.parameters());
  }

  @Test
  void anotherFingerprintIsAnotherTransport() {
    Agreed first = agreed(CHROMIUM);
    Agreed second =
        (Agreed)
            answer(CHROMIUM.replace("F9:5F", "00:00"), LOCAL, first.parameters(), new Random(2));

    assertThat(second.restart()).isFalse();
    assertThat(second.parameters().slots()).isNotEqualTo(first.parameters().slots());
  }

  @Test
  void theLineForDataMayComeLaterButNotGo() {
    String with = offer("chromium-video-and-data");
    Agreed first = agreed(with.replace("webrtc-datachannel", "other"));
    Agreed second = (Agreed) answer(with, LOCAL, first.parameters(), new Random(2));

    assertThat(first.parameters().data()).isNull();
    assertThat(second.restart()).isTrue();
    assertThat(second.parameters().data()).isEqualTo(new PeerParameters.DataLine("3", 5000));
    assertThat(second.parameters().localIce()).isEqualTo(first.parameters().localIce());
    assertThat(second.parameters().slots()).isEqualTo(first.parameters().slots());

    String without = with.replace("webrtc-datachannel", "other");
    assertThat(answer(without, LOCAL, second.parameters(), new Random(3)))
        .isInstanceOfSatisfying(
            Unacceptable.class,
            refusal -> assertThat(refusal.problem()).isEqualTo(Problem.CHANGED_LINES));
  }

  @Test
  void otherLinesOnTheSameTransportAreRefused() {
    Agreed first = agreed(CHROMIUM);
    String fewer = CHROMIUM.replaceAll("(?s)a=recvonly(?!.*a=recvonly)", "a=inactive");

    assertThat(answer(fewer, LOCAL, first.parameters(), new Random(2)))
        .isInstanceOfSatisfying(
            Unacceptable.class,
            refusal -> assertThat(refusal.problem()).isEqualTo(Problem.CHANGED_LINES));
  }

  @Test
  void eachFlawHasItsProblem() {
    assertThat(problem("")).isEqualTo(Problem.MALFORMED);
    assertThat(problem(CHROMIUM.replace("m=audio", "m=video"))).isEqualTo(Problem.NO_AUDIO);
    assertThat(problem(CHROMIUM.replace("BUNDLE 0 1", "BUNDLE 0"))).isEqualTo(Problem.NO_BUNDLE);
    assertThat(problem(CHROMIUM.replace("a=mid:1\r\n", "a=mid:0\r\n"))).isEqualTo(Problem.BAD_MID);
    assertThat(problem(CHROMIUM.replace("a=mid:1\r\n", ""))).isEqualTo(Problem.BAD_MID);
    assertThat(problem(CHROMIUM.replace("a=mid:1\r\n", "a=mid:" + "1".repeat(17) + "\r\n")))
        .isEqualTo(Problem.BAD_MID);
    assertThat(problem(CHROMIUM.replaceAll("a=ice-ufrag.*\r\n", "")))
        .isEqualTo(Problem.NO_ICE_CREDENTIALS);
    assertThat(problem(CHROMIUM.replaceFirst("a=ice-ufrag:NvXS", "a=ice-ufrag:other")))
        .isEqualTo(Problem.NO_ICE_CREDENTIALS);
    assertThat(problem(CHROMIUM.replace("sha-256", "sha-1"))).isEqualTo(Problem.NO_FINGERPRINT);
    assertThat(problem(CHROMIUM.replaceFirst("sha-256 F9", "sha-256 00")))
        .isEqualTo(Problem.NO_FINGERPRINT);
    assertThat(problem(CHROMIUM.replace("a=setup:actpass", "a=setup:passive")))
        .isEqualTo(Problem.BAD_SETUP);
    assertThat(problem(CHROMIUM.replaceFirst("a=rtcp-mux\r\n", ""))).isEqualTo(Problem.NO_RTCP_MUX);
    assertThat(problem(CHROMIUM.replace("opus/48000/2", "speex/48000/2")))
        .isEqualTo(Problem.NO_OPUS);
    assertThat(problem(CHROMIUM.replaceFirst("a=recvonly", "a=sendonly")))
        .isEqualTo(Problem.TWO_MICROPHONES);
    assertThat(problem(CHROMIUM.replaceFirst("a=extmap:4 urn", "a=extmap:3 urn")))
        .isEqualTo(Problem.CONFLICTING_IDS);
    assertThat(problem(CHROMIUM.replaceFirst("a=rtpmap:63 red/48000/2", "a=rtpmap:63 l16/8000")))
        .isEqualTo(Problem.CONFLICTING_IDS);
    assertThat(Problem.CONFLICTING_IDS.label()).isEqualTo("conflicting-ids");
  }

  @Test
  void aMalformedOfferIsNamedByItsLine() {
    assertThat(answer("v=0\r\nwhat", LOCAL, null, new Random(1)))
        .isEqualTo(new Unacceptable(Problem.MALFORMED, "malformed line in line 2"));
  }

  @Test
  void mutatedOffersAreAnsweredOrRefusedAndNeverThrow() {
    long seed = 9429;
    Random random = new Random(seed);
    int answered = 0;
    for (int i = 0; i < 1_500; i++) {
      String[] lines = (i % 2 == 0 ? CHROMIUM : FIREFOX).split("\r\n", -1);
      for (int change = random.nextInt(3); change >= 0; change--) {
        int at = random.nextInt(lines.length);
        lines[at] = random.nextBoolean() ? "" : lines[random.nextInt(lines.length)];
      }
      String offer = String.join("\r\n", lines).replaceAll("(\r\n)+", "\r\n");
      try {
        if (answer(offer, LOCAL, null, random) instanceof Agreed agreed) {
          assertThat(answerOf(agreed).media()).isNotEmpty();
          answered++;
        }
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + " case " + i + "\n" + offer, e);
      }
    }
    assertThat(answered).isGreaterThan(100);
  }
}
