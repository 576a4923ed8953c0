package chat.free4.rtc.sctp;

/**
 * A message of a data channel.
 *
 * @param text true for what a browser sent as a string: UTF-8, unless somebody lies
 * @param bytes may be empty; belongs to the receiver
 */
public record DataChannelMessage(int channel, boolean text, byte[] bytes) {}
