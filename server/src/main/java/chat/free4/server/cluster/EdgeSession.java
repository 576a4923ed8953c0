package chat.free4.server.cluster;

import chat.free4.server.host.SignalSocket;
import chat.free4.server.rpc.Decoded;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket of this node. It has a session here, or a link to the node of its room:
 *
 * <pre>
 *            hello{room}                found here
 *   HOME --------------> SEARCHING ------------------> HOME of a shard
 *    ^  ^                    |  |      found elsewhere
 *    |  |  nobody found      |  +--------------------> LINKED
 *    |  +--------------------+                           |
 *    +--------------------- moved -----------------------+
 * </pre>
 */
final class EdgeSession {
  /** Frames that may wait while the room's node is looked for. */
  static final int MAX_WAITING = 64;

  /** The shard of no room. */
  static final int NO_SHARD = -1;

  final long handle;
  final String origin;
  final byte[] address;
  final SignalSocket socket;
  final Deque<Waiting> waiting = new ArrayDeque<>();

  /** Of the room that it named, once it has. */
  int shard = NO_SHARD;

  boolean isSearching;

  /** It was told that another node has less to do. */
  boolean wasAskedToGo;

  long searchedUntilNanos;
  @Nullable Home home;
  @Nullable EdgeLink link;

  /** A frame that waits. */
  record Waiting(Decoded frame, String text, Runnable done) {}

  /** A session at this node. */
  record Home(HomeSocket socket, long handle) {}

  EdgeSession(long handle, String origin, byte[] address, SignalSocket socket) {
    this.handle = handle;
    this.origin = origin;
    this.address = address;
    this.socket = socket;
  }

  /** Lets go of what waits. */
  void forgetWaiting() {
    waiting.forEach(each -> each.done().run());
    waiting.clear();
  }
}
