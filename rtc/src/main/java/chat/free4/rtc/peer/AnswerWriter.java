package chat.free4.rtc.peer;

import chat.free4.rtc.peer.Negotiation.HostCandidate;
import chat.free4.rtc.peer.Negotiation.LocalMedia;
import chat.free4.rtc.peer.OfferReader.Offered;
import chat.free4.rtc.peer.PeerParameters.SlotLine;
import chat.free4.wire.sdp.Direction;
import chat.free4.wire.sdp.MediaDescription;
import chat.free4.wire.sdp.MediaDescription.Candidate;
import chat.free4.wire.sdp.MediaDescription.Codec;
import chat.free4.wire.sdp.MediaDescription.Extension;
import chat.free4.wire.sdp.SessionDescription;
import chat.free4.wire.sdp.Setup;
import chat.free4.wire.sdp.TransportDescription;
import chat.free4.wire.sdp.TransportDescription.CertificateHash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Writes the answer that DESIGN section 10 has proven in Chromium and Firefox. */
final class AnswerWriter {
  /** The discard port: addresses stand in candidates (RFC 9429 section 5.3.1). */
  private static final int NO_PORT = 9;

  /** Type preference of host candidates (RFC 8445 section 5.1.2.2). */
  private static final long HOST_PREFERENCE = 126;

  private static final long MAX_LOCAL_PREFERENCE = 65_535;
  private static final int RTP_COMPONENT = 1;

  private final Offered offered;
  private final PeerParameters parameters;
  private final LocalMedia local;
  private final TransportDescription transport;
  private int slot;
  private boolean first = true;

  private AnswerWriter(Offered offered, PeerParameters parameters, LocalMedia local) {
    this.offered = offered;
    this.parameters = parameters;
    this.local = local;
    this.transport =
        new TransportDescription(
            parameters.localIce().ufrag(),
            parameters.localIce().password(),
            List.of(new CertificateHash("sha-256", local.fingerprint().toString())),
            Setup.PASSIVE);
  }

  static SessionDescription answer(
      SessionDescription offer, Offered offered, PeerParameters parameters, LocalMedia local) {
    return new AnswerWriter(offered, parameters, local).answer(offer);
  }

  private SessionDescription answer(SessionDescription offer) {
    List<MediaDescription> media = new ArrayList<>();
    List<String> bundle = new ArrayList<>();
    for (int i = 0; i < offer.media().size(); i++) {
      MediaDescription line = offer.media().get(i);
      if (offered.accepted().contains(i)) {
        media.add(accepted(line));
        bundle.add(Objects.requireNonNull(line.mid()));
      } else {
        media.add(refused(line));
      }
    }
    return new SessionDescription(
        sessionId(), offer.sessionVersion(), true, bundle, TransportDescription.NONE, media);
  }

  /**
   * One id for all answers about one transport, with the offer's version (RFC 3264 section 8): of
   * the browser's fingerprint, so that nothing need be remembered.
   */
  private String sessionId() {
    long bits = ByteBuffer.wrap(parameters.remoteFingerprint().toBytes()).getLong();
    return Long.toString(bits & Long.MAX_VALUE);
  }

  private static MediaDescription refused(MediaDescription line) {
    MediaDescription.Builder answer =
        MediaDescription.builder(line.kind(), 0, line.protocol(), line.formats())
            .direction(Direction.INACTIVE);
    if (line.mid() != null) {
      answer.mid(line.mid());
    }
    return answer.build();
  }

  private MediaDescription accepted(MediaDescription line) {
    MediaDescription.Builder answer =
        line.kind().equals("audio") ? acceptedAudio(line) : acceptedData(line);
    if (first) {
      first = false;
      addCandidates(answer);
    }
    return answer.build();
  }

  private MediaDescription.Builder acceptedData(MediaDescription line) {
    return MediaDescription.builder(
            line.kind(), NO_PORT, line.protocol(), List.of(OfferReader.DATA_CHANNEL_FORMAT))
        .mid(Objects.requireNonNull(line.mid()))
        .transport(transport)
        .sctpPort(DataTransport.SETTINGS.localPort())
        .maxMessageSize(DataTransport.SETTINGS.maxMessageBytes());
  }

  private MediaDescription.Builder acceptedAudio(MediaDescription line) {
    Codec opus = Objects.requireNonNull(OfferReader.opusOf(line));
    String payloadType = Integer.toString(opus.payloadType());
    MediaDescription.Builder answer =
        MediaDescription.builder("audio", NO_PORT, line.protocol(), List.of(payloadType))
            .mid(Objects.requireNonNull(line.mid()))
            .transport(transport)
            .rtcpMux();
    if (line.rtcpReducedSize()) {
      answer.rtcpReducedSize();
    }
    boolean isSlot = line.direction() == Direction.RECVONLY;
    if (isSlot) {
      SlotLine agreed = parameters.slots().get(slot);
      String name = "slot-" + slot;
      slot++;
      answer
          .direction(Direction.SENDONLY)
          .msid(name + " " + name)
          .ssrc(Integer.toUnsignedLong(agreed.ssrc()))
          .codec(answerCodec(opus, agreed.nack()));
      addExtensions(answer, agreed.midExtension(), agreed.levelExtension());
    } else {
      answer.direction(Direction.RECVONLY).codec(answerCodec(opus, parameters.microphone().nack()));
      addExtensions(
          answer, parameters.microphone().midExtension(), parameters.microphone().levelExtension());
    }
    return answer;
  }

  /**
   * FEC and DTX always: both say what we want to be sent (RFC 7587 section 6.1), and a browser that
   * is silent sends 3 packets a second then instead of 50.
   */
  private static Codec answerCodec(Codec opus, boolean nack) {
    return new Codec(
        opus.payloadType(),
        opus.name(),
        opus.clockRate(),
        opus.channels(),
        "useinbandfec=1;usedtx=1",
        nack ? List.of("nack") : List.of());
  }

  private static void addExtensions(MediaDescription.Builder answer, int midId, int levelId) {
    if (midId != 0) {
      answer.extension(new Extension(midId, OfferReader.MID_EXTENSION));
    }
    if (levelId != 0) {
      answer.extension(new Extension(levelId, OfferReader.LEVEL_EXTENSION));
    }
  }

  /** On the first line alone: the others are bundled with it (RFC 9143 section 7.1.3). */
  private void addCandidates(MediaDescription.Builder answer) {
    for (int i = 0; i < local.candidates().size(); i++) {
      HostCandidate candidate = local.candidates().get(i);
      long priority =
          (HOST_PREFERENCE << 24) | ((MAX_LOCAL_PREFERENCE - i) << 8) | (256 - RTP_COMPONENT);
      answer.candidate(
          new Candidate(
              Integer.toString(i + 1),
              RTP_COMPONENT,
              priority,
              candidate.address(),
              candidate.port(),
              "host"));
    }
    answer.endOfCandidates();
  }
}
