package chat.free4.ffi;

/**
 * What a UDP port has counted.
 *
 * @param received datagrams that came
 * @param sent datagrams that were sent
 * @param tooLong datagrams dropped because they were longer than any of ours
 * @param noPath datagrams dropped because there was no path for their sender
 * @param sendFull datagrams dropped because the socket's buffer was full
 * @param sendFailed datagrams the system would not send
 */
public record UdpCounters(
    long received, long sent, long tooLong, long noPath, long sendFull, long sendFailed) {}
