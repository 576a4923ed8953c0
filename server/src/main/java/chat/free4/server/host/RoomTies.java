package chat.free4.server.host;

import chat.free4.room.moderation.AddressMarks;
import java.util.random.RandomGenerator;

/**
 * What ties the rooms of a node to those of the others.
 *
 * @param seats which rooms have their seat here
 * @param keeper keeps what rooms know for other nodes
 * @param marks of addresses, the same at all nodes
 */
public record RoomTies(RoomSeats seats, RoomKeeper keeper, AddressMarks marks) {
  /** Those of a server that is alone. */
  public static RoomTies alone(RandomGenerator random) {
    return new RoomTies(RoomSeats.ALL, RoomKeeper.NOBODY, AddressMarks.make(random));
  }
}
