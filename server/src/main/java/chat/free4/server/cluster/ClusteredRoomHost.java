package chat.free4.server.cluster;

import chat.free4.room.access.RoomId;
import chat.free4.server.host.ControlTask;
import chat.free4.server.host.LocalRoomHost;
import chat.free4.server.host.PublicRooms;
import chat.free4.server.host.RoomHost;
import chat.free4.server.host.RoomKeeper;
import chat.free4.server.host.RoomSeats;
import chat.free4.server.host.SignalSocket;
import chat.free4.server.media.MediaPlane;
import chat.free4.server.media.RelayPort;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.server.rpc.Decoded;
import chat.free4.server.rpc.RpcEncoder;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rooms of a cluster: those of this node, which a {@link LocalRoomHost} has, and by links those
 * of the others. What sockets and nodes say is gone through on a thread of its own, and takes its
 * order from there.
 */
public final class ClusteredRoomHost implements RoomHost, NodeRooms, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusteredRoomHost.class);

  private final ControlTask task = new ControlTask("links", this::onTime, this::nextTime);
  private final AtomicLong handles = new AtomicLong();
  private final Seats seats = new Seats();
  private final Lease lease = new Lease(System.nanoTime());
  private final SharedListings listings;
  private final KeptRooms kept;
  private final SharedNodes nodes;
  private final ServerMetrics metrics;
  private final LocalRoomHost rooms;
  private final OwnerLinks owned;
  private final LinkDesk desk;
  private final Departures departures;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private @Nullable RelayDesk relays;
  private volatile boolean isDraining;
  private volatile int links;
  private volatile int ownedLinks;
  private volatile long movedSessions;
  private volatile @Nullable Others cluster;

  /** Makes this node's own rooms, which ask whether their seat is here. */
  @FunctionalInterface
  public interface RoomsMaker {
    /** The rooms of a node that has these seats; {@code keeper} has what others knew. */
    LocalRoomHost make(RoomSeats seats, RoomKeeper keeper);
  }

  /**
   * A host that is in no cluster yet: rooms are looked for until {@link #joined}.
   *
   * @param publicRooms list the rooms of all nodes
   * @param messageBytes of the largest frame that is taken from a client
   */
  public ClusteredRoomHost(
      RoomsMaker maker,
      PublicRooms publicRooms,
      RpcEncoder encoder,
      int messageBytes,
      SharedNodes nodes,
      ServerMetrics metrics) {
    this.nodes = nodes;
    nodes.has(seats::bits);
    this.metrics = metrics;
    this.listings = new SharedListings(publicRooms.ofOthers());
    publicRooms.share(listings);
    this.kept = new KeptRooms(seats, this::tellAll, System::nanoTime);
    this.rooms = maker.make(seats, kept);
    this.owned =
        new OwnerLinks(rooms, seats, this::partOf, task::offerEssential, encoder, messageBytes);
    this.desk = new LinkDesk(rooms, owned, this::locate, encoder);
    this.departures =
        new Departures(System.nanoTime(), desk.sessions(), nodes::reachable, nodes::all, encoder);
    metrics.gauge("free4chat_node_shards", "Shards of this node.", seats::count);
    metrics.gauge(
        "free4chat_node_kept_rooms", "Rooms of all nodes of which something is kept.", kept::size);
    metrics.gauge("free4chat_node_kept_bytes", "How much that is.", kept::bytes);
    metrics.gauge("free4chat_node_links", "Sockets here of rooms elsewhere.", () -> links);
    metrics.gauge("free4chat_node_guests", "Sockets elsewhere of rooms here.", () -> ownedLinks);
    metrics.gauge(
        "free4chat_node_moved_sessions",
        "Sockets that were told that their room has another node.",
        () -> movedSessions);
  }

  /** Those of this node. */
  public LocalRoomHost rooms() {
    return rooms;
  }

  /** Begins to work; the rooms of this node have. */
  public void start() {
    lease.begin(System.nanoTime());
    task.start();
  }

  /** Rooms may have parts at other nodes; before the start. */
  public void relay(MediaPlane media, RelayPort port, SecureRandom random) {
    relays = Relaying.desk(media, port, rooms, random);
    media.join(relays);
  }

  private void locate(int shard, long seen) {
    Others asked = cluster;
    if (asked != null) {
      asked.locate(shard, seen);
    }
  }

  private int partOf(Peer peer) {
    RelayDesk relay = relays;
    return relay == null ? SignalSocket.HERE : relay.partOf(peer);
  }

  private void tellAll(NodeMessage message) {
    Others told = cluster;
    if (told != null) {
      told.tellAll(message);
    }
  }

  @Override
  public void joined(@Nullable Others others) {
    cluster = others;
    RelayDesk relay = relays;
    if (others != null && relay != null) {
      relay.beginAnew();
    }
  }

  @Override
  public void came() {
    rooms.snapshots().tellAgain();
  }

  @Override
  public @Nullable NodeMessage relayOffer() {
    RelayDesk relay = relays;
    return relay == null ? null : relay.offer();
  }

  @Override
  public long open(String origin, byte[] address, SignalSocket socket) {
    if (isDraining) {
      return REFUSED;
    }
    long handle = handles.incrementAndGet();
    return offer(() -> desk.open(handle, origin, address, socket)) ? handle : REFUSED;
  }

  @Override
  public boolean receive(long session, Decoded frame, String text, Runnable done) {
    return offer(() -> desk.receive(System.nanoTime(), session, frame, text, done));
  }

  @Override
  public void closed(long session, int code) {
    offerEssential(() -> desk.closed(session, code));
  }

  @Override
  public void handle(Peer from, NodeMessage message) {
    RelayDesk relay = relays;
    if (relay != null && relay.handle(from, message)) {
      return;
    }
    switch (message) {
      case NodeMessage.Keep said -> {
        if (kept.heard(said) && seats.isHere(new RoomId(said.room()))) {
          rooms.snapshots().heardLate(new RoomId(said.room()));
        }
      }
      case NodeMessage.Forget said -> kept.heard(said);
      default -> offerEssential(() -> desk.handle(from, message));
    }
  }

  @Override
  public void unreachable(Peer peer) {
    RelayDesk relay = relays;
    if (relay != null) {
      relay.unreachable(peer);
    }
    offerEssential(() -> desk.unreachable(peer));
  }

  @Override
  public void removed(Peer peer) {
    RelayDesk relay = relays;
    if (relay != null) {
      relay.removed(peer);
    }
    offerEssential(() -> desk.removed(peer));
  }

  /** An incarnation is higher than any that was seen: clocks may be off, so who asks says what. */
  @Override
  public long take(int shard, long seen) {
    if (lease.isOver(System.nanoTime())) {
      return Seats.NONE;
    }
    long incarnation = seats.incarnation(shard);
    if (incarnation != Seats.NONE && incarnation >= seen) {
      return incarnation;
    }
    leave(shard, () -> {});
    long known = Math.max(seen, kept.newest(shard)); // else nobody would keep what is newer
    long next = Seats.above(known, System.currentTimeMillis(), ThreadLocalRandom.current());
    seats.take(shard, next);
    return next;
  }

  @Override
  public void leave(int shard, Runnable done) {
    long fromNanos = System.nanoTime();
    long incarnation = seats.leave(shard);
    Predicate<RoomId> gone = room -> Shards.of(room) == shard;
    rooms.release(
        gone,
        () ->
            offerEssential(
                () -> {
                  if (incarnation != Seats.NONE) {
                    desk.left(shard, incarnation);
                    metrics.observeHandover(System.nanoTime() - fromNanos);
                  }
                  done.run();
                }));
  }

  @Override
  public List<ShardLoad> loads() {
    return kept.loads();
  }

  @Override
  public SharedNodes nodes() {
    return nodes;
  }

  @Override
  public SharedListings listings() {
    return listings;
  }

  @Override
  public CompletionStage<Void> drain() {
    isDraining = true;
    offerEssential(() -> departures.drain(System.nanoTime()));
    return gone;
  }

  private boolean offer(Runnable action) {
    return task.offer(() -> act(action));
  }

  private void offerEssential(Runnable action) {
    task.offerEssential(() -> act(action));
  }

  private void act(Runnable action) {
    action.run();
    links = desk.links();
    ownedLinks = owned.count();
    movedSessions = desk.movedSessions();
    if (isDraining && desk.sessions().isEmpty()) {
      gone.complete(null);
    }
  }

  private void onTime(long nowNanos) {
    if (lease.tick(nowNanos)) {
      LOG.warn("this process stood still; its rooms begin anew where the cluster has them now");
      for (int shard = 0; shard < Shards.COUNT; shard++) {
        leave(shard, () -> {});
      }
    }
    kept.handleTimeout(nowNanos);
    departures.handleTimeout(nowNanos);
    act(() -> desk.handleTimeout(nowNanos));
  }

  private long nextTime() {
    return Math.min(Math.min(desk.pollTimeout(), departures.pollTimeout()), lease.nextTick());
  }

  @Override
  public void close() {
    task.close();
  }
}
