package chat.free4.server.host;

import chat.free4.room.access.RoomId;

/** Which rooms this node may open. Asked on the control task, answered without waiting. */
@FunctionalInterface
public interface RoomSeats {
  /** A server that is alone has the seat of every room. */
  RoomSeats ALL = _ -> true;

  /** Whether the room's seat is here, and nowhere else. */
  boolean isHere(RoomId room);
}
