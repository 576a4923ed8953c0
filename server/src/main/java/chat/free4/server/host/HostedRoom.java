package chat.free4.server.host;

import chat.free4.room.RoomControl;
import chat.free4.room.access.RoomId;
import java.util.function.ObjLongConsumer;

/** A room of a {@link LocalRoomHost}, its engine, and where its media is. */
final class HostedRoom extends Deadlines.Timed {
  final long handle;
  final RoomId id;
  final RoomControl engine;
  final RoomMediaLink media;
  final RoomListing listing;
  final RoomNotices notices;
  private final ObjLongConsumer<HostedRoom> onTime;

  int members;
  boolean ended;

  HostedRoom(
      long handle,
      RoomId id,
      RoomMaker.Made made,
      RoomNotices notices,
      ObjLongConsumer<HostedRoom> onTime) {
    this.handle = handle;
    this.id = id;
    this.engine = made.engine();
    this.media = made.media();
    this.listing = made.listing();
    this.notices = notices;
    this.onTime = onTime;
  }

  @Override
  void handleTimeout(long nowNanos) {
    onTime.accept(this, nowNanos);
  }
}
