package chat.free4.server.host;

import chat.free4.room.description.RoomDescription;

/** Where rooms of one node say what is listed of them. For any thread; does not wait. */
public interface Listings {
  /**
   * A room is there, or another than it was; one without people is not listed.
   *
   * @param opened in seconds since 1970
   */
  void update(String name, RoomDescription description, int people, long opened);

  /** A room has ended. */
  void remove(String name);

  /** Somebody talks in a room. */
  void talked(String name);
}
