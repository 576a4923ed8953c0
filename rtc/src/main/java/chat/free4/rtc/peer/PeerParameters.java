package chat.free4.rtc.peer;

import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.ice.IceCredentials;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one offer and its answer agreed on: all that a {@link Peer} needs. Immutable; made by {@link
 * Negotiation} on the control side, carried to a worker by a command.
 *
 * @param microphone what the browser sends; absent lines have {@link MicrophoneLine#payloadType} -1
 * @param slots what we send, in the order of their m-lines
 * @param data the line for data channels; null when there is none
 */
public record PeerParameters(
    IceCredentials localIce,
    IceCredentials remoteIce,
    Fingerprint remoteFingerprint,
    MicrophoneLine microphone,
    List<SlotLine> slots,
    @Nullable DataLine data) {

  /** Without data channels. */
  public PeerParameters(
      IceCredentials localIce,
      IceCredentials remoteIce,
      Fingerprint remoteFingerprint,
      MicrophoneLine microphone,
      List<SlotLine> slots) {
    this(localIce, remoteIce, remoteFingerprint, microphone, slots, null);
  }

  /** Makes the list immutable. */
  public PeerParameters {
    slots = List.copyOf(slots);
  }

  /**
   * The line the browser speaks on.
   *
   * @param mid its identification (RFC 8843)
   * @param payloadType Opus, as offered
   * @param midExtension id of the MID header extension; 0 when not negotiated
   * @param levelExtension id of the audio level header extension (RFC 6464); 0 when not negotiated
   * @param nack true when generic NACK was offered
   */
  public record MicrophoneLine(
      String mid, int payloadType, int midExtension, int levelExtension, boolean nack) {}

  /**
   * The line of the data channels (RFC 8841).
   *
   * @param mid its identification
   * @param sctpPort the browser's
   */
  public record DataLine(String mid, int sctpPort) {}

  /**
   * A voice slot: one continuous stream to the browser.
   *
   * @param mid its identification
   * @param ssrc our SSRC, unsigned 32 bits in an int
   * @param payloadType Opus, as this listener offered it
   * @param midExtension id of the MID header extension; 0 when not negotiated
   * @param levelExtension id of the audio level header extension; 0 when not negotiated
   * @param nack true when generic NACK was offered
   */
  public record SlotLine(
      String mid, int ssrc, int payloadType, int midExtension, int levelExtension, boolean nack) {}
}
