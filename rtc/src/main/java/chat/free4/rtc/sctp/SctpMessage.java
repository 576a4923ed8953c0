package chat.free4.rtc.sctp;

/**
 * A message that has come whole.
 *
 * @param stream where it came
 * @param payloadProtocol what it is, to who uses the association (RFC 8831 section 8)
 * @param payload never empty; belongs to the receiver
 */
public record SctpMessage(int stream, int payloadProtocol, byte[] payload) {}
