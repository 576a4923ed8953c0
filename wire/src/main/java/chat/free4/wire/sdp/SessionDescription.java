package chat.free4.wire.sdp;

import java.util.List;

/**
 * A session description (RFC 8866), as far as WebRTC audio needs it. Lines that are not understood
 * are not kept.
 *
 * @param sessionId of the o-line, as written: digits
 * @param sessionVersion of the o-line, as written: digits
 * @param iceLite {@code a=ice-lite} (RFC 8839 section 5.3)
 * @param bundle mids of the first BUNDLE group (RFC 9143 section 7.1); empty when there is none
 * @param transport what stands at session level
 * @param media the m-lines in their order
 */
public record SessionDescription(
    String sessionId,
    String sessionVersion,
    boolean iceLite,
    List<String> bundle,
    TransportDescription transport,
    List<MediaDescription> media)
    implements SdpResult {
  /** Makes the lists immutable. */
  public SessionDescription {
    bundle = List.copyOf(bundle);
    media = List.copyOf(media);
  }
}
