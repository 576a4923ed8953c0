package chat.free4.server.cluster;

import chat.free4.rtc.peer.PeerEvent;
import chat.free4.server.media.VoiceOrder;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEvent;
import chat.free4.sfu.NodeRelay;
import chat.free4.sfu.VoicePhrase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * This node's parts of other nodes' rooms. Each is with one worker, which does what the room's node
 * says. All that came over a line is let go when the line ends: its number is new, a message of it
 * was lost, or its node is gone.
 */
final class RelayedRooms {
  /** This node's own workers. */
  interface Workers {
    /** Hands a command to one; false when too many wait there. */
    boolean offer(int worker, MediaCommand command);

    /** Hands a phrase to one; false when too many wait there. */
    boolean offer(int worker, VoiceOrder order);

    /** False for one that has been given up. */
    boolean isUsable(int worker);
  }

  /** Finds the part that stands for a node. */
  @FunctionalInterface
  interface PartOf {
    /** The part; -1 while the node is not known. */
    int find(long node);
  }

  private final Map<Peer, Line> lines = new HashMap<>();
  private final Map<Long, Room> rooms = new HashMap<>();
  private final RelayDesk.Port port;
  private final Workers workers;
  private final int workerCount;
  private final PartOf parts;
  private int members;

  /** What a node says to us. */
  private static final class Line {
    final Peer peer;
    final long number;
    long received;
    long sent;

    Line(Peer peer, long number) {
      this.peer = peer;
      this.number = number;
    }
  }

  /** A part of a room. */
  private static final class Room {
    final long id;
    final Line line;
    final int worker;
    final Set<Integer> members = new HashSet<>();

    /** The others that have parts, as far as they are known by now and not. */
    List<Long> nodes = List.of();

    Room(long id, Line line, int worker) {
      this.id = id;
      this.line = line;
      this.worker = worker;
    }
  }

  RelayedRooms(RelayDesk.Port port, Workers workers, int workerCount, PartOf parts) {
    this.port = port;
    this.workers = workers;
    this.workerCount = workerCount;
    this.parts = parts;
  }

  /** The worker of a node of so many that has its part of a room: both sides find the same. */
  static int workerOf(long room, int workers) {
    return Math.floorMod(Long.hashCode(room * 0x9e3779b97f4a7c15L), workers);
  }

  /** Members of others' rooms, who have their voice by this node. */
  int members() {
    return members;
  }

  /** Whether members of others' rooms may come. */
  boolean takes() {
    for (int worker = 0; worker < workerCount; worker++) {
      if (!workers.isUsable(worker)) {
        return false;
      }
    }
    return rooms.size() < NodeRelay.MAX_ROOMS;
  }

