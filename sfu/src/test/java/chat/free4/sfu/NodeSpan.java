package chat.free4.sfu;

import chat.free4.sfu.Stage.Browser;
import chat.free4.sfu.Stage.Datagram;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A room across nodes of one worker each, and a bad network between them, in virtual time. */
final class NodeSpan {
  static final long ROOM = 0x7000_0000_0000_0077L;
  private static final int WORKERS = 1;

  /** Something between two nodes. */
  private record Crossing(int to, int frame, byte[] bytes) {}

  final List<Stage> nodes = new ArrayList<>();
  final List<NodeRelay> relays = new ArrayList<>();
  final List<Browser> browsers = new ArrayList<>();
  final Random random;
  private final PacketBatch one = new PacketBatch(Arena.ofAuto(), 1);
  private final PacketBatch out = new PacketBatch(Arena.ofAuto(), 64);
  private final List<Crossing> network = new ArrayList<>();
  private final int slots;
  private int frame;

  /** Of 100 datagrams, how many are lost, doubled, and late by up to {@link #lateFrames}. */
  int lossPercent;

  int doublePercent;
  int latePercent;
  int lateFrames = 2;

  NodeSpan(int count, int slots, MediaLimits limits, long seed) {
    this.random = new Random(seed);
    this.slots = slots;
    byte[][] secrets = new byte[count][NodeLine.SECRET_BYTES];
    for (int node = 0; node < count; node++) {
      random.nextBytes(secrets[node]);
      nodes.add(new Stage(seed + node, limits, 64));
      relays.add(new NodeRelay(WORKERS, count - 1));
    }
    for (int node = 0; node < count; node++) {
      for (int other = 0; other < count; other++) {
        if (other != node) {
          relays
              .get(node)
              .know(part(node, other), 100 + node, 100 + other, secrets[node], secrets[other]);
        }
      }
    }
  }

  /** The part that stands for another node. */
  static int part(int node, int other) {
    return other < node ? WORKERS + other : WORKERS + other - 1;
  }

  private static int nodeOf(int node, int part) {
    int other = part - WORKERS;
    return other < node ? other : other + 1;
  }

  /** A member joins at a node, which then has a part of the room. */
  Browser join(int node, int member, boolean speaks, boolean sealed) {
    Stage stage = nodes.get(node);
    var parameters = stage.parameters(slots, speaks, false);
    stage.command(new MediaCommand.AddPeer(ROOM, member, parameters, sealed));
    Browser browser = stage.new Browser(ROOM, member, slots, parameters);
    stage.byPath.put(browser.path, browser);
    browsers.add(browser.connect());
    return browser;
  }

  /** All nodes have a part from now on, and are told so. */
  void span() {
    long others = (1L << nodes.size()) - 2;
    for (int node = 0; node < nodes.size(); node++) {
      nodes.get(node).command(new MediaCommand.SpanRoom(ROOM, others));
      relays.get(node).route(ROOM, 1);
    }
  }

  /** One frame of 20 ms at all nodes. */
  void frame() {
    nodes.forEach(Stage::run);
    send();
    nodes.forEach(node -> node.advance(Stage.FRAME));
    send();
    frame++;
    deliver();
  }

  private void send() {
    for (int from = 0; from < nodes.size(); from++) {
      for (Datagram said : nodes.get(from).relayed) {
        one.clear();
        one.add(0, said.bytes().length);
        MemorySegment.copy(
            said.bytes(), 0, one.slab(), ValueLayout.JAVA_BYTE, 0, said.bytes().length);
        out.clear();
        relays.get(from).seal(said.path(), one, out);
        for (int i = 0; i < out.count(); i++) {
          byte[] sealed =
              out.slab().asSlice(out.offset(i), out.length(i)).toArray(ValueLayout.JAVA_BYTE);
          send(nodeOf(from, out.path(i)), sealed);
        }
      }
      nodes.get(from).relayed.clear();
    }
  }

  private void send(int to, byte[] sealed) {
    int copies = chance(lossPercent) ? 0 : chance(doublePercent) ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      int late = chance(latePercent) ? 1 + random.nextInt(lateFrames) : 0;
      network.add(new Crossing(to, frame + late, sealed));
    }
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private void deliver() {
    List<Crossing> due = network.stream().filter(each -> each.frame() < frame).toList();
    network.removeAll(due);
    for (Crossing crossing : due) {
      Stage stage = nodes.get(crossing.to());
      out.clear();
      MemorySegment bytes = MemorySegment.ofArray(crossing.bytes());
      int from = relays.get(crossing.to()).open(stage.now, bytes, 0, crossing.bytes().length, out);
      for (int i = 0; i < out.count(); i++) {
        byte[] message =
            out.slab().asSlice(out.offset(i), out.length(i)).toArray(ValueLayout.JAVA_BYTE);
        stage.add(from, message);
        stage.runRelayed();
      }
    }
  }

  long drops(String label) {
    return nodes.stream().mapToLong(node -> node.drops(label)).sum();
  }
}
