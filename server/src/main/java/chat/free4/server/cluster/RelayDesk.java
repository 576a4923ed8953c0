package chat.free4.server.cluster;

import chat.free4.room.access.Bytes;
import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.peer.Negotiation.HostCandidate;
import chat.free4.rtc.peer.Negotiation.LocalMedia;
import chat.free4.server.host.SignalSocket;
import chat.free4.server.media.NodeParts;
import chat.free4.server.media.VoiceOrder;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEvent;
import chat.free4.sfu.NodeLine;
import chat.free4.sfu.VoicePhrase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.ObjIntConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Other nodes that have parts of this node's rooms, and this node's parts of theirs ({@link
 * RelayedRooms}). The room's node has its control, places members and negotiates for all parts; a
 * node that has a part does what it is told, as a worker does. Has no thread and no clock; called
 * by any thread, one at a time.
 */
final class RelayDesk implements NodeParts {
  /** Bytes of what is said for a member that go in one message: nodes take 256 KiB. */
  static final int SAID_BYTES = 100_000;

  /**
   * A node that says so many times that it is there, while datagrams do not come and go, loses its
   * members: they hear only each other.
   */
  static final int UNHEARD_OFFERS = 5;

  /** What this node itself tells others of its media. */
  record Own(
      String host,
      int port,
      Fingerprint fingerprint,
      List<String> addresses,
      List<Integer> mediaPorts,
      int slots) {}

  /** The port to which nodes bring voice. */
  interface Port {
    /** The first part that stands for a node. */
    int firstPart();

    /** Parts that do. */
    int nodes();

    /** A part stands for a node; false when where it is cannot be understood. */
    boolean know(
        int part, String host, int port, long self, long peer, byte[] ownSecret, byte[] peerSecret);

    /** A part stands for nobody any more. */
    void forget(int part);

    /** Which workers have a part of a room; false when there are too many rooms. */
    boolean route(long room, long workers);

    /** Whether datagrams go both ways. */
    boolean isReachable(int part);
  }

  private final Port port;
  private final RelayedRooms relayed;
  private final Own own;
  private final RandomGenerator random;
  private final ObjIntConsumer<MediaEvent> onEvent;
  private final IntConsumer onLost;
  private final @Nullable Node[] nodes;
  private final byte[] secret = new byte[NodeLine.SECRET_BYTES];
  private long self;
  private long lastLine;

  /** A node that has spoken. */
  private static final class Node {
    final Peer peer;
    NodeMessage.RelayOffer offer;
    boolean isWell = true;
    int unheardOffers;

    /** Rooms of ours that have a part there. */
    final Set<Long> rooms = new HashSet<>();

    /** 0: none. */
    long line;

    long sent;
    long received;

    Node(Peer peer, NodeMessage.RelayOffer offer) {
      this.peer = peer;
      this.offer = offer;
    }
  }

  /**
   * A desk that knows nobody.
   *
   * @param workers take what is for this node's parts of others' rooms
   * @param random must be secure outside tests
   * @param onEvent takes what has happened in a room of this node, and the part where
   * @param onLost takes a part whose members are all lost
   */
  RelayDesk(
      Port port,
      RelayedRooms.Workers workers,
      Own own,
      RandomGenerator random,
      ObjIntConsumer<MediaEvent> onEvent,
      IntConsumer onLost) {
    this.port = port;
    this.own = own;
    this.random = random;
    this.onEvent = onEvent;
    this.onLost = onLost;
    this.nodes = new Node[port.nodes()];
    this.relayed = new RelayedRooms(port, workers, own.mediaPorts().size(), this::partOf);
    beginAnew();
  }

  /**
   * This node is another one from now on, with new keys: whom it knew in its former life, and what
   * it had of theirs, is no more.
   */
  synchronized void beginAnew() {
    for (Node node : nodes.clone()) {
      if (node != null) {
        remove(node);
      }
    }
    relayed.endAll();
    random.nextBytes(secret);
    self = random.nextLong();
  }

