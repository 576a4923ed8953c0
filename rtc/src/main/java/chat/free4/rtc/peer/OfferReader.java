package chat.free4.rtc.peer;

import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.rtc.peer.Negotiation.Problem;
import chat.free4.rtc.peer.Negotiation.Unacceptable;
import chat.free4.rtc.peer.PeerParameters.DataLine;
import chat.free4.rtc.peer.PeerParameters.MicrophoneLine;
import chat.free4.rtc.peer.PeerParameters.SlotLine;
import chat.free4.wire.sdp.Direction;
import chat.free4.wire.sdp.MediaDescription;
import chat.free4.wire.sdp.MediaDescription.Codec;
import chat.free4.wire.sdp.MediaDescription.Extension;
import chat.free4.wire.sdp.SessionDescription;
import chat.free4.wire.sdp.Setup;
import chat.free4.wire.sdp.TransportDescription;
import chat.free4.wire.sdp.TransportDescription.CertificateHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds in an offer the lines we can serve, and checks that they make one transport. */
final class OfferReader {
  /** Longest mid: what a one-byte header extension holds (RFC 8285 section 4.2). */
  static final int MAX_MID_CHARS = 16;

  static final String MID_EXTENSION = "urn:ietf:params:rtp-hdrext:sdes:mid";
  static final String LEVEL_EXTENSION = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

  static final String DATA_CHANNEL_FORMAT = "webrtc-datachannel";

  /** What {@code a=max-message-size:0} says. */
  private static final long ANY_MESSAGE_SIZE = 0;

  /** Ids of one-byte header extensions are 1 to 14 (RFC 8285 section 4.2). */
  private static final int MAX_ONE_BYTE_ID = 14;

  private static final int OPUS_CLOCK_RATE = 48_000;
  private static final int OPUS_CHANNELS = 2;
  private static final HexFormat HEX = HexFormat.ofDelimiter(":");
  private static final MicrophoneLine NO_MICROPHONE = new MicrophoneLine("", -1, 0, 0, false);

  private final SessionDescription offer;
  private final int maxVoiceSlots;
  private final List<MediaDescription> accepted = new ArrayList<>();
  private final Set<Integer> acceptedIndices = new HashSet<>();
  private final List<SlotLine> slots = new ArrayList<>();
  private MicrophoneLine microphone = NO_MICROPHONE;
  private @Nullable DataLine data;

  private OfferReader(SessionDescription offer, int maxVoiceSlots) {
    this.offer = offer;
    this.maxVoiceSlots = maxVoiceSlots;
  }

  /** What reading gives: {@link Offered} or a refusal. */
  sealed interface Reading permits Offered, Unacceptable {}

  /**
   * What an offer asks for.
   *
   * @param accepted indices of the lines we serve; all others are refused
   * @param slots without SSRCs: those are 0
   */
  record Offered(
      IceCredentials ice,
      Fingerprint fingerprint,
      MicrophoneLine microphone,
      List<SlotLine> slots,
      @Nullable DataLine data,
      Set<Integer> accepted)
      implements Reading {}

  static Reading read(SessionDescription offer, int maxVoiceSlots) {
    return new OfferReader(offer, maxVoiceSlots).read();
  }

  private Reading read() {
    for (int i = 0; i < offer.media().size(); i++) {
      MediaDescription line = offer.media().get(i);
      if (isServed(line)) {
        Unacceptable refusal = accept(i, line);
        if (refusal != null) {
          return refusal;
        }
      }
    }
    boolean noAudio = slots.isEmpty() && microphone.payloadType() < 0;
    if (noAudio) {
      return new Unacceptable(Problem.NO_AUDIO, "no audio line");
    }
    Unacceptable conflict = findConflict();
    return conflict != null ? conflict : readTransport();
  }

  /** The first line for data channels that takes messages as long as ours. */
  private boolean isData(MediaDescription line) {
    long size = line.maxMessageSize();
    boolean longMessages =
        size == ANY_MESSAGE_SIZE || size >= DataTransport.SETTINGS.maxMessageBytes();
    return data == null
        && line.kind().equals("application")
        && line.protocol().equals("UDP/DTLS/SCTP")
        && line.formats().contains(DATA_CHANNEL_FORMAT)
        && line.sctpPort() != 0
        && (longMessages || size == MediaDescription.NO_MESSAGE_SIZE);
  }

  /**
   * Audio over DTLS-SRTP that sends, or that receives while there are slots left; and data
   * channels.
   */
  private boolean isServed(MediaDescription line) {
    boolean standing = line.port() != 0 || line.bundleOnly();
    boolean audio = line.kind().equals("audio") && line.protocol().endsWith("TLS/RTP/SAVPF");
    if (!audio) {
      return standing && isData(line);
    }
    return standing
        && switch (line.direction()) {
          case SENDONLY, SENDRECV -> true;
          case RECVONLY -> slots.size() < maxVoiceSlots;
          case INACTIVE -> false;
        };
  }

