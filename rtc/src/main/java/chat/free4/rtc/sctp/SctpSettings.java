package chat.free4.rtc.sctp;

/**
 * What an association may use. Every number is a limit: over it something is refused, and memory
 * does not grow.
 *
 * @param localPort our port, which stands in the SDP (RFC 8841 section 5)
 * @param remotePort the other side's
 * @param maxPacketBytes longest packet that is sent, a multiple of four: what DTLS over UDP takes
 *     without being cut into pieces
 * @param maxMessageBytes longest message, in both directions (RFC 8841 section 6)
 * @param sendBufferBytes what was given to {@code send} and is not acknowledged
 * @param sendBufferMessages messages that wait to be sent; short ones cost more than their bytes
 * @param receiveWindowBytes what was received and is not yet taken by {@code pollMessage}; at least
 *     twice {@code maxMessageBytes}, so that a message always fits
 * @param maxStreams streams in each direction
 */
public record SctpSettings(
    int localPort,
    int remotePort,
    int maxPacketBytes,
    int maxMessageBytes,
    int sendBufferBytes,
    int sendBufferMessages,
    int receiveWindowBytes,
    int maxStreams) {

  /** The port that everybody uses. */
  public static final int DEFAULT_PORT = 5000;

  /** What a browser at a server is served with. */
  public static final SctpSettings DEFAULT =
      new SctpSettings(DEFAULT_PORT, DEFAULT_PORT, 1160, 1 << 16, 1 << 20, 4096, 1 << 18, 64);

  /** Refuses numbers that no association can work with. */
  public SctpSettings {
    require(maxPacketBytes >= 512 && maxPacketBytes % 4 == 0, "maxPacketBytes", maxPacketBytes);
    require(maxMessageBytes >= 1, "maxMessageBytes", maxMessageBytes);
    require(sendBufferBytes >= maxMessageBytes, "sendBufferBytes", sendBufferBytes);
    require(sendBufferMessages >= 1, "sendBufferMessages", sendBufferMessages);
    require(
        receiveWindowBytes >= 2L * maxMessageBytes && receiveWindowBytes >= 4 * maxPacketBytes,
        "receiveWindowBytes",
        receiveWindowBytes);
    // All of them fit into one FORWARD TSN or RECONFIG.
    require(
        maxStreams >= 1 && 4 * maxStreams <= maxPacketBytes - 64 && maxStreams <= 1024,
        "maxStreams",
        maxStreams);
  }

  private static void require(boolean holds, String name, int value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " " + value);
    }
  }

  /** The same, towards another port. */
  public SctpSettings withRemotePort(int port) {
    return new SctpSettings(
        localPort,
        port,
        maxPacketBytes,
        maxMessageBytes,
        sendBufferBytes,
        sendBufferMessages,
        receiveWindowBytes,
        maxStreams);
  }
}