  /** What others are told of this node. */
  synchronized NodeMessage.RelayOffer offer() {
    return new NodeMessage.RelayOffer(
        self,
        Bytes.of(secret),
        own.host(),
        own.port(),
        Bytes.of(own.fingerprint().toBytes()),
        own.addresses(),
        own.mediaPorts(),
        own.slots(),
        relayed.members(),
        relayed.takes());
  }

  /** A node says something; false when it is not about parts of rooms. */
  synchronized boolean handle(Peer from, NodeMessage message) {
    switch (message) {
      case NodeMessage.RelayOffer offer -> handleOffer(from, offer);
      case NodeMessage.RelayHeard(long line, long number, MediaEvent event) -> {
        Node node = find(from);
        if (node == null || node.line != line) {
          from.tell(new NodeMessage.RelayClosed(line));
        } else if (number == ++node.received) {
          onEvent.accept(event, part(node));
        } else {
          lose(node);
        }
      }
      case NodeMessage.RelayLost(long line) -> {
        Node node = find(from);
        if (node != null && node.line == line) {
          lose(node);
        }
      }
      default -> {
        return relayed.handle(from, message);
      }
    }
    return true;
  }

  private void handleOffer(Peer from, NodeMessage.RelayOffer offer) {
    Node node = find(from);
    if (from.isSelf() || offer.mediaPorts().isEmpty()) {
      return;
    }
    if (node != null) {
      node.offer = offer;
      if (port.isReachable(part(node))) {
        node.isWell = true;
        node.unheardOffers = 0;
      } else if (++node.unheardOffers == UNHEARD_OFFERS) {
        node.isWell = false;
        lose(node);
      }
      return;
    }
    for (int place = 0; place < nodes.length; place++) {
      if (nodes[place] == null) {
        boolean isKnown =
            port.know(
                port.firstPart() + place,
                offer.host(),
                offer.port(),
                self,
                offer.node(),
                secret,
                offer.secret().toArray());
        if (isKnown) {
          nodes[place] = new Node(from, offer);
          relayed.spanAll();
        }
        return;
      }
    }
    // One node too many: rooms have no parts with it.
  }

  private @Nullable Node find(Peer peer) {
    for (Node node : nodes) {
      if (node != null && node.peer.equals(peer)) {
        return node;
      }
    }
    return null;
  }

  private @Nullable Node at(int part) {
    int place = part - port.firstPart();
    return place < 0 || place >= nodes.length ? null : nodes[place];
  }

  private int part(Node wanted) {
    for (int place = 0; place < nodes.length; place++) {
      if (nodes[place] == wanted) {
        return port.firstPart() + place;
      }
    }
    throw new IllegalStateException("not one of the nodes");
  }

  /** The part that stands for a node; {@link SignalSocket#HERE} while it has said nothing. */
  synchronized int partOf(Peer peer) {
    Node node = find(peer);
    return node == null ? SignalSocket.HERE : part(node);
  }

  /** The part that stands for the node of this name; -1 while it is not known. */
  private int partOf(long name) {
    for (int place = 0; place < nodes.length; place++) {
      Node node = nodes[place];
      if (node != null && node.offer.node() == name) {
        return port.firstPart() + place;
      }
    }
    return -1;
  }

  /** What a node has of our rooms is lost; it is told so. */
  private void lose(Node node) {
    if (node.line != 0) {
      node.peer.tell(new NodeMessage.RelayClosed(node.line));
      node.line = 0;
      node.rooms.clear();
      onLost.accept(part(node));
    }
  }

  /** A node does not answer: its members are served elsewhere, before it is gone for good. */
  synchronized void unreachable(Peer peer) {
    Node node = find(peer);
    if (node != null) {
      node.isWell = false;
      lose(node);
    }
  }

  /** A node is gone for good. */
  synchronized void removed(Peer peer) {
    relayed.removed(peer);
    Node node = find(peer);
    if (node != null) {
      remove(node);
      relayed.spanAll();
    }
  }

  private void remove(Node node) {
    lose(node);
    int part = part(node);
    port.forget(part);
    nodes[part - port.firstPart()] = null;
  }

  @Override
  public synchronized boolean isUsable(int part) {
    Node node = at(part);
    return node != null && node.isWell && node.offer.takes() && port.isReachable(part);
  }

