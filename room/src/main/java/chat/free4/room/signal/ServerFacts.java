package chat.free4.room.signal;

import chat.free4.room.access.Bytes;

/**
 * What a server says of itself in every challenge.
 *
 * @param epoch another one means that the media side is new
 * @param fingerprint the server's DTLS certificate, 32 bytes
 * @param build names the page's build
 */
public record ServerFacts(
    String epoch,
    Bytes fingerprint,
    String build,
    int heartbeatMillis,
    int graceMillis,
    ServerMessage.Limits limits) {}
