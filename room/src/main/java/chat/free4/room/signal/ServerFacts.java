package chat.free4.room.signal;

import chat.free4.room.access.Bytes;

/**
 * What a server says of itself in every challenge.
 *
 * @param epoch another one means that the media side is new
 * @param fingerprint the server's DTLS certificate, 32 bytes
 * @param build names the page's build
 * @param ears true where it writes down what is said by who agrees to that
 */
public record ServerFacts(
    String epoch,
    Bytes fingerprint,
    String build,
    int heartbeatMillis,
    int graceMillis,
    ServerMessage.Limits limits,
    boolean ears) {
  /** Of one without ears. */
  public ServerFacts(
      String epoch,
      Bytes fingerprint,
      String build,
      int heartbeatMillis,
      int graceMillis,
      ServerMessage.Limits limits) {
    this(epoch, fingerprint, build, heartbeatMillis, graceMillis, limits, false);
  }
}
