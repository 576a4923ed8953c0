package chat.free4.server.cluster;

import chat.free4.room.access.Bytes;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalFault;
import chat.free4.server.host.RoomHost;
import chat.free4.server.host.SignalSocket;
import chat.free4.server.rpc.Decoded;
import chat.free4.server.rpc.RpcEncoder;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Brings each WebSocket of this node to the node of its room. Single-threaded, without a clock: who
 * has it calls it with the time, and asks when it wants to be called.
 */
final class LinkDesk {
  /** For so long a room's node is looked for, before the client is told to come again. */
  static final long SEARCH_NANOS = TimeUnit.SECONDS.toNanos(8);

  static final long NEVER = ShardMap.NEVER;

  private static final int RETRY_MILLIS = 500;

  /** What a session is told whose line broke: no close code came (RFC 6455 section 7.4.1). */
  private static final int ABNORMAL = 1006;

  private static final int DONE = 1000;

  private final Map<Long, EdgeSession> sessions = new LinkedHashMap<>();
  private final Map<Long, EdgeSession> byLink = new HashMap<>();
  private final RoomHost rooms;
  private final OwnerLinks owned;
  private final ShardMap shards;
  private final RpcEncoder encoder;
  private final String moved;
  private long lastLink;
  private long movedSessions;

  /**
   * A desk without sockets.
   *
   * @param rooms those of this node
   * @param owned links that come here
   */
  LinkDesk(RoomHost rooms, OwnerLinks owned, ShardMap.Locator locator, RpcEncoder encoder) {
    this.rooms = rooms;
    this.owned = owned;
    this.shards = new ShardMap(locator);
    this.encoder = encoder;
    this.moved = encoder.notification(new ServerMessage.Moved());
  }

  /** The sockets of this node, oldest first; not to be changed. */
  Collection<EdgeSession> sessions() {
    return Collections.unmodifiableCollection(sessions.values());
  }

  /** Sockets with a link to another node. */
  int links() {
    return byLink.size();
  }

  /** How often a socket was told that its room has moved. */
  long movedSessions() {
    return movedSessions;
  }

  /** A WebSocket was opened here. */
  void open(long handle, String origin, byte[] address, SignalSocket socket) {
    EdgeSession session = new EdgeSession(handle, origin, address, socket);
    sessions.put(handle, session);
    goHome(session);
  }

  private void goHome(EdgeSession session) {
    HomeSocket socket = new HomeSocket(session.socket);
    long handle = rooms.open(session.origin, session.address, socket);
    if (handle == RoomHost.REFUSED) {
      socket.send(encoder.error(ClientMessage.NO_ID, SignalFault.busy(RETRY_MILLIS)));
      socket.close(CloseCode.GOING_AWAY);
    } else {
      session.home = new EdgeSession.Home(socket, handle);
    }
  }

  private void leaveHome(EdgeSession session, int code) {
    EdgeSession.Home home = session.home;
    if (home != null) {
      home.socket().shut();
      rooms.closed(home.handle(), code);
      session.home = null;
    }
  }

  /** A frame came from a socket of this node. */
  void receive(long nowNanos, long handle, Decoded frame, String text, Runnable done) {
    EdgeSession session = sessions.get(handle);
    if (session == null) {
      done.run();
      return;
    }
    if (session.isSearching) {
      wait(session, frame, text, done);
      return;
    }
    int shard = session.shard == EdgeSession.NO_SHARD ? named(frame) : EdgeSession.NO_SHARD;
    if (shard == EdgeSession.NO_SHARD) {
      pass(session, frame, text, done);
    } else {
      wait(session, frame, text, done);
      search(nowNanos, session, shard);
    }
  }

  /** The shard of the room that a frame names. */
  private static int named(Decoded frame) {
    return frame instanceof Decoded.Message(long _, ClientMessage.Hello hello)
            && hello.room() != null
        ? Shards.of(hello.room())
        : EdgeSession.NO_SHARD;
  }

  private static void wait(EdgeSession session, Decoded frame, String text, Runnable done) {
    if (session.waiting.size() == EdgeSession.MAX_WAITING) {
      done.run();
      session.socket.close(CloseCode.FLOOD);
    } else {
      session.waiting.add(new EdgeSession.Waiting(frame, text, done));
    }
  }

