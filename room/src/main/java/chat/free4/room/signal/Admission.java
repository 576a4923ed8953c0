package chat.free4.room.signal;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.media.OfferDescription;
import org.jspecify.annotations.Nullable;

/**
 * An {@code enter} that was verified: what a room needs to know of who comes.
 *
 * @param name the room's canonical name
 * @param muted null when left out
 * @param offer null for one who only writes
 */
public record Admission(
    RoomId room,
    String name,
    MemberId member,
    Bytes identity,
    Bytes device,
    Bytes profile,
    @Nullable Boolean muted,
    @Nullable OfferDescription offer) {}
