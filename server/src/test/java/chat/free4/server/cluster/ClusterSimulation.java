package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.signal.CloseCode;
import chat.free4.server.host.SignalSocket;
import chat.free4.server.rpc.RpcDecoder;
import chat.free4.server.rpc.RpcEncoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Nodes, sockets and clients in virtual time, from one seed: links as they are, and in place of
 * Pekko what it promises: a shard has one seat, news of nodes come late, and messages between two
 * nodes come in order or not at all. Rooms answer each frame with who they are.
 */
final class ClusterSimulation {
  static final int MAX_FRAME = 1 << 16;

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long UNREACHABLE_NANOS = 3000 * MILLI;
  private static final long REMOVED_NANOS = 6000 * MILLI;
  private static final long PATIENCE_NANOS = 3000 * MILLI;
  static final long WORK_NANOS = 150 * MILLI;
  private static final int MAX_DELAY_MILLIS = 40;

  private final Random random;
  private final VirtualTime time = new VirtualTime();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();
  private final SimulatedSharding<Node> sharding = new SimulatedSharding<>();
  private final Map<String, Long> arrivals = new HashMap<>();
  private final RpcEncoder encoder = new RpcEncoder();
  private final RpcDecoder decoder = new RpcDecoder(MAX_FRAME);
  private final SimulatedKeeping.Debts debts = new SimulatedKeeping.Debts();

  /** Of a thousand messages between nodes, so many are lost. */
  private int lossPerMille;

  /** Work that some room handled: none twice. */
  private final Set<String> handled = new HashSet<>();

  /** When which incarnation of which shard was over. */
  private final Map<String, Long> ended = new HashMap<>();

  ClusterSimulation(long seed, int nodeCount, int clientCount) {
    this.random = new Random(seed);
    for (int i = 0; i < nodeCount; i++) {
      nodes.add(new Node(i));
    }
    for (int i = 0; i < clientCount; i++) {
      clients.add(new Client(i));
    }
    clients.forEach(client -> client.connect(0));
    in(SimulatedSharding.ROUND_NANOS, this::shareOut);
  }

  private void in(long delayNanos, Runnable action) {
    time.in(delayNanos, action);
  }

  private long someDelay() {
    return (1 + random.nextInt(MAX_DELAY_MILLIS)) * MILLI;
  }

  /** Lets time go on. */
  void run(long millis) {
    time.pass(millis * MILLI);
  }

  /** Something happens to the cluster. */
  void fault() {
    switch (random.nextInt(4)) {
      case 0 -> kill();
      case 1, 2 -> rebalance();
      default -> lossPerMille = random.nextInt(20);
    }
  }

  /** The same, where no message is lost. */
  void faultOfNodes() {
    if (random.nextInt(3) == 0) {
      kill();
    } else {
      rebalance();
    }
  }

  private List<Node> alive() {
    return nodes.stream().filter(node -> node.isAlive).toList();
  }

