package chat.free4.server.cluster;

import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.SignalFault;
import chat.free4.server.host.RoomHost;
import chat.free4.server.host.SignalSocket;
import chat.free4.server.rpc.Decoded;
import chat.free4.server.rpc.RpcDecoder;
import chat.free4.server.rpc.RpcEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The links that come here, from sockets at other nodes: sessions of this node's rooms. */
final class OwnerLinks {
  private static final int RETRY_MILLIS = 1000;

  /** What a session is told whose line broke: no close code came (RFC 6455 section 7.4.1). */
  private static final int ABNORMAL = 1006;

  private final Map<Key, OwnerLink> links = new HashMap<>();
  private final RoomHost rooms;
  private final Seats seats;
  private final ToIntFunction<Peer> partOf;
  private final Consumer<Runnable> later;
  private final RpcDecoder decoder;
  private final RpcEncoder encoder;
  private final int messageBytes;

  /** Which link: nodes number their own. */
  record Key(Peer peer, long link) {}

  /**
   * No links.
   *
   * @param partOf the part of rooms that stands for a node, else {@link SignalSocket#HERE}
   * @param later runs a task soon, where these links are looked after; called by any thread
   */
  OwnerLinks(
      RoomHost rooms,
      Seats seats,
      ToIntFunction<Peer> partOf,
      Consumer<Runnable> later,
      RpcEncoder encoder,
      int messageBytes) {
    this.rooms = rooms;
    this.seats = seats;
    this.partOf = partOf;
    this.later = later;
    this.decoder = new RpcDecoder(messageBytes);
    this.encoder = encoder;
    this.messageBytes = messageBytes;
  }

  int count() {
    return links.size();
  }

  void open(Peer peer, NodeMessage.Open open) {
    Key key = new Key(peer, open.link());
    if (seats.incarnation(open.shard()) != open.incarnation() || links.containsKey(key)) {
      peer.tell(new NodeMessage.Moved(open.link()));
      return;
    }
    OwnerLink link =
        new OwnerLink(
            key,
            open.shard(),
            messageBytes,
            () -> partOf.applyAsInt(peer),
            () -> later.accept(() -> drop(key)));
    link.handle = rooms.open(open.origin(), open.address().toArray(), link);
    if (link.handle == RoomHost.REFUSED) {
      link.send(encoder.error(ClientMessage.NO_ID, SignalFault.busy(RETRY_MILLIS)));
      link.close(CloseCode.GOING_AWAY);
    } else {
      links.put(key, link);
    }
  }

  /** The link has ended, by the room or because too much was on its way; tells the room. */
  private void drop(Key key) {
    OwnerLink link = links.remove(key);
    if (link != null) {
      rooms.closed(link.handle, ABNORMAL);
    }
  }

  void receive(Peer peer, NodeMessage.FromClient part) {
    OwnerLink link = next(peer, part.link(), part.number());
    if (link == null) {
      return;
    }
    if (link.frames.wouldOverflow(part.text())) {
      lose(link);
      return;
    }
    String text = link.frames.add(part.text(), part.last());
    if (text != null) {
      receive(link, decoder.decode(text), text);
    }
  }

  void receive(Peer peer, NodeMessage.TooLong frame) {
    OwnerLink link = next(peer, frame.link(), frame.number());
    if (link != null) {
      receive(link, new Decoded.TooLarge(frame.limit()), "");
    }
  }

  /** Null when there is no such link, or a message of it was lost: then it has ended. */
  private @Nullable OwnerLink next(Peer peer, long id, long number) {
    OwnerLink link = links.get(new Key(peer, id));
    if (link == null) {
      peer.tell(new NodeMessage.Moved(id));
    } else if (!link.isNext(number)) {
      lose(link);
      return null;
    }
    return link;
  }

  private void receive(OwnerLink link, Decoded frame, String text) {
    if (!rooms.receive(link.handle, frame, text, link::handled)) {
      long id = frame instanceof Decoded.Message message ? message.id() : ClientMessage.NO_ID;
      link.send(encoder.error(id, SignalFault.busy(RETRY_MILLIS)));
      link.handled();
    }
  }

  /** A link is of no use; its socket looks for the room again. */
  private void lose(OwnerLink link) {
    link.key.peer().tell(new NodeMessage.Moved(link.key.link()));
    forget(link, ABNORMAL);
  }

  private void forget(OwnerLink link, int code) {
    link.end();
    links.remove(link.key);
    rooms.closed(link.handle, code);
  }

  void closed(Peer peer, NodeMessage.Closed closed) {
    OwnerLink link = links.get(new Key(peer, closed.link()));
    if (link != null) {
      forget(link, closed.code());
    }
  }

  void taken(Peer peer, NodeMessage.Taken taken) {
    OwnerLink link = links.get(new Key(peer, taken.link()));
    if (link != null) {
      link.taken(taken.characters());
    }
  }

  /** This node has a shard no more. */
  void left(int shard) {
    each(link -> link.shard == shard, this::lose);
  }

  /** A node is gone, and its sockets with it. */
  void removed(Peer peer) {
    each(link -> link.key.peer().equals(peer), link -> forget(link, ABNORMAL));
  }

  private void each(Predicate<OwnerLink> wanted, Consumer<OwnerLink> action) {
    List.copyOf(links.values()).stream().filter(wanted).forEach(action);
  }
}
