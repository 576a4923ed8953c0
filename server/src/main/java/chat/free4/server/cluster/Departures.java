package chat.free4.server.cluster;

import chat.free4.room.signal.ServerMessage;
import chat.free4.server.host.PublicNode;
import chat.free4.server.rpc.RpcEncoder;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks pages to take their sockets to other nodes, a few at a time: all of them before this node
 * ends, and one now and then while it has as many as it takes and another node has much less to do.
 * Their rooms stay where they are. Without a clock and a thread, as {@link LinkDesk}.
 */
final class Departures {
  /** Time between two turns before the end, and sockets of one: 400 a second. */
  static final long DRAIN_TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  static final int DRAINED_A_TURN = 20;

  /** A full node asks one socket in this time, so that it knows what that has changed. */
  static final long FULL_TURN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** So much less than this one another node has to do that a full one sends people there. */
  static final int LESS_LOAD = 20;

  private final Collection<EdgeSession> sessions;
  private final Supplier<Optional<PublicNode>> own;
  private final Supplier<List<PublicNode>> all;
  private final RpcEncoder encoder;
  private final Deque<EdgeSession> leaving = new ArrayDeque<>();
  private boolean isDraining;
  private long nextNanos;

  /**
   * Nobody is asked.
   *
   * @param sessions those of this node, oldest first; read at each turn
   * @param own this node, as people may know it; empty where they reach it by no URL of its own
   * @param all where they can go, this node too
   */
  Departures(
      long nowNanos,
      Collection<EdgeSession> sessions,
      Supplier<Optional<PublicNode>> own,
      Supplier<List<PublicNode>> all,
      RpcEncoder encoder) {
    this.sessions = sessions;
    this.own = own;
    this.all = all;
    this.encoder = encoder;
    this.nextNanos = nowNanos;
  }

  /** This node is about to end: all are asked to go. */
  void drain(long nowNanos) {
    isDraining = true;
    leaving.addAll(sessions);
    nextNanos = nowNanos;
  }

  /** Asks whose turn it is. */
  void handleTimeout(long nowNanos) {
    if (nowNanos - nextNanos < 0) {
      return;
    }
    if (isDraining) {
      nextNanos = nowNanos + DRAIN_TURN_NANOS;
      String go = go("draining");
      for (int i = 0; i < DRAINED_A_TURN && !leaving.isEmpty(); i++) {
        leaving.remove().socket.send(go);
      }
    } else {
      nextNanos = nowNanos + FULL_TURN_NANOS;
      if (isOneTooMany()) {
        askOne();
      }
    }
  }

  private boolean isOneTooMany() {
    PublicNode here = own.get().orElse(null);
    return here != null
        && here.state() == PublicNode.State.FULL
        && all.get().stream()
            .filter(node -> node.state() == PublicNode.State.UP)
            .anyMatch(node -> node.load() <= here.load() - LESS_LOAD);
  }

  /** Best one whose room is elsewhere: that is a hop less. Each is asked once. */
  private void askOne() {
    EdgeSession first = null;
    for (EdgeSession session : sessions) {
      if (!session.wasAskedToGo && (first == null || session.link != null)) {
        first = session;
        if (session.link != null) {
          break;
        }
      }
    }
    if (first != null) {
      first.wasAskedToGo = true;
      first.socket.send(go("full"));
    }
  }

  private String go(String why) {
    List<ServerMessage.NodeInfo> nodes =
        all.get().stream()
            .map(
                node ->
                    new ServerMessage.NodeInfo(
                        node.url(), node.state().name().toLowerCase(Locale.ROOT), node.load()))
            .toList();
    return encoder.notification(new ServerMessage.Go(why, nodes));
  }

  /** When {@link #handleTimeout} is due. */
  long pollTimeout() {
    return isDraining && leaving.isEmpty() ? LinkDesk.NEVER : nextNanos;
  }
}
