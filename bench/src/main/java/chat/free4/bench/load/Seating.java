package chat.free4.bench.load;

import chat.free4.bench.load.JoinDesk.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Who sits where: rooms with names that no other run has. */
final class Seating {
  private final LoadOptions options;
  private final String run;

  Seating(LoadOptions options, RandomGenerator random) {
    this.options = options;
    this.run = Long.toString(random.nextLong() >>> 20, Character.MAX_RADIX);
  }

  /** Those who join first, room by room; the first of each speak. */
  List<Seat> first() {
    List<Seat> seats = new ArrayList<>();
    for (int i = 0; i < options.total(); i++) {
      int place = i % options.members();
      seats.add(seat(i / options.members(), place, place < options.publishers()));
    }
    return seats;
  }

  /** Those who storm the rooms that talk, spread over them; they listen. */
  List<Seat> storm() {
    List<Seat> seats = new ArrayList<>();
    for (int i = 0; i < options.storm(); i++) {
      seats.add(seat(i % options.rooms(), options.members() + i / options.rooms(), false));
    }
    return seats;
  }

  private Seat seat(int room, int place, boolean publishes) {
    return new Seat(room, "load " + run + " " + (room + 1), place, publishes);
  }
}
