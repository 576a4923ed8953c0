package chat.free4.wire.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.wire.sdp.MediaDescription.Codec;
import chat.free4.wire.sdp.MediaDescription.Extension;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SdpCodecTest {
  private static final String HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
  private static final String AUDIO = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";

  private static String offer(String name) {
    try (InputStream in = SdpCodecTest.class.getResourceAsStream("/offers/" + name + ".sdp")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SessionDescription parsed(String text) {
    SdpResult result = SdpParser.parse(text);
    assertThat(result).isInstanceOf(SessionDescription.class);
    return (SessionDescription) result;
  }

  @Test
  void readsWhatChromiumOffers() {
    SessionDescription offer = parsed(offer("chromium-six-slots"));

    assertThat(offer.bundle()).containsExactly("0", "1", "2", "3", "4", "5", "6");
    assertThat(offer.transport()).isEqualTo(TransportDescription.NONE);
    assertThat(offer.media()).hasSize(7);
    MediaDescription microphone = offer.media().getFirst();
    assertThat(microphone.direction()).isEqualTo(Direction.SENDONLY);
    assertThat(microphone.mid()).isEqualTo("0");
    assertThat(microphone.rtcpMux()).isTrue();
    assertThat(microphone.rtcpReducedSize()).isTrue();
    assertThat(microphone.transport().ufrag()).hasSize(4);
    assertThat(microphone.transport().setup()).isEqualTo(Setup.ACTPASS);
    assertThat(microphone.transport().fingerprints())
        .singleElement()
        .satisfies(hash -> assertThat(hash.algorithm()).isEqualTo("sha-256"));
    assertThat(microphone.codecs().getFirst())
        .isEqualTo(
            new Codec(
                111, "opus", 48_000, 2, "minptime=10;useinbandfec=1", List.of("transport-cc")));
    assertThat(microphone.extensions())
        .contains(new Extension(4, "urn:ietf:params:rtp-hdrext:sdes:mid"));
    assertThat(microphone.ssrcs()).hasSize(1);
    assertThat(microphone.candidates()).hasSize(2);
    assertThat(offer.media().get(6).direction()).isEqualTo(Direction.RECVONLY);
  }

  @Test
  void readsWhatFirefoxOffers() {
    SessionDescription offer = parsed(offer("firefox-six-slots"));

    assertThat(offer.transport().fingerprints()).hasSize(1);
    assertThat(offer.media()).hasSize(7);
    assertThat(offer.media().getFirst().endOfCandidates()).isTrue();
    assertThat(offer.media().getFirst().candidates()).as("UDP alone").hasSize(4);
    MediaDescription slot = offer.media().get(1);
    assertThat(slot.port()).isZero();
    assertThat(slot.bundleOnly()).isTrue();
    assertThat(slot.transport().fingerprints()).isEmpty();
    assertThat(slot.transport().orElse(offer.transport()).fingerprints()).hasSize(1);
    assertThat(slot.extensions())
        .contains(new Extension(2, "urn:ietf:params:rtp-hdrext:csrc-audio-level"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chromium-six-slots",
        "firefox-six-slots",
        "chromium-video-and-data",
        "firefox-video-and-data"
      })
  void whatIsWrittenIsReadAgain(String name) {
    SessionDescription offer = parsed(offer(name));

    assertThat(parsed(SdpWriter.write(offer))).isEqualTo(offer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mid:two words",
        "ice-ufrag:abc",
        "ice-ufrag:has space here",
        "ice-pwd:tooshort",
        "fingerprint:sha-256",
        "fingerprint:sha-256 AB:C",
        "fingerprint:sha-256 GG:00",
        "setup:maybe",
        "rtpmap:128 opus/48000/2",
        "rtpmap:111 opus",
        "rtpmap:111 opus/0/2",
        "rtpmap:111",
        "fmtp:111",
        "rtcp-fb:x nack",
        "extmap:0 urn:x",
        "extmap:256 urn:x",
        "extmap:1/both urn:x",
        "extmap:1",
        "ssrc:4294967296 cname:x",
        "ssrc:-1 cname:x",
        "msid:one two three",
        "candidate:1 1 udp 1 host",
        "candidate:1 1 udp 4294967296 10.0.0.1 1 typ host",
        "candidate:1 1 udp 1 10.0.0.1 65536 typ host",
      })
  void anAttributeThatCannotBeReadIsNamedByItsLine(String attribute) {
    assertThat(SdpParser.parse(HEAD + AUDIO + "a=" + attribute + "\r\n"))
        .isEqualTo(new SdpProblem(SdpProblem.Kind.BAD_ATTRIBUTE, 6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "audio 9 UDP/TLS/RTP/SAVPF",
        "audio 65536 UDP/TLS/RTP/SAVPF 111",
        "audio -1 UDP/TLS/RTP/SAVPF 111",
        "audio",
        "au(dio 9 UDP/TLS/RTP/SAVPF 111",
      })
  void aMediaLineThatCannotBeReadIsNamed(String line) {
    assertThat(SdpParser.parse(HEAD + "m=" + line + "\r\n"))
        .isEqualTo(new SdpProblem(SdpProblem.Kind.BAD_MEDIA, 5));
  }

  @Test
  void whatIsNoSdpIsNamed() {
    assertThat(SdpParser.parse("")).isEqualTo(new SdpProblem(SdpProblem.Kind.NOT_SDP, 0));
    assertThat(SdpParser.parse("hello")).isEqualTo(new SdpProblem(SdpProblem.Kind.NOT_SDP, 1));
    assertThat(SdpParser.parse("v=0\r\n")).isEqualTo(new SdpProblem(SdpProblem.Kind.BAD_ORIGIN, 0));
    assertThat(SdpParser.parse("v=0\no=- x 2 IN IP4 127.0.0.1\n"))
        .isEqualTo(new SdpProblem(SdpProblem.Kind.BAD_ORIGIN, 2));
    assertThat(SdpParser.parse(HEAD + "nonsense\r\n"))
        .isEqualTo(new SdpProblem(SdpProblem.Kind.MALFORMED_LINE, 5));
    assertThat(SdpParser.parse(HEAD + "a=mid:\u0000\r\n"))
        .isEqualTo(new SdpProblem(SdpProblem.Kind.MALFORMED_LINE, 5));
  }

  @Test
  void unknownLinesAndBareNewlinesAreNoProblem() {
    SessionDescription description =
        parsed((HEAD + "b=AS:1\r\na=what:ever\r\n" + AUDIO + "a=x-y\r\n").replace("\r\n", "\n"));
    assertThat(description.media()).hasSize(1);
    assertThat(description.media().getFirst().direction()).isEqualTo(Direction.SENDRECV);
  }

  @Test
  void theSessionsDirectionIsTheMediasDefault() {
    assertThat(parsed(HEAD + "a=inactive\r\n" + AUDIO).media().getFirst().direction())
        .isEqualTo(Direction.INACTIVE);
  }

  @Test
  void eachLimitIsKept() {
    assertThat(SdpParser.parse(HEAD + "a=" + "x".repeat(SdpParser.MAX_CHARS)))
        .isEqualTo(new SdpProblem(SdpProblem.Kind.TOO_LARGE, 0));
    assertThat(SdpParser.parse(HEAD + "a=x\n".repeat(SdpParser.MAX_LINES)))
        .isEqualTo(new SdpProblem(SdpProblem.Kind.TOO_MANY_LINES, SdpParser.MAX_LINES + 1));
    assertThat(parsed(HEAD + AUDIO.repeat(SdpParser.MAX_MEDIA)).media())
        .hasSize(SdpParser.MAX_MEDIA);
    assertThat(SdpParser.parse(HEAD + AUDIO.repeat(SdpParser.MAX_MEDIA + 1)))
        .isEqualTo(new SdpProblem(SdpProblem.Kind.TOO_MANY_MEDIA, 4 + SdpParser.MAX_MEDIA + 1));
    assertThat(SdpParser.parse(HEAD + "m=audio 9 X" + " 1".repeat(65) + "\r\n"))
        .isEqualTo(new SdpProblem(SdpProblem.Kind.BAD_MEDIA, 5));
    assertThat(SdpParser.parse(HEAD + "a=group:BUNDLE" + " 1".repeat(65) + "\r\n"))
        .isEqualTo(new SdpProblem(SdpProblem.Kind.TOO_MANY_ATTRIBUTES, 5));
    assertThat(kindOfMany("a=extmap:%d urn:x\r\n")).isEqualTo(SdpProblem.Kind.TOO_MANY_ATTRIBUTES);
    assertThat(kindOfMany("a=ssrc:%d cname:x\r\n")).isEqualTo(SdpProblem.Kind.TOO_MANY_ATTRIBUTES);
    assertThat(kindOfMany("a=candidate:%d 1 udp 1 h 1 typ host\r\n"))
        .isEqualTo(SdpProblem.Kind.TOO_MANY_ATTRIBUTES);
    assertThat(kindOfMany("a=fingerprint:sha-256 %02d\r\n"))
        .isEqualTo(SdpProblem.Kind.TOO_MANY_ATTRIBUTES);
  }

  private static SdpProblem.Kind kindOfMany(String line) {
    StringBuilder text = new StringBuilder(HEAD + AUDIO);
    for (int i = 1; i <= SdpParser.MAX_ATTRIBUTES_OF_A_KIND + 1; i++) {
      text.append(line.formatted(i));
    }
    return ((SdpProblem) SdpParser.parse(text.toString())).kind();
  }

  @Test
  void feedbackForEveryPayloadTypeReachesEach() {
    MediaDescription media =
        parsed(HEAD + AUDIO + "a=rtcp-fb:* nack\r\na=rtpmap:111 opus/48000/2\r\n")
            .media()
            .getFirst();
    assertThat(media.codecs().getFirst().feedback()).containsExactly("nack");
  }

  @Test
  void passwordsAreNotPrinted() {
    assertThat(new TransportDescription("abcd", "secret", List.of(), null).toString())
        .doesNotContain("secret");
  }

  @Test
  void aLineEndIsNeverWrittenIntoALine() {
    SessionDescription evil =
        new SessionDescription(
            "1\r\na=evil", "1", false, List.of(), TransportDescription.NONE, List.of());
    assertThatThrownBy(() -> SdpWriter.write(evil)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mutatedOffersAreReadOrRefusedAndWhatIsReadCanBeWritten() {
    long seed = 8866;
    Random random = new Random(seed);
    String[] offers = {offer("chromium-six-slots"), offer("firefox-six-slots")};
    String alphabet = "0123456789 :/=;-azAZ\r\n\u0000\u202e\ud800";
    int read = 0;
    for (int i = 0; i < 1_000; i++) {
      StringBuilder text = new StringBuilder(offers[i % 2]);
      for (int change = random.nextInt(4); change >= 0; change--) {
        mutate(text, random, alphabet);
      }
      try {
        if (SdpParser.parse(text.toString()) instanceof SessionDescription description) {
          assertThat(SdpParser.parse(SdpWriter.write(description))).isEqualTo(description);
          read++;
        }
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + " case " + i + "\n" + text, e);
      }
    }
    assertThat(read).isGreaterThan(100);
  }

  private static void mutate(StringBuilder text, Random random, String alphabet) {
    int at = random.nextInt(text.length());
    switch (random.nextInt(4)) {
      case 0 -> text.deleteCharAt(at);
      case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
      case 2 -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
      default -> text.delete(at, Math.min(text.length(), at + random.nextInt(200)));
    }
  }
}
