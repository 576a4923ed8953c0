package chat.free4.server.host;

import chat.free4.room.RoomControl;
import chat.free4.room.access.RoomId;
import java.util.function.LongFunction;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A room of a {@link LocalRoomHost}, its engine, and where its media is. */
final class HostedRoom extends Deadlines.Timed {
  final long handle;
  final RoomId id;
  final RoomControl engine;
  final RoomMediaLink media;
  final RoomListing listing;
  final RoomNotices notices;
  private final ObjLongConsumer<HostedRoom> onTime;

  /** Null while there are none. */
  private @Nullable RoomRobots robots;

  /** What its robots may have thought of; theirs together, and not new with a new robot. */
  private @Nullable HourlyBudget mindBudget;

  /** What ears may have written down of what is said here. */
  private @Nullable HourlyBudget earsBudget;

  int members;
  boolean ended;

  /**
   * What rooms of a host have in common.
   *
   * @param sockets finds the socket of a session; null for one that is gone
   * @param onTime is called with a room for which something is due
   * @param lost is told a member, by room's handle and number, whose transport could not be kept
   */
  record Surroundings(
      Deadlines deadlines,
      LongFunction<@Nullable GatheringSocket> sockets,
      ObjLongConsumer<HostedRoom> onTime,
      Lost lost) {
    /** Is told of a transport. */
    @FunctionalInterface
    interface Lost {
      void accept(long room, int member);
    }
  }

  HostedRoom(
      long handle,
      RoomId id,
      RoomControl engine,
      RoomMediaLink media,
      RoomListing listing,
      Surroundings around) {
    this.handle = handle;
    this.id = id;
    this.engine = engine;
    this.media = media;
    this.listing = listing;
    this.notices = new RoomNotices(around.deadlines, around.sockets);
    this.onTime = around.onTime;
  }

  boolean hasRobots() {
    return robots != null;
  }

  /** Those in it; with none, a place for the first. */
  RoomRobots robots() {
    RoomRobots here = robots;
    if (here == null) {
      here = new RoomRobots(engine.members());
      robots = here;
    }
    return here;
  }

  /** The last of them has left. */
  void forgetRobots() {
    robots = null;
  }

  /** The budget of its robots; {@code full} makes one where there was none. */
  HourlyBudget mindBudget(Supplier<HourlyBudget> full) {
    HourlyBudget budget = mindBudget;
    if (budget == null) {
      budget = full.get();
      mindBudget = budget;
    }
    return budget;
  }

  /** The budget of its ears, in seconds of sound; as {@link #mindBudget}. */
  HourlyBudget earsBudget(Supplier<HourlyBudget> full) {
    HourlyBudget budget = earsBudget;
    if (budget == null) {
      budget = full.get();
      earsBudget = budget;
    }
    return budget;
  }

  @Override
  void handleTimeout(long nowNanos) {
    onTime.accept(this, nowNanos);
  }
}