  private @Nullable Unacceptable accept(int index, MediaDescription line) {
    String where = "m-line " + index;
    String mid = line.mid();
    boolean goodMid = mid != null && mid.length() <= MAX_MID_CHARS;
    if (mid == null || !goodMid || accepted.stream().anyMatch(other -> mid.equals(other.mid()))) {
      return new Unacceptable(Problem.BAD_MID, where);
    }
    if (!offer.bundle().contains(mid)) {
      return new Unacceptable(Problem.NO_BUNDLE, where);
    }
    if (isData(line)) {
      data = new DataLine(mid, line.sctpPort());
      accepted.add(line);
      acceptedIndices.add(index);
      return null;
    }
    if (!line.rtcpMux()) {
      return new Unacceptable(Problem.NO_RTCP_MUX, where);
    }
    Codec opus = opusOf(line);
    if (opus == null) {
      return new Unacceptable(Problem.NO_OPUS, where);
    }
    boolean nack = opus.feedback().contains("nack");
    int midId = extensionId(line, MID_EXTENSION);
    int levelId = extensionId(line, LEVEL_EXTENSION);
    if (line.direction() == Direction.RECVONLY) {
      slots.add(new SlotLine(mid, 0, opus.payloadType(), midId, levelId, nack));
    } else if (microphone.payloadType() < 0) {
      microphone = new MicrophoneLine(mid, opus.payloadType(), midId, levelId, nack);
    } else {
      return new Unacceptable(Problem.TWO_MICROPHONES, where);
    }
    accepted.add(line);
    acceptedIndices.add(index);
    return null;
  }

  static @Nullable Codec opusOf(MediaDescription line) {
    for (Codec codec : line.codecs()) {
      boolean opus =
          codec.name().equalsIgnoreCase("opus")
              && codec.clockRate() == OPUS_CLOCK_RATE
              && codec.channels() == OPUS_CHANNELS;
      if (opus && line.formats().contains(Integer.toString(codec.payloadType()))) {
        return codec;
      }
    }
    return null;
  }

  /** 0 when it is not offered, or under an id that a one-byte header cannot hold. */
  private static int extensionId(MediaDescription line, String uri) {
    for (Extension extension : line.extensions()) {
      if (extension.uri().equals(uri) && extension.id() <= MAX_ONE_BYTE_ID) {
        return extension.id();
      }
    }
    return 0;
  }

  /** Bundled lines share the numbers (RFC 9143 section 9.1). */
  private @Nullable Unacceptable findConflict() {
    Map<Integer, String> extensions = new HashMap<>();
    Map<Integer, String> codecs = new HashMap<>();
    for (MediaDescription line : accepted) {
      for (Extension extension : line.extensions()) {
        String other = extensions.putIfAbsent(extension.id(), extension.uri());
        if (other != null && !other.equals(extension.uri())) {
          return new Unacceptable(Problem.CONFLICTING_IDS, "extension id " + extension.id());
        }
      }
      for (Codec codec : line.codecs()) {
        String name = codec.name().toLowerCase(Locale.ROOT) + "/" + codec.clockRate();
        String other = codecs.putIfAbsent(codec.payloadType(), name);
        if (other != null && !other.equals(name)) {
          return new Unacceptable(Problem.CONFLICTING_IDS, "payload type " + codec.payloadType());
        }
      }
    }
    return null;
  }

  private Reading readTransport() {
    TransportDescription first = accepted.getFirst().transport().orElse(offer.transport());
    String ufrag = first.ufrag();
    String password = first.password();
    if (ufrag == null || password == null) {
      return new Unacceptable(Problem.NO_ICE_CREDENTIALS, "mid " + accepted.getFirst().mid());
    }
    if (first.setup() != Setup.ACTPASS && first.setup() != Setup.ACTIVE) {
      return new Unacceptable(Problem.BAD_SETUP, "mid " + accepted.getFirst().mid());
    }
    Fingerprint fingerprint = fingerprintOf(first);
    if (fingerprint == null) {
      return new Unacceptable(Problem.NO_FINGERPRINT, "mid " + accepted.getFirst().mid());
    }
    for (MediaDescription line : accepted) {
      TransportDescription transport = line.transport().orElse(first);
      if (!ufrag.equals(transport.ufrag()) || !password.equals(transport.password())) {
        return new Unacceptable(Problem.NO_ICE_CREDENTIALS, "mid " + line.mid());
      }
      Fingerprint other = fingerprintOf(transport);
      if (other == null || !other.equals(fingerprint)) {
        return new Unacceptable(Problem.NO_FINGERPRINT, "mid " + line.mid());
      }
    }
    return new Offered(
        new IceCredentials(ufrag, password),
        fingerprint,
        microphone,
        List.copyOf(slots),
        data,
        Set.copyOf(acceptedIndices));
  }

  private static @Nullable Fingerprint fingerprintOf(TransportDescription transport) {
    for (CertificateHash hash : transport.fingerprints()) {
      boolean sha256 = hash.algorithm().equals("sha-256");
      if (sha256 && hash.hex().length() == 3 * Fingerprint.BYTES - 1) {
        return new Fingerprint(HEX.parseHex(hash.hex()));
      }
    }
    return null;
  }
}
