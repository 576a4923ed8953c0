package chat.free4.server.media;

import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * How many rooms and members each worker has, and where other nodes can help; who gets the next. On
 * the control task alone. Parts are numbered: first the workers, then other nodes.
 */
public final class WorkerLoads {
  /** No worker. */
  public static final int NONE = -1;

  private final int workers;
  private final int[] rooms;
  private final int[] members;
  private final int membersPerWorker;
  private final int membersPerNode;
  private final boolean isByNearest;
  private final IntPredicate isUsable;
  private final IntPredicate isThere;
  private final IntUnaryOperator membersAtNode;

  /**
   * Workers of a server that is alone.
   *
   * @param membersPerWorker members of one room that a worker takes before another has to help
   * @param isUsable false for a worker that has been given up
   */
  public WorkerLoads(int workers, int membersPerWorker, IntPredicate isUsable) {
    this(workers, 0, membersPerWorker, Integer.MAX_VALUE, false, isUsable, isUsable, _ -> 0);
  }

  /**
   * Workers without rooms, and nodes.
   *
   * @param nodes parts that stand for other nodes, or may
   * @param membersPerNode members of one room that a node takes before another has to help
   * @param isByNearest whether members go to the node of their WebSocket
   * @param isUsable false for a worker that has been given up, and a node that takes nobody
   * @param isThere false for a worker that has been given up, and a node that is gone
   * @param membersAtNode members that the node of a part has, of all rooms
   */
  public WorkerLoads(
      int workers,
      int nodes,
      int membersPerWorker,
      int membersPerNode,
      boolean isByNearest,
      IntPredicate isUsable,
      IntPredicate isThere,
      IntUnaryOperator membersAtNode) {
    this.workers = workers;
    this.rooms = new int[workers + nodes];
    this.members = new int[workers + nodes];
    this.membersPerWorker = membersPerWorker;
    this.membersPerNode = membersPerNode;
    this.isByNearest = isByNearest;
    this.isUsable = isUsable;
    this.isThere = isThere;
    this.membersAtNode = membersAtNode;
  }

  /** Members of one room that a worker takes before another has to help. */
  public int membersPerWorker() {
    return membersPerWorker;
  }

  /** Members of one room that a node takes before another has to help. */
  public int membersPerNode() {
    return membersPerNode;
  }

  /** Whether members go to the node of their WebSocket, as long as it takes them. */
  public boolean isByNearest() {
    return isByNearest;
  }

  /** How many workers there are. */
  public int workers() {
    return workers;
  }

  /** How many parts a room can have. */
  public int parts() {
    return rooms.length;
  }

  /** True for a part that stands for another node. */
  public boolean isNode(int part) {
    return part >= workers;
  }

  /** True unless the worker has been given up, or the node takes nobody. */
  public boolean isUsable(int part) {
    return isUsable.test(part);
  }

  /** True unless the worker has been given up, or the node is gone: it keeps whom it has. */
  public boolean isThere(int part) {
    return isThere.test(part);
  }

  /** The worker that a new room should go to: the one with the fewest. */
  public int forRoom() {
    int best = NONE;
    for (int i = 0; i < workers; i++) {
      if (isUsable.test(i) && (best == NONE || rooms[i] < rooms[best])) {
        best = i;
      }
    }
    return best == NONE ? 0 : best;
  }

  /** Another worker for a room that has those of {@code parts} (bits); {@link #NONE} is left. */
  public int another(long parts) {
    int best = NONE;
    for (int i = 0; i < workers; i++) {
      boolean isCandidate = (parts & 1L << i) == 0 && isUsable.test(i);
      if (isCandidate && (best == NONE || members[i] < members[best])) {
        best = i;
      }
    }
    return best;
  }

  /** Another node for a room that has those of {@code parts} (bits); {@link #NONE} helps. */
  public int anotherNode(long parts) {
    int best = NONE;
    int fewest = 0;
    for (int i = workers; i < rooms.length; i++) {
      if ((parts & 1L << i) == 0 && isUsable.test(i)) {
        int there = membersAtNode.applyAsInt(i);
        if (best == NONE || there < fewest) {
          best = i;
          fewest = there;
        }
      }
    }
    return best;
  }

  /** A room has come to, or left, a part. */
  public void countRoom(int part, int change) {
    rooms[part] += change;
  }

  /** A member has come to, or left, a part. */
  public void countMember(int part, int change) {
    members[part] += change;
  }
}