  /** Hands a frame to whoever has the session now. */
  private void pass(EdgeSession session, Decoded frame, String text, Runnable done) {
    EdgeSession.Home home = session.home;
    if (session.link != null) {
      session.link.send(frame, text, done);
    } else if (home == null || !rooms.receive(home.handle(), frame, text, done)) {
      long id = frame instanceof Decoded.Message message ? message.id() : ClientMessage.NO_ID;
      session.socket.send(encoder.error(id, SignalFault.busy(RETRY_MILLIS)));
      done.run();
    }
  }

  private void search(long nowNanos, EdgeSession session, int shard) {
    session.shard = shard;
    ShardMap.Place place = shards.find(shard);
    if (place == null) {
      session.isSearching = true;
      session.searchedUntilNanos = nowNanos + SEARCH_NANOS;
      shards.search(nowNanos, shard);
    } else {
      settle(session, place);
    }
  }

  private void settle(EdgeSession session, ShardMap.Place place) {
    session.isSearching = false;
    if (!place.peer().isSelf()) {
      leaveHome(session, DONE);
      EdgeLink link = new EdgeLink(++lastLink, place.peer(), place.incarnation());
      session.link = link;
      byLink.put(link.id, session);
      Bytes address = Bytes.of(session.address);
      link.peer.tell(
          new NodeMessage.Open(link.id, session.shard, link.incarnation, session.origin, address));
    }
    List<EdgeSession.Waiting> waiting = List.copyOf(session.waiting);
    session.waiting.clear();
    waiting.forEach(each -> pass(session, each.frame(), each.text(), each.done()));
  }

  /** A WebSocket of this node is closed. */
  void closed(long handle, int code) {
    EdgeSession session = sessions.remove(handle);
    if (session == null) {
      return;
    }
    session.forgetWaiting();
    leaveHome(session, code);
    EdgeLink link = session.link;
    if (link != null) {
      link.peer.tell(new NodeMessage.Closed(link.id, code));
      unlink(session, link);
    }
  }

  private void unlink(EdgeSession session, EdgeLink link) {
    session.link = null;
    byLink.remove(link.id);
    link.end();
  }

  /** Its room has another node, or will have: the client says hello again. */
  private void move(EdgeSession session) {
    EdgeLink link = session.link;
    if (link != null) {
      unlink(session, link);
    }
    leaveHome(session, ABNORMAL);
    session.shard = EdgeSession.NO_SHARD;
    session.isSearching = false;
    movedSessions++;
    session.socket.send(moved);
    goHome(session);
  }

  /** A node says something. */
  void handle(Peer from, NodeMessage message) {
    switch (message) {
      case NodeMessage.Locate _ -> {} // is for who has the shard
      case NodeMessage.Compare _, NodeMessage.Compared _ -> {} // are for the ComparisonActor
      case NodeMessage.Keep _, NodeMessage.Forget _ -> {} // are for KeptRooms
      case NodeMessage.Located located -> located(from, located);
      case NodeMessage.Open open -> owned.open(from, open);
      case NodeMessage.FromClient part -> owned.receive(from, part);
      case NodeMessage.TooLong frame -> owned.receive(from, frame);
      case NodeMessage.Closed closed -> owned.closed(from, closed);
      case NodeMessage.Taken taken -> owned.taken(from, taken);
      case NodeMessage.ToClient part -> toClient(from, part);
      case NodeMessage.Handled(long id) -> {
        EdgeSession session = linked(from, id);
        if (session != null) {
          Objects.requireNonNull(session.link).handled();
        }
      }
      case NodeMessage.Close close -> close(from, close);
      case NodeMessage.Moved(long id) -> {
        EdgeSession session = linked(from, id);
        if (session != null) {
          shards.forget(session.shard, Objects.requireNonNull(session.link).incarnation);
          move(session);
        }
      }
      case NodeMessage.RelayOffer _,
          NodeMessage.RelayTold _,
          NodeMessage.RelayParts _,
          NodeMessage.RelaySays _,
          NodeMessage.RelayEnded _,
          NodeMessage.RelayHeard _,
          NodeMessage.RelayLost _,
          NodeMessage.RelayClosed _ -> {} // are for the RelayDesk
    }
  }

