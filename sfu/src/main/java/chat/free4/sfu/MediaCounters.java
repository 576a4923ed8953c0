package chat.free4.sfu;

import java.util.Map;

/**
 * What an engine has counted since it was made; a copy that any thread may keep.
 *
 * @param datagramsReceived datagrams of every kind
 * @param rtpReceived voice packets that passed SRTP
 * @param rtcpReceived control packets that passed SRTP
 * @param forwarded voice packets sent to listeners, the first time
 * @param resent voice packets sent again on a listener's NACK
 * @param nacksSent control packets that asked a speaker to send again
 * @param rtcpSent control packets of every kind
 * @param datagramsSent datagrams of every kind
 * @param slotSwitches times that a voice slot went from one speaker to another
 * @param commandsRefused commands about what is not there, or over a limit
 * @param rooms rooms now
 * @param peers peers now
 * @param connectedPeers peers whose voice can flow now
 * @param boundPaths paths that belong to a peer now
 * @param relayedOut packets to other parts of rooms, one for each part
 * @param relayedIn packets from other parts of rooms
 * @param dataReceived messages of data channels that members sent
 * @param dataSent messages of data channels, one for each member that was given one
 * @param drops datagrams and forwards refused, by the label of their reason
 */
public record MediaCounters(
    long datagramsReceived,
    long rtpReceived,
    long rtcpReceived,
    long forwarded,
    long resent,
    long nacksSent,
    long rtcpSent,
    long datagramsSent,
    long slotSwitches,
    long commandsRefused,
    long rooms,
    long peers,
    long connectedPeers,
    long boundPaths,
    long relayedOut,
    long relayedIn,
    long dataReceived,
    long dataSent,
    Map<String, Long> drops) {

  /** Makes the map immutable. */
  public MediaCounters {
    drops = Map.copyOf(drops);
  }
}
