package chat.free4.sfu;

import chat.free4.wire.PacketBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which peer each path belongs to: one look into an array for a packet. */
final class Paths {
  private static final int INITIAL_CAPACITY = 64;

  private final MediaLimits limits;
  private final EngineCounters counters;
  private @Nullable RoomPeer[] owners;

  Paths(MediaLimits limits, EngineCounters counters) {
    this.limits = limits;
    this.counters = counters;
    this.owners = new RoomPeer[Math.min(INITIAL_CAPACITY, limits.paths())];
  }

  /** Whom {@code path} belongs to; null when it is not bound. */
  @Nullable RoomPeer owner(int path) {
    return path >= 0 && path < owners.length ? owners[path] : null;
  }

  /** Gives {@code path} to a peer, whoever had it; gives why not, or null. */
  @Nullable MediaDrop bind(int path, RoomPeer peer) {
    if (path < 0 || path >= limits.paths()) {
      return MediaDrop.PATH_OVER_LIMIT;
    }
    RoomPeer former = owner(path);
    if (former == peer) {
      return null;
    }
    if (!peer.addPath(path)) {
      return MediaDrop.TOO_MANY_PATHS;
    }
    if (former != null) {
      unbind(path, former);
    }
    if (path >= owners.length) {
      int doubled = Math.max(path + 1, owners.length * 2);
      owners = Arrays.copyOf(owners, Math.min(doubled, limits.paths()));
    }
    owners[path] = peer;
    counters.increment(EngineCounters.Count.BOUND_PATHS);
    return null;
  }

  /** Takes {@code path} from a peer if it still is its own. */
  void unbind(int path, RoomPeer peer) {
    if (owner(path) == peer) {
      owners[path] = null;
      peer.removePath(path);
      counters.add(EngineCounters.Count.BOUND_PATHS, -1);
    }
  }

  /** Takes all paths from a peer. */
  void unbindAll(RoomPeer peer) {
    int path = peer.pollPath();
    while (path != PacketBatch.NO_PATH) {
      owners[path] = null;
      counters.add(EngineCounters.Count.BOUND_PATHS, -1);
      path = peer.pollPath();
    }
  }
}