  @Override
  public synchronized boolean isThere(int part) {
    Node node = at(part);
    return node != null && node.isWell;
  }

  @Override
  public synchronized int members(int part) {
    Node node = at(part);
    return node == null ? 0 : node.offer.members();
  }

  @Override
  public synchronized LocalMedia media(int part, long room) {
    Node node = at(part);
    if (node == null) {
      // It went a moment ago: what is answered now leads nowhere, and the member is told so.
      return new LocalMedia(own.fingerprint(), List.of(), own.slots());
    }
    NodeMessage.RelayOffer offer = node.offer;
    int worker = RelayedRooms.workerOf(room, offer.mediaPorts().size());
    int mediaPort = offer.mediaPorts().get(worker);
    return new LocalMedia(
        new Fingerprint(offer.fingerprint().toArray()),
        offer.addresses().stream().map(each -> new HostCandidate(each, mediaPort)).toList(),
        offer.slots());
  }

  @Override
  public synchronized boolean offer(int part, MediaCommand command) {
    Node node = at(part);
    if (node == null || !node.isWell) {
      return false;
    }
    if (command instanceof MediaCommand.Listen) {
      return true; // this node's ears hear its own workers alone: the others' do not know the room
    }
    node.rooms.add(command.room());
    if (command instanceof MediaCommand.SpanRoom(long room, long parts)) {
      node.peer.tell(new NodeMessage.RelayParts(line(node), ++node.sent, room, names(parts)));
    } else {
      node.peer.tell(new NodeMessage.RelayTold(line(node), ++node.sent, command));
    }
    return true;
  }

  /** All our workers are one node to others. */
  private List<Long> names(long parts) {
    List<Long> names = new ArrayList<>();
    if ((parts & (1L << port.firstPart()) - 1) != 0) {
      names.add(self);
    }
    for (int place = 0; place < nodes.length; place++) {
      Node node = nodes[place];
      if (node != null && (parts & 1L << (port.firstPart() + place)) != 0) {
        names.add(node.offer.node());
      }
    }
    return names;
  }

  /** The line to a node; a new one begins with its first message. */
  private long line(Node node) {
    if (node.line == 0) {
      node.line = ++lastLine;
      node.sent = 0;
      node.received = 0;
    }
    return node.line;
  }

  @Override
  public synchronized boolean offer(int part, VoiceOrder order) {
    Node node = at(part);
    if (node == null || !node.rooms.contains(order.room())) {
      return false;
    }
    VoicePhrase phrase = order.phrase();
    if (phrase == null) {
      say(node, order, List.of(), new byte[0]);
      return true;
    }
    List<Bytes> frames = new ArrayList<>();
    int bytes = 0;
    int from = 0;
    for (int i = 0; i < phrase.length(); i++) {
      frames.add(Bytes.of(phrase.frame(i)));
      bytes += phrase.frame(i).length;
      if (bytes >= SAID_BYTES || i == phrase.length() - 1) {
        byte[] levels = new byte[frames.size()];
        for (int each = 0; each < levels.length; each++) {
          levels[each] = (byte) phrase.level(from + each);
        }
        say(node, order, frames, levels);
        frames = new ArrayList<>();
        bytes = 0;
        from = i + 1;
      }
    }
    return true;
  }

  private void say(Node node, VoiceOrder order, List<Bytes> frames, byte[] levels) {
    node.peer.tell(
        new NodeMessage.RelaySays(
            line(node),
            ++node.sent,
            order.room(),
            order.member(),
            order.isPerson(),
            List.copyOf(frames),
            Bytes.of(levels)));
  }

  @Override
  public synchronized void span(long room, long workers) {
    port.route(room, workers);
  }

  @Override
  public synchronized void end(long room) {
    port.route(room, 0);
    for (Node node : nodes) {
      if (node != null && node.rooms.remove(room)) {
        node.peer.tell(new NodeMessage.RelayEnded(node.line, ++node.sent, room));
      }
    }
  }

  @Override
  public synchronized void onEvent(MediaEvent event) {
    relayed.onEvent(event);
  }

  @Override
  public synchronized void onRestart(int worker) {
    relayed.onRestart(worker);
  }
}
