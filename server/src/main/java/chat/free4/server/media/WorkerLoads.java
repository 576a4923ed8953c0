package chat.free4.server.media;

import java.util.function.IntPredicate;

/** How many rooms and members each worker has; who gets the next. On the control task alone. */
public final class WorkerLoads {
  /** No worker. */
  public static final int NONE = -1;

  private final int[] rooms;
  private final int[] members;
  private final int membersPerWorker;
  private final IntPredicate isUsable;

  /**
   * Workers without rooms.
   *
   * @param membersPerWorker members of one room that a worker takes before another has to help
   * @param isUsable false for a worker that has been given up
   */
  public WorkerLoads(int workers, int membersPerWorker, IntPredicate isUsable) {
    this.rooms = new int[workers];
    this.members = new int[workers];
    this.membersPerWorker = membersPerWorker;
    this.isUsable = isUsable;
  }

  /** Members of one room that a worker takes before another has to help. */
  public int membersPerWorker() {
    return membersPerWorker;
  }

  /** How many workers there are. */
  public int workers() {
    return rooms.length;
  }

  /** True unless the worker has been given up. */
  public boolean isUsable(int worker) {
    return isUsable.test(worker);
  }

  /** The worker that a new room should go to: the one with the fewest. */
  public int forRoom() {
    int best = fewest(rooms, 0);
    return best == NONE ? 0 : best;
  }

  /** Another worker for a room that has those of {@code parts} (bits); {@link #NONE} is left. */
  public int another(long parts) {
    return fewest(members, parts);
  }

  private int fewest(int[] counts, long without) {
    int best = NONE;
    for (int i = 0; i < counts.length; i++) {
      boolean isCandidate = (without & 1L << i) == 0 && isUsable.test(i);
      if (isCandidate && (best == NONE || counts[i] < counts[best])) {
        best = i;
      }
    }
    return best;
  }

  /** A room has come to, or left, a worker. */
  public void countRoom(int worker, int change) {
    rooms[worker] += change;
  }

  /** A member has come to, or left, a worker. */
  public void countMember(int worker, int change) {
    members[worker] += change;
  }
}
