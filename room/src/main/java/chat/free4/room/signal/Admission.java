package chat.free4.room.signal;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.media.OfferDescription;
import org.jspecify.annotations.Nullable;

/**
 * An {@code enter} that was verified: what a room needs to know of who comes.
 *
 * @param name the canonical name of a public room; empty for a sealed one
 * @param muted null when left out
 * @param offer null for one who only writes
 * @param knock what a sealed room's door must look at; null for a public room
 */
public record Admission(
    RoomId room,
    String name,
    MemberId member,
    Bytes identity,
    Bytes device,
    Bytes profile,
    @Nullable Boolean muted,
    @Nullable OfferDescription offer,
    @Nullable Knock knock) {
  /** To a public room. */
  public Admission(
      RoomId room,
      String name,
      MemberId member,
      Bytes identity,
      Bytes device,
      Bytes profile,
      @Nullable Boolean muted,
      @Nullable OfferDescription offer) {
    this(room, name, member, identity, device, profile, muted, offer, null);
  }
}
