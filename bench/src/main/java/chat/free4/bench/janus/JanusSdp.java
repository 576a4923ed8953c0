package chat.free4.bench.janus;

import chat.free4.bench.load.VoiceSource;
import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.sim.BrowserKind;
import chat.free4.wire.sdp.Direction;
import chat.free4.wire.sdp.MediaDescription;
import chat.free4.wire.sdp.MediaDescription.Candidate;
import chat.free4.wire.sdp.MediaDescription.Codec;
import chat.free4.wire.sdp.MediaDescription.Extension;
import chat.free4.wire.sdp.SdpParser;
import chat.free4.wire.sdp.SdpWriter;
import chat.free4.wire.sdp.SessionDescription;
import chat.free4.wire.sdp.Setup;
import chat.free4.wire.sdp.TransportDescription;
import chat.free4.wire.sdp.TransportDescription.CertificateHash;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The descriptions that members and Janus exchange (RFC 8866, RFC 9429). Janus answers the talking
 * connection's offer, and offers the listening one itself; members open DTLS in both. Throws
 * IllegalArgumentException where Janus says what a member cannot use.
 */
final class JanusSdp {
  /** Of the talking connection's one line. */
  static final String TALK_MID = "0";

  private static final String LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
  private static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";
  private static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";
  private static final String OPUS = "opus";

  /** The discard port: Janus learns an address from checks (RFC 8445 section 7.3.1.3). */
  private static final int NO_PORT = 9;

  private static final int CLOCK_RATE = 48_000;
  private static final int CHANNELS = 2;

  private JanusSdp() {}

  /** What one side of a connection shows of itself. */
  record Own(IceCredentials ice, Fingerprint fingerprint) {
    private TransportDescription transport() {
      CertificateHash hash = new CertificateHash("sha-256", fingerprint.toString());
      return new TransportDescription(ice.ufrag(), ice.password(), List.of(hash), Setup.ACTIVE);
    }
  }

  /**
   * What Janus shows of itself.
   *
   * @param address where its connection is
   */
  record Remote(IceCredentials ice, Fingerprint fingerprint, InetSocketAddress address) {}

  /** The offer of a connection that talks. */
  static String offer(Own own, BrowserKind kind, int ssrc) {
    MediaDescription microphone =
        line(TALK_MID, kind.payloadType(), Direction.SENDONLY, own)
            .extension(new Extension(kind.levelExtension(), LEVEL))
            .extension(new Extension(kind.midExtension(), MID))
            .msid("voice voice")
            .ssrc(Integer.toUnsignedLong(ssrc))
            .build();
    return write(List.of(microphone), List.of(TALK_MID));
  }

  /** The answer to Janus's offer of a connection that listens: everything, as it was offered. */
  static String answer(SessionDescription offer, Own own) {
    List<MediaDescription> media = new ArrayList<>();
    for (MediaDescription offered : offer.media()) {
      String mid = Objects.requireNonNullElse(offered.mid(), "");
      check(offered.direction() == Direction.SENDONLY, "a line that is not sendonly");
      MediaDescription.Builder line =
          line(mid, opus(offered).payloadType(), Direction.RECVONLY, own);
      for (Extension extension : offered.extensions()) {
        if (extension.uri().equals(LEVEL) || extension.uri().equals(MID)) {
          line.extension(extension);
        }
      }
      media.add(line.build());
    }
    return write(media, offer.bundle());
  }

  private static Codec opus(MediaDescription offered) {
    return offered.codecs().stream()
        .filter(codec -> codec.name().equalsIgnoreCase(OPUS))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a line without Opus"));
  }

  private static MediaDescription.Builder line(
      String mid, int payloadType, Direction direction, Own own) {
    List<String> formats = List.of(Integer.toString(payloadType));
    return MediaDescription.builder("audio", NO_PORT, PROTOCOL, formats)
        .mid(mid)
        .direction(direction)
        .rtcpMux()
        .transport(own.transport())
        .codec(new Codec(payloadType, OPUS, CLOCK_RATE, CHANNELS, "", List.of()));
  }

  private static String write(List<MediaDescription> media, List<String> bundle) {
    return SdpWriter.write(
        new SessionDescription("1", "1", false, bundle, TransportDescription.NONE, media));
  }

  /** Reads what Janus says. */
  static SessionDescription parse(String sdp) {
    if (SdpParser.parse(sdp) instanceof SessionDescription session && !session.media().isEmpty()) {
      return session;
    }
    throw new IllegalArgumentException("not SDP with media: " + sdp);
  }

  /** Where and how Janus is reached: all its lines share the first one's transport. */
  static Remote remote(SessionDescription session) {
    MediaDescription first = session.media().getFirst();
    TransportDescription transport = first.transport().orElse(session.transport());
    String ufrag = transport.ufrag();
    String password = transport.password();
    check(session.iceLite(), "Janus is to be ICE-lite: it would send checks, and wait for answers");
    check(ufrag != null && password != null, "no ICE credentials");
    check(!transport.fingerprints().isEmpty(), "no fingerprint");
    check(!first.candidates().isEmpty(), "no candidate");
    CertificateHash hash = transport.fingerprints().getFirst();
    Candidate candidate = first.candidates().getFirst();
    return new Remote(
        new IceCredentials(Objects.requireNonNull(ufrag), Objects.requireNonNull(password)),
        new Fingerprint(HexFormat.ofDelimiter(":").parseHex(hash.hex().toLowerCase(Locale.ROOT))),
        new InetSocketAddress(InetAddress.ofLiteral(candidate.address()), candidate.port()));
  }

  /**
   * Whose voice comes in which stream of a connection that listens.
   *
   * @param feedsByMid what Janus said of the same offer
   */
  static List<VoiceSource> sources(SessionDescription offer, Map<String, Integer> feedsByMid) {
    List<VoiceSource> sources = new ArrayList<>();
    for (MediaDescription line : offer.media()) {
      Integer feed = feedsByMid.get(Objects.requireNonNullElse(line.mid(), ""));
      check(feed != null, "a line of no feed");
      check(line.ssrcs().size() == 1, "a line without its SSRC");
      sources.add(
          new VoiceSource(line.ssrcs().getFirst().intValue(), Objects.requireNonNull(feed)));
    }
    return sources;
  }

  private static void check(boolean holds, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException(complaint);
    }
  }
}