  private void kill() {
    List<Node> alive = alive();
    if (alive.size() < 2) {
      return;
    }
    Node killed = alive.get(random.nextInt(alive.size()));
    killed.rooms.kept.die();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      killed.leave(shard);
    }
    killed.isAlive = false;
    clients.stream().filter(client -> client.node == killed).forEach(Client::lost);
    in(UNREACHABLE_NANOS, () -> alive().forEach(node -> node.desk.unreachable(node.to(killed))));
    in(
        REMOVED_NANOS,
        () -> {
          alive().forEach(node -> node.desk.removed(node.to(killed)));
          sharding.lose(time.now(), killed);
          nodes.set(killed.number, new Node(killed.number)); // starts again
          alive().forEach(node -> node.rooms.kept.tellAgain());
        });
  }

  private void rebalance() {
    int shard = random.nextInt(Shards.COUNT);
    Node from = sharding.owner(shard);
    if (from != null && from.isAlive) {
      from.handOver(shard);
      sharding.give(shard, alive().get(random.nextInt(alive().size())));
    }
  }

  /** Moves what {@link ShardPlacement} would, while no node is about to go. */
  private void shareOut() {
    Node eldest = eldest();
    if (alive().size() == nodes.size()) {
      List<ShardLoad> loads = eldest.rooms.kept.loads();
      sharding.round(
          time.now(), eldest, nodes, loads, clients.size(), shard -> owner(shard).handOver(shard));
    }
    in(SimulatedSharding.ROUND_NANOS, this::shareOut);
  }

  private Node eldest() {
    return Collections.min(alive(), Comparator.comparingLong(node -> node.bornNanos));
  }

  private Node owner(int shard) {
    return Objects.requireNonNull(sharding.owner(shard));
  }

  /** A node more; gives its number. */
  int addNode() {
    nodes.add(new Node(nodes.size()));
    alive().forEach(node -> node.rooms.kept.tellAgain());
    return nodes.size() - 1;
  }

  /** How many shards a node has. */
  int shardsOf(int node) {
    return sharding.of(nodes.get(node)).size();
  }

  /** Clients whose room a node has. */
  long clientsOf(int node) {
    return clients.stream().filter(each -> owner(each.shard) == nodes.get(node)).count();
  }

  /** Rooms that were moved to share them out. */
  int sharedOut() {
    return sharding.moved();
  }

  /** The network is whole again. */
  void heal() {
    lossPerMille = 0;
  }

  /** Every client is served, by the incarnation of its shard that there is. */
  void assertAllAreServed() {
    for (Client client : clients) {
      Node owner = owner(client.shard);
      assertThat(client.served).as("client %d", client.number).isTrue();
      assertThat(client.incarnation)
          .as("client %d", client.number)
          .isEqualTo(owner.seats.incarnation(client.shard));
      assertThat(time.now() - client.answeredNanos).isLessThan(PATIENCE_NANOS);
    }
    for (Node node : alive()) {
      assertThat(node.owned.count()).as("links to node %d", node.number).isEqualTo(guests(node));
    }
  }

  private long guests(Node owner) {
    return clients.stream()
        .filter(client -> owner(client.shard) == owner && client.node != owner)
        .count();
  }

  /** What rooms have lost beyond what they may: nothing. */
  SimulatedKeeping.Debts debts() {
    return debts;
  }

  int worked() {
    return handled.size();
  }

  /** A process. */
  private final class Node {
    final int number;
    final Seats seats = new Seats();
    final SimulatedRooms rooms =
        new SimulatedRooms(
            seats,
            new SimulatedKeeping(seats, this::tellAll, () -> time.now(), debts),
            () -> time.now(),
            number -> clients.get(number).room,
            handled);
    final OwnerLinks owned =
        new OwnerLinks(rooms, seats, _ -> -1, task -> in(0, task), encoder, MAX_FRAME);
    final LinkDesk desk = new LinkDesk(rooms, owned, this::locate, encoder);
    final long clockErrorMillis = random.nextInt(600_000);
    final long bornNanos = time.now();
    boolean isAlive = true;

    Node(int number) {
      this.number = number;
      sharding.came(time.now(), this);
      tick();
    }

    private void tick() {
      if (isAlive) {
        if (desk.pollTimeout() <= time.now()) {
          desk.handleTimeout(time.now());
        }
        rooms.closeSilent();
        rooms.kept.tick(time.now());
        in(50 * MILLI, this::tick);
      }
    }

    void leave(int shard) {
      ended.put(shard + ":" + seats.incarnation(shard), time.now());
      seats.leave(shard);
      rooms.release(shard);
    }

    /** Gives how many rooms that were. */
    int handOver(int shard) {
      int before = debts.handedOver();
      long incarnation = seats.incarnation(shard);
      rooms.kept.handOver(shard);
      leave(shard);
      desk.left(shard, incarnation);
      return debts.handedOver() - before;
    }

    Peer to(Node other) {
      return new SimulatedPeer(this, other);
    }

    private void tellAll(NodeMessage message) {
      alive().stream().filter(node -> node != this).forEach(node -> to(node).tell(message));
    }

    /** What Cluster Sharding and a {@link SeatActor} do. */
    private void locate(int shard, long seen) {
      in(
          someDelay(),
          () -> {
            Node owner = sharding.allocate(time.now(), shard, alive(), eldest().rooms.kept.loads());
            if (!owner.isAlive) {
              return;
            }
            long incarnation = owner.seats.incarnation(shard);
            if (incarnation == Seats.NONE || incarnation < seen) {
              if (incarnation != Seats.NONE) {
                owner.handOver(shard);
              }
              long clock = time.now() / MILLI + owner.clockErrorMillis + 1;
              long known = Math.max(seen, owner.rooms.kept.newest(shard));
              incarnation = Seats.above(known, clock, random);
              owner.seats.take(shard, incarnation);
            }
            owner.to(this).tell(new NodeMessage.Located(shard, incarnation));
          });
    }
  }

  /** A node, as another one speaks to it. */
  private final class SimulatedPeer implements Peer {
    private final Node from;
    private final Node to;

    SimulatedPeer(Node from, Node to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public void tell(NodeMessage message) {
      if (random.nextInt(1000) < lossPerMille && from != to) {
        return;
      }
      String way = from.number + ">" + to.number;
      long at = Math.max(time.now() + someDelay(), arrivals.getOrDefault(way, 0L));
      arrivals.put(way, at);
      in(
          at - time.now(),
          () -> {
            if (to.isAlive && !to.rooms.kept.heard(message)) {
              to.desk.handle(new SimulatedPeer(to, from), message);
            }
          });
    }

    @Override
    public boolean isSelf() {
      return from == to;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof SimulatedPeer that && from == that.from && to == that.to;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(from) + System.identityHashCode(to);
    }
  }

  /** A page: says hello, then works, and begins anew where that is what it is told. */
  private final class Client {
    final int number;
    final Bytes room;
    final int shard;
    Node node;
    long incarnation;
    long answeredNanos;
    boolean served;
    private long handle;
    private long nextId = 1;
    private long helloId;
    private long answeredId;
    private int life;
    private int waiting;

    Client(int number) {
      this.number = number;
      byte[] id = new byte[16];
      random.nextBytes(id);
      this.room = Bytes.of(id);
      this.shard = Shards.of(room);
      this.node = nodes.getFirst();
    }

    void connect(int formerLife) {
      if (formerLife != life) {
        return; // lost once more meanwhile
      }
      List<Node> alive = alive();
      node = alive.get(random.nextInt(alive.size()));
      handle = 1_000_000L * number + ++life;
      int mine = life;
      waiting = 0;
      node.desk.open(handle, "https://chat.example", new byte[4], new Socket(mine));
      hello();
      in(WORK_NANOS, () -> work(mine));
    }

    void lost() {
      served = false;
      int mine = ++life;
      in(someDelay(), () -> connect(mine));
    }

    private void work(int mine) {
      if (mine != life) {
        return;
      }
      if (time.now() - answeredNanos > PATIENCE_NANOS && nextId > helloId + 30) {
        node.desk.closed(handle, 1006);
        lost();
        return;
      }
      if (served) {
        send("leave", "");
      } else {
        nextId++; // waits
      }
      in(WORK_NANOS, () -> work(mine));
    }

    private void hello() {
      served = false;
      answeredNanos = time.now();
      helloId = nextId;
      String keys = "\"identity\":\"\",\"device\":\"\",\"certificate\":\"\",\"version\":1,";
      send("hello", keys + "\"room\":\"" + room.toBase64Url() + "\",");
    }

    private void send(String method, String params) {
      String text =
          "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":{%s\"who\":%d}}"
              .formatted(nextId++, method, params, number);
      int mine = life;
      waiting++;
      node.desk.receive(
          time.now(), handle, decoder.decode(text), text, () -> waiting -= mine == life ? 1 : 0);
    }

    private void receive(String frame) {
      String[] words = frame.split(" ", -1);
      if (words[0].equals("answer")) {
        long by = Long.parseLong(words[1]);
        long id = Long.parseLong(words[2]);
        Long endedNanos = ended.get(shard + ":" + by);
        if (endedNanos != null) {
          assertThat(time.now() - endedNanos)
              .as("client %d hears what is over", number)
              .isLessThanOrEqualTo(MAX_DELAY_MILLIS * MILLI);
        }
        if (id >= helloId) {
          assertThat(id).as("in order").isGreaterThan(answeredId);
          answeredId = id;
          incarnation = by;
          answeredNanos = time.now();
          served = true;
        }
      } else if (frame.contains("moved")) {
        hello();
      } else if (frame.contains("busy")) {
        node.desk.closed(handle, 1000);
        lost();
      } else {
        throw new AssertionError(frame);
      }
    }

    private final class Socket implements SignalSocket {
      private final int mine;

      Socket(int mine) {
        this.mine = mine;
      }

      @Override
      public void send(String frame) {
        in(
            0,
            () -> {
              if (mine == life) {
                receive(frame);
              }
            });
      }

      @Override
      public void close(CloseCode code) {
        throw new AssertionError("client " + number + " is closed: " + code);
      }
    }
  }
}