  /** A node says something; false when it is not about our parts of its rooms. */
  boolean handle(Peer from, NodeMessage message) {
    switch (message) {
      case NodeMessage.RelayTold(long number, long count, MediaCommand command) -> {
        Line line = next(from, number, count);
        if (line != null) {
          obey(line, command);
        }
      }
      case NodeMessage.RelayParts(long number, long count, long id, List<Long> nodes) -> {
        Line line = next(from, number, count);
        Room room = line == null ? null : find(line, id);
        if (room != null) {
          room.nodes = nodes;
          span(room);
        }
      }
      case NodeMessage.RelaySays says -> {
        Line line = next(from, says.line(), says.number());
        Room room = line == null ? null : find(line, says.room());
        if (room != null) {
          say(room, says);
        }
      }
      case NodeMessage.RelayEnded(long number, long count, long id) -> {
        Line line = next(from, number, count);
        Room room = line == null ? null : find(line, id);
        if (room != null) {
          end(room);
        }
      }
      case NodeMessage.RelayClosed(long number) -> {
        Line line = lines.get(from);
        if (line != null && line.number == number) {
          end(line);
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The line that a message is of; null when one before it was lost, and all with it. */
  private @Nullable Line next(Peer from, long number, long count) {
    Line line = lines.get(from);
    if (count == 1 && (line == null || line.number != number)) {
      if (line != null) {
        end(line);
      }
      line = new Line(from, number);
      lines.put(from, line);
    }
    if (line == null || line.number != number) {
      from.tell(new NodeMessage.RelayLost(number));
      return null;
    }
    if (count != ++line.received) {
      lose(line);
      return null;
    }
    return line;
  }

  private void lose(Line line) {
    line.peer.tell(new NodeMessage.RelayLost(line.number));
    end(line);
  }

  private void end(Line line) {
    lines.remove(line.peer);
    for (Room room : List.copyOf(rooms.values())) {
      if (room.line == line) {
        end(room);
      }
    }
  }

  private @Nullable Room find(Line line, long id) {
    Room room = rooms.get(id);
    return room == null || room.line != line ? null : room;
  }

  private void obey(Line line, MediaCommand command) {
    Room room = find(line, command.room());
    switch (command) {
      case MediaCommand.AddPeer(long id, int member, var _, boolean _) -> {
        Room its = room == null ? open(line, id) : room;
        if (its != null && workers.offer(its.worker, command)) {
          join(its, member);
        } else {
          tell(line, new MediaEvent.PeerClosed(id, member, PeerEvent.Reason.HANDSHAKE));
        }
      }
      case MediaCommand.MuteForListener(long id, int listener, int _, boolean _) -> {
        Room its = room == null ? open(line, id) : room;
        if (its != null && workers.offer(its.worker, command)) {
          join(its, listener);
        }
      }
      case MediaCommand.ForgetMember(long _, int member) when room != null -> {
        workers.offer(room.worker, command);
        if (room.members.remove(member)) {
          members--;
        }
        if (room.members.isEmpty()) {
          end(room);
        }
      }
      case MediaCommand.Silence(long id, int member, boolean isSilenced) when room != null -> {
        // Nobody is heard who must not be, whatever else is lost.
        if (!workers.offer(room.worker, command) && isSilenced) {
          workers.offer(room.worker, new MediaCommand.RemovePeer(id, member));
          tell(line, new MediaEvent.PeerClosed(id, member, PeerEvent.Reason.HANDSHAKE));
        }
      }
      case MediaCommand other when room != null -> workers.offer(room.worker, other);
      default -> {
        // The room is not here, any more.
      }
    }
  }

  private void join(Room room, int member) {
    if (room.members.add(member)) {
      members++;
    }
  }

  private @Nullable Room open(Line line, long id) {
    int worker = workerOf(id, workerCount);
    if (rooms.containsKey(id) || !port.route(id, 1L << worker)) {
      return null;
    }
    Room room = new Room(id, line, worker);
    rooms.put(id, room);
    return room;
  }

  private void end(Room room) {
    for (int member : room.members) {
      workers.offer(room.worker, new MediaCommand.ForgetMember(room.id, member));
    }
    members -= room.members.size();
    port.route(room.id, 0);
    rooms.remove(room.id);
  }

  /** Nodes have come or gone. */
  void spanAll() {
    for (Room room : rooms.values()) {
      span(room);
    }
  }

  private void span(Room room) {
    long others = 0;
    for (long node : room.nodes) {
      int part = parts.find(node);
      if (part >= 0) {
        others |= 1L << part;
      }
    }
    workers.offer(room.worker, new MediaCommand.SpanRoom(room.id, others));
  }

  private void say(Room room, NodeMessage.RelaySays says) {
    VoicePhrase phrase = null;
    if (!says.frames().isEmpty()) {
      List<byte[]> frames = new ArrayList<>();
      says.frames().forEach(frame -> frames.add(frame.toArray()));
      phrase = new VoicePhrase(frames, says.levels().toArray());
    }
    workers.offer(room.worker, new VoiceOrder(says.room(), says.member(), says.isPerson(), phrase));
  }

  /** Something has happened in one of our parts: its node is told. */
  void onEvent(MediaEvent event) {
    Room room = rooms.get(event.room());
    if (room != null) {
      tell(room.line, event);
    }
  }

  private void tell(Line line, MediaEvent event) {
    line.peer.tell(new NodeMessage.RelayHeard(line.number, ++line.sent, event));
  }

  /** A worker has lost its peers. */
  void onRestart(int worker) {
    Set<Line> lost = new HashSet<>();
    for (Room room : rooms.values()) {
      if (room.worker == worker) {
        lost.add(room.line);
      }
    }
    lost.forEach(this::lose);
  }

  /** All nodes are gone. */
  void endAll() {
    List.copyOf(lines.values()).forEach(this::end);
  }

  /** A node is gone, and its rooms with it. */
  void removed(Peer peer) {
    Line line = lines.get(peer);
    if (line != null) {
      end(line);
    }
  }
}
