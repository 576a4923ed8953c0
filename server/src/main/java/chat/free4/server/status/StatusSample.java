package chat.free4.server.status;

/**
 * How a node was doing at one moment.
 *
 * @param atMillis since 1970
 * @param members in its rooms
 * @param rooms of it
 * @param forwardsASecond voice packets sent to listeners, since the sample before
 * @param cores processors that the process has used since the sample before: 0.5 is half of one
 */
public record StatusSample(
    long atMillis, long members, long rooms, double forwardsASecond, double cores) {}
