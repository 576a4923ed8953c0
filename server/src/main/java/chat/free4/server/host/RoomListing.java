package chat.free4.server.host;

import chat.free4.room.RoomControl;
import chat.free4.room.description.RoomDescription;
import org.jspecify.annotations.Nullable;

/** What one room wants the directory to say of it; speaks up when that has changed. */
final class RoomListing {
  private final @Nullable PublicRooms rooms;
  private final String name;
  private final long opened;
  private RoomDescription description = RoomDescription.NONE;
  private int people;

  /**
   * A room that is not listed yet.
   *
   * @param rooms null for a room that never is
   * @param opened in seconds since 1970
   */
  RoomListing(@Nullable PublicRooms rooms, String name, long opened) {
    this.rooms = rooms;
    this.name = name;
    this.opened = opened;
  }

  /** Of a room that is in no directory. */
  static RoomListing hidden() {
    return new RoomListing(null, "", 0);
  }

  /** Looks whether there is something new. */
  void update(RoomControl room) {
    if (rooms == null) {
      return;
    }
    int peopleNow = room.connectedCount();
    RoomDescription descriptionNow = room.description();
    if (peopleNow != people || !descriptionNow.equals(description)) {
      people = peopleNow;
      description = descriptionNow;
      rooms.update(name, description, people, opened);
    }
  }

  /** Somebody talks. */
  void talked() {
    if (rooms != null) {
      rooms.talked(name);
    }
  }

  /** The room has ended. */
  void ended() {
    if (rooms != null) {
      rooms.remove(name);
    }
  }
}
