package chat.free4.server.host;

import chat.free4.server.media.WorkerLoads;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which worker each member of a room is with. All are with one worker as long as they fit; then the
 * next who come are with another, and the room has a part in each; where this node has as many as
 * it should, with another node, which chooses among its workers. Where nodes are far apart
 * (--relay-near), members are with the node of their WebSocket, as long as it takes them. A member
 * stays with its worker for as long as it is a member: its browser sends to that worker's port.
 */
final class RoomPlacement {
  private final WorkerLoads loads;
  private final Map<Integer, Integer> workers = new HashMap<>();
  private final int[] membersAt;

  /** Members with workers of this node. */
  private int membersHere;

  /** At whose node the socket is of whom something is dealt with now. */
  private int near = SignalSocket.HERE;

  /**
   * Workers and nodes that have a part, as bits. Never none: a room without members keeps its
   * first.
   */
  private long parts;

  RoomPlacement(WorkerLoads loads) {
    this.loads = loads;
    this.membersAt = new int[loads.parts()];
    join(loads.forRoom());
  }

  private void join(int worker) {
    parts |= 1L << worker;
    loads.countRoom(worker, 1);
  }

  private void leave(int worker) {
    parts &= ~(1L << worker);
    loads.countRoom(worker, -1);
  }

  /** Workers and nodes that have a part, as bits. */
  long parts() {
    return parts;
  }

  /** All that are placed now. */
  List<Integer> members() {
    return List.copyOf(workers.keySet());
  }

  /** The worker that a member is with, or would be with if it came now. */
  int workerFor(int member) {
    Integer worker = workers.get(member);
    return worker != null && loads.isThere(worker) ? worker : choose();
  }

  /** Somebody comes by this socket, or says something: who is placed now is placed by it. */
  void comesBy(SignalSocket by) {
    near = loads.isByNearest() ? by.part() : SignalSocket.HERE;
  }

  private int choose() {
    int nearest = loads.isByNearest() ? nearest() : WorkerLoads.NONE;
    return nearest == WorkerLoads.NONE ? chooseBySize() : nearest;
  }

  /** The node of the socket, or a worker of this one; none where neither takes one more. */
  private int nearest() {
    if (near != SignalSocket.HERE && loads.isUsable(near) && membersAt[near] < limit(near)) {
      return near;
    }
    if (membersHere >= loads.membersPerNode()) {
      return WorkerLoads.NONE;
    }
    for (int worker = 0; worker < loads.workers(); worker++) {
      boolean hasPart = (parts & 1L << worker) != 0;
      if (hasPart && loads.isUsable(worker) && membersAt[worker] < loads.membersPerWorker()) {
        return worker;
      }
    }
    return loads.another(parts);
  }

  private int chooseBySize() {
    boolean isFull = membersHere >= loads.membersPerNode();
    int emptiest = WorkerLoads.NONE;
    for (long left = parts; left != 0; left &= left - 1) {
      int part = Long.numberOfTrailingZeros(left);
      if (!loads.isUsable(part)) {
        continue;
      }
      if (membersAt[part] < limit(part) && (loads.isNode(part) || !isFull)) {
        return part;
      }
      if (emptiest == WorkerLoads.NONE || membersAt[part] < membersAt[emptiest]) {
        emptiest = part;
      }
    }
    int node = isFull ? loads.anotherNode(parts) : WorkerLoads.NONE;
    int another = node == WorkerLoads.NONE ? loads.another(parts) : node;
    if (another != WorkerLoads.NONE) {
      return another;
    }
    node = loads.anotherNode(parts);
    if (node != WorkerLoads.NONE) {
      return node;
    }
    // All have as many as they should; a member more is better than a member less.
    return emptiest == WorkerLoads.NONE ? Long.numberOfTrailingZeros(parts) : emptiest;
  }

  /** A node's part is with one of its workers. */
  private int limit(int part) {
    return loads.isNode(part)
        ? Math.min(loads.membersPerNode(), loads.membersPerWorker())
        : loads.membersPerWorker();
  }

  /** Places a member; gives its worker, which stays the same until it is forgotten. */
  int place(int member) {
    int worker = workerFor(member);
    Integer former = workers.put(member, worker);
    if (former == null || former != worker) {
      if ((parts & 1L << worker) == 0) {
        join(worker);
      }
      membersAt[worker]++;
      membersHere += loads.isNode(worker) ? 0 : 1;
      loads.countMember(worker, 1);
      if (former != null) {
        release(former);
      }
    }
    return worker;
  }

  /** The member left for good. */
  void forget(int member) {
    Integer worker = workers.remove(member);
    if (worker != null) {
      release(worker);
    }
  }

  private void release(int worker) {
    membersAt[worker]--;
    membersHere -= loads.isNode(worker) ? 0 : 1;
    loads.countMember(worker, -1);
    if (membersAt[worker] == 0 && Long.bitCount(parts) > 1) {
      leave(worker);
    }
  }

  /** The room has ended. */
  void close() {
    for (int worker : workers.values()) {
      loads.countMember(worker, -1);
    }
    workers.clear();
    for (long left = parts; left != 0; left &= left - 1) {
      leave(Long.numberOfTrailingZeros(left));
    }
  }
}
