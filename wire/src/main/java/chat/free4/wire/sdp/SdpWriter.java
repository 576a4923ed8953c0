package chat.free4.wire.sdp;

import chat.free4.wire.sdp.MediaDescription.Candidate;
import chat.free4.wire.sdp.MediaDescription.Codec;
import chat.free4.wire.sdp.MediaDescription.Extension;
import chat.free4.wire.sdp.TransportDescription.CertificateHash;

/**
 * Writes session descriptions (RFC 8866) with CRLF line ends. What it is given must have come from
 * {@link SdpParser} or from our own code: a text with a line end in it is a bug, and throws.
 */
public final class SdpWriter {
  /** RFC 5576 wants an attribute beside an SSRC; one name says that the streams belong together. */
  private static final String CNAME = "free4chat";

  private final StringBuilder out = new StringBuilder(4096);

  private SdpWriter() {}

  /** The text of {@code description}. */
  public static String write(SessionDescription description) {
    SdpWriter writer = new SdpWriter();
    writer.writeSession(description);
    description.media().forEach(writer::writeMedia);
    return writer.out.toString();
  }

  private void writeSession(SessionDescription description) {
    line("v=0");
    line(
        "o=- "
            + description.sessionId()
            + " "
            + description.sessionVersion()
            + " IN IP4 127.0.0.1");
    line("s=-");
    line("t=0 0");
    if (!description.bundle().isEmpty()) {
      line("a=group:BUNDLE " + String.join(" ", description.bundle()));
    }
    flag("ice-lite", description.iceLite());
    writeTransport(description.transport());
  }

  private void writeMedia(MediaDescription media) {
    line(
        "m="
            + media.kind()
            + " "
            + media.port()
            + " "
            + media.protocol()
            + " "
            + String.join(" ", media.formats()));
    line("c=IN IP4 0.0.0.0");
    if (media.mid() != null) {
      line("a=mid:" + media.mid());
    }
    line("a=" + media.direction().attribute());
    flag("bundle-only", media.bundleOnly());
    writeTransport(media.transport());
    flag("rtcp-mux", media.rtcpMux());
    flag("rtcp-rsize", media.rtcpReducedSize());
    media.codecs().forEach(this::writeCodec);
    for (Extension extension : media.extensions()) {
      line("a=extmap:" + extension.id() + " " + extension.uri());
    }
    if (media.msid() != null) {
      line("a=msid:" + media.msid());
    }
    for (long ssrc : media.ssrcs()) {
      line("a=ssrc:" + ssrc + " cname:" + CNAME);
    }
    if (media.sctpPort() != 0) {
      line("a=sctp-port:" + media.sctpPort());
    }
    if (media.maxMessageSize() != MediaDescription.NO_MESSAGE_SIZE) {
      line("a=max-message-size:" + media.maxMessageSize());
    }
    media.candidates().forEach(this::writeCandidate);
    flag("end-of-candidates", media.endOfCandidates());
  }

  private void writeTransport(TransportDescription transport) {
    if (transport.ufrag() != null) {
      line("a=ice-ufrag:" + transport.ufrag());
    }
    if (transport.password() != null) {
      line("a=ice-pwd:" + transport.password());
    }
    for (CertificateHash hash : transport.fingerprints()) {
      line("a=fingerprint:" + hash.algorithm() + " " + hash.hex());
    }
    if (transport.setup() != null) {
      line("a=setup:" + transport.setup().value());
    }
  }

  private void writeCodec(Codec codec) {
    String channels = codec.channels() == 1 ? "" : "/" + codec.channels();
    line(
        "a=rtpmap:"
            + codec.payloadType()
            + " "
            + codec.name()
            + "/"
            + codec.clockRate()
            + channels);
    if (!codec.parameters().isEmpty()) {
      line("a=fmtp:" + codec.payloadType() + " " + codec.parameters());
    }
    for (String feedback : codec.feedback()) {
      line("a=rtcp-fb:" + codec.payloadType() + " " + feedback);
    }
  }

  private void writeCandidate(Candidate candidate) {
    line(
        "a=candidate:"
            + candidate.foundation()
            + " "
            + candidate.component()
            + " udp "
            + candidate.priority()
            + " "
            + candidate.address()
            + " "
            + candidate.port()
            + " typ "
            + candidate.type());
  }

  private void flag(String name, boolean set) {
    if (set) {
      line("a=" + name);
    }
  }

  private void line(String text) {
    if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a line end in " + text);
    }
    out.append(text).append("\r\n");
  }
}