  private @Nullable EdgeSession linked(Peer from, long id) {
    EdgeSession session = byLink.get(id);
    return session != null && Objects.requireNonNull(session.link).peer.equals(from)
        ? session
        : null;
  }

  private void located(Peer from, NodeMessage.Located located) {
    if (!shards.found(located.shard(), from, located.incarnation())) {
      return;
    }
    ShardMap.Place place = new ShardMap.Place(from, located.incarnation());
    for (EdgeSession session : List.copyOf(sessions.values())) {
      if (session.shard != located.shard()) {
        continue;
      }
      if (session.isSearching) {
        settle(session, place);
      } else if (session.link != null && session.link.incarnation < located.incarnation()) {
        session.link.peer.tell(new NodeMessage.Closed(session.link.id, ABNORMAL));
        move(session);
      }
    }
  }

  private void toClient(Peer from, NodeMessage.ToClient part) {
    EdgeSession session = next(from, part.link(), part.number());
    if (session == null) {
      return;
    }
    EdgeLink link = Objects.requireNonNull(session.link);
    if (!link.fits(part.text())) {
      giveUp(session, link);
      return;
    }
    String frame = link.add(part.text(), part.last());
    if (frame != null) {
      session.socket.send(frame);
    }
  }

  private void close(Peer from, NodeMessage.Close close) {
    EdgeSession session = next(from, close.link(), close.number());
    if (session != null) {
      unlink(session, Objects.requireNonNull(session.link));
      session.socket.close(
          Arrays.stream(CloseCode.values())
              .filter(code -> code.code() == close.code())
              .findFirst()
              .orElse(CloseCode.GOING_AWAY));
    }
  }

  /** Null when there is no such link, or a message of it was lost: then it has ended. */
  private @Nullable EdgeSession next(Peer from, long id, long number) {
    EdgeSession session = linked(from, id);
    if (session == null) {
      return null;
    }
    EdgeLink link = Objects.requireNonNull(session.link);
    if (link.isNext(number)) {
      return session;
    }
    giveUp(session, link);
    return null;
  }

  private void giveUp(EdgeSession session, EdgeLink link) {
    link.peer.tell(new NodeMessage.Closed(link.id, ABNORMAL));
    move(session);
  }

  /**
   * A node does not answer: whoever comes now looks for its rooms anew. It may be busy and no more,
   * so whoever has a link stays; a client that hears nothing comes again by itself.
   */
  void unreachable(Peer peer) {
    shards.forget(peer);
  }

  /** A node is gone for good. */
  void removed(Peer peer) {
    shards.forget(peer);
    moveEach(session -> session.link != null && session.link.peer.equals(peer));
    owned.removed(peer);
  }

  /** This node has a shard no more, and its rooms are gone. */
  void left(int shard, long incarnation) {
    shards.forget(shard, incarnation);
    owned.left(shard);
    moveEach(session -> session.shard == shard && session.link == null && !session.isSearching);
  }

  private void moveEach(Predicate<EdgeSession> wanted) {
    List.copyOf(sessions.values()).stream().filter(wanted).forEach(this::move);
  }

  /** Asks again for what was not found, and gives up what was looked for too long. */
  void handleTimeout(long nowNanos) {
    boolean[] wanted = new boolean[Shards.COUNT];
    for (EdgeSession session : sessions.values()) {
      if (session.isSearching && nowNanos - session.searchedUntilNanos >= 0) {
        notFound(session);
      } else if (session.isSearching) {
        wanted[session.shard] = true;
      }
    }
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      if (!wanted[shard]) {
        shards.giveUp(shard);
      }
    }
    shards.handleTimeout(nowNanos);
  }

  private void notFound(EdgeSession session) {
    session.isSearching = false;
    session.shard = EdgeSession.NO_SHARD;
    if (session.waiting.peek()
        instanceof EdgeSession.Waiting(Decoded.Message(long id, var _), var _, var _)) {
      session.socket.send(encoder.error(id, SignalFault.busy(RETRY_MILLIS)));
    }
    session.forgetWaiting();
    // Whoever has it at home heard nothing of this hello, and would take it for silence.
    leaveHome(session, DONE);
    goHome(session);
  }

  /** When {@link #handleTimeout} is due; {@link #NEVER} while nothing is looked for. */
  long pollTimeout() {
    return shards.pollTimeout();
  }
}
