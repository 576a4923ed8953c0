package chat.free4.room.media;

/** What a negotiation agreed on. The room keeps it for the member and hands it on, unopened. */
public interface MediaTransport {}
