package chat.free4.sim;

import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.wire.sdp.MediaDescription;
import chat.free4.wire.sdp.SdpParser;
import chat.free4.wire.sdp.SessionDescription;
import chat.free4.wire.sdp.TransportDescription;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a browser takes from the answer. Throws IllegalArgumentException where a browser would
 * refuse {@code setRemoteDescription}.
 *
 * @param ice the server's credentials
 * @param fingerprint of the server's certificate
 * @param nack true when the server takes NACKs
 * @param slots those that the server accepted
 * @param candidates where it can be reached, best first
 */
public record ServerAnswer(
    IceCredentials ice,
    Fingerprint fingerprint,
    boolean nack,
    List<Slot> slots,
    List<MediaDescription.Candidate> candidates) {

  /** A voice slot that the server accepted. */
  public record Slot(String mid, int ssrc) {}

  /** Reads an answer to an offer of so many slots. */
  public static ServerAnswer parse(String sdp, int offeredSlots) {
    if (!(SdpParser.parse(sdp) instanceof SessionDescription session)) {
      throw new IllegalArgumentException("not SDP: " + sdp);
    }
    check(session.iceLite(), "ice-lite is missing");
    check(session.media().size() == offeredSlots + 1, "another number of m-lines");
    MediaDescription microphone = session.media().getFirst();
    TransportDescription transport = microphone.transport().orElse(session.transport());
    String ufrag = Objects.requireNonNull(transport.ufrag(), "no ufrag");
    String password = Objects.requireNonNull(transport.password(), "no password");
    check(!transport.fingerprints().isEmpty(), "no fingerprint");
    TransportDescription.CertificateHash hash = transport.fingerprints().getFirst();
    check(hash.algorithm().equals("sha-256"), "fingerprint by " + hash.algorithm());
    List<Slot> slots = new ArrayList<>();
    for (MediaDescription line : session.media().subList(1, session.media().size())) {
      if (line.port() != 0) {
        String mid = Objects.requireNonNull(line.mid(), "a slot without mid");
        check(session.bundle().contains(mid), "a slot outside BUNDLE");
        check(line.ssrcs().size() == 1, "a slot without ssrc: its packets would be dropped");
        slots.add(new Slot(mid, line.ssrcs().getFirst().intValue()));
      }
    }
    return new ServerAnswer(
        new IceCredentials(ufrag, password),
        new Fingerprint(bytes(hash.hex())),
        microphone.codecs().stream().anyMatch(codec -> codec.feedback().contains("nack")),
        slots,
        microphone.candidates());
  }

  private static byte[] bytes(String hex) {
    return HexFormat.ofDelimiter(":").parseHex(hex.toLowerCase(Locale.ROOT));
  }

  private static void check(boolean holds, String complaint) {
    if (!holds) {
      throw new IllegalArgumentException(complaint);
    }
  }
}
