package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.free4.room.RoomLimits;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.snapshot.RoomSnapshot;
import chat.free4.server.config.ClusterConfig;
import chat.free4.server.config.ClusterConfig.Seed;
import chat.free4.server.config.ConfigException;
import chat.free4.server.config.NodeUrls;
import chat.free4.server.host.Listings;
import chat.free4.server.host.NodeLoad;
import chat.free4.server.host.PublicNode;
import chat.free4.server.host.SocketGate;
import chat.free4.server.status.ClusterView;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes on 127.0.0.1, 2 and 3, with the network between them that the machine has. */
final class ClusterNodeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SECRET = "the secret of the nodes of this test";
  private static final int GARBAGE_BYTES = 4096;

  private final List<ClusterNode> nodes = new ArrayList<>();
  private final Map<Integer, Rooms> roomsOf = new HashMap<>();
  @TempDir private Path directory;

  /** What a node tells its rooms, as far as it is looked at here. */
  private static final class Rooms implements NodeRooms {
    final Map<Integer, Peer> found = new ConcurrentHashMap<>();
    final Set<Integer> seats = ConcurrentHashMap.newKeySet();
    final Set<String> listed = ConcurrentHashMap.newKeySet();
    final SharedListings listings = new SharedListings(new ListedNames(listed));
    final SharedNodes nodes;
    final Map<Bytes, Long> kept = new ConcurrentHashMap<>();
    final AtomicInteger came = new AtomicInteger();
    volatile List<ShardLoad> loads = Collections.nCopies(Shards.COUNT, ShardLoad.EMPTY);
    private volatile @Nullable Others locator;

    Rooms(int number) {
      SocketGate gate = new SocketGate(RoomLimits.DEFAULTS);
      this.nodes =
          new SharedNodes(
              Optional.of("wss://n%d.example".formatted(number)),
              new NodeLoad(gate, RoomLimits.DEFAULTS.sockets()));
      nodes.has(() -> seats.stream().mapToLong(shard -> 1L << shard).sum());
    }

    @Override
    public void joined(@Nullable Others cluster) {
      locator = cluster;
    }

    @Override
    public void came() {
      came.incrementAndGet();
    }

    void tellAll(NodeMessage message) {
      Objects.requireNonNull(locator).tellAll(message);
    }

    @Override
    public void handle(Peer from, NodeMessage message) {
      switch (message) {
        case NodeMessage.Located located -> found.put(located.shard(), from);
        case NodeMessage.Keep keep -> kept.put(keep.room(), keep.incarnation());
        case NodeMessage.Forget forget -> kept.remove(forget.room());
        default -> {}
      }
    }

    @Override
    public List<ShardLoad> loads() {
      return loads;
    }

    @Override
    public SharedListings listings() {
      return listings;
    }

    @Override
    public SharedNodes nodes() {
      return nodes;
    }

    @Override
    public void unreachable(Peer peer) {}

    @Override
    public void removed(Peer peer) {}

    @Override
    public long take(int shard, long seen) {
      seats.add(shard);
      return seen + 1;
    }

    @Override
    public void leave(int shard, Runnable done) {
      seats.remove(shard);
      done.run();
    }

    void askForAll() {
      ShardMap.Locator asked = locator;
      for (int shard = 0; asked != null && shard < Shards.COUNT; shard++) {
        asked.locate(shard, 0);
      }
    }

    void awaitAllShards() {
      found.clear();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                ShardMap.Locator asked = locator;
                for (int shard = 0; asked != null && shard < Shards.COUNT; shard++) {
                  if (!found.containsKey(shard)) {
                    asked.locate(shard, 0);
                  }
                }
                return found.size() == Shards.COUNT;
              });
    }
  }

  /** Names of rooms elsewhere. */
  private record ListedNames(Set<String> names) implements Listings {
    @Override
    public void update(String name, RoomDescription description, int people, long opened) {
      names.add(name);
    }

    @Override
    public void remove(String name) {
      names.remove(name);
    }

    @Override
    public void talked(String name) {}
  }

  private ClusterNode node(int number, String secret, boolean founds, Seed... seeds)
      throws IOException {
    return nodeAt(0, number, secret, founds, seeds);
  }

  private ClusterNode nodeAt(int port, int number, String secret, boolean founds, Seed... seeds)
      throws IOException {
    Path file = Files.writeString(directory.resolve("secret" + number), secret);
    ClusterConfig config =
        new ClusterConfig(
            port,
            Optional.of("127.0.0." + number),
            List.of(seeds),
            founds,
            "free4chat",
            file,
            10,
            0,
            false,
            NodeUrls.NONE);
    Rooms rooms = new Rooms(number);
    roomsOf.put(number, rooms);
    ClusterNode node = ClusterNode.start(config, rooms, List.of(), "0.1.0", new SecureRandom());
    nodes.add(node);
    return node;
  }

  private static Seed seed(int number, ClusterNode node) {
    return new Seed("127.0.0." + number, node.port());
  }

  private Rooms rooms(int number) {
    return Objects.requireNonNull(roomsOf.get(number));
  }

  @AfterEach
  void end() {
    nodes.reversed().forEach(ClusterNode::close);
  }

  private static void awaitMembers(ClusterNode node, int count) {
    await().atMost(PATIENCE).until(node::members, members -> members == count);
  }

  @Test
  void threeNodesFindEachOtherAndOneLeavesOrDies() throws IOException {
    ClusterNode first = node(1, SECRET, true);
    ClusterNode second = node(2, SECRET, false, seed(1, first));
    ClusterNode third = node(3, SECRET, false, seed(1, first), seed(2, second));
    awaitMembers(first, 3);
    awaitMembers(second, 3);
    awaitMembers(third, 3);

    rooms(3).listings.update("of the third", RoomDescription.NONE, 1, 1);
    rooms(2).listings.update("of the second", RoomDescription.NONE, 1, 1);
    awaitListed("of the second", "of the third");
    awaitReachable("n1 UP", "n2 UP", "n3 UP");
    rooms(1).awaitAllShards();
    assertThat(rooms(3).seats).as("shared out evenly").hasSizeBetween(15, 25);
    Set<Integer> kept = Set.copyOf(rooms(2).seats);
    looksRight(first, third);
    allAreToldAllButWhoSaysIt();

    sendGarbage(1, first);
    strangerIsRefused(first);
    awaitMembers(first, 3);
    assertThat(first.unreachable()).isEmpty();

    third.kill();
    awaitMembers(first, 2);
    awaitMembers(second, 2);
    awaitListed("of the second");
    awaitReachable("n1 UP", "n2 UP");
    rooms(2).nodes.drain();
    awaitReachable("n1 UP", "n2 DRAINING");
    rooms(1).awaitAllShards();
    assertThat(rooms(2).seats).as("those of the others stay").containsAll(kept);
    assertThat(rooms(1).seats).doesNotContainAnyElementsOf(rooms(2).seats);
    assertThat(rooms(1).seats.size() + rooms(2).seats.size()).isEqualTo(Shards.COUNT);
    second.close();
    awaitMembers(first, 1);
    awaitReachable("n1 UP");
  }

  /** What a room knows goes to every other node. */
  private void allAreToldAllButWhoSaysIt() {
    assertThat(rooms(1).came.get()).as("others came").isGreaterThanOrEqualTo(2);
    Bytes room = Bytes.of(new byte[RoomId.BYTES]);
    rooms(3).tellAll(new NodeMessage.Keep(room, 7, Bytes.of(new byte[RoomSnapshot.MAX_BYTES])));
    for (int number = 1; number <= 2; number++) {
      await().atMost(PATIENCE).until(rooms(number).kept::size, size -> size == 1);
    }
    rooms(3).tellAll(new NodeMessage.Forget(room, 7));
    for (int number = 1; number <= 2; number++) {
      await().atMost(PATIENCE).until(rooms(number).kept::isEmpty);
    }
    assertThat(rooms(3).kept).isEmpty();
  }

  /** What the status page shows: three that serve, and who has which shard. */
  private void looksRight(ClusterNode first, ClusterNode third) {
    ClusterView view =
        await()
            .atMost(PATIENCE)
            .until(() -> look(first), seen -> seen.shards().size() == Shards.COUNT);
    assertThat(view.nodes()).hasSize(3).allMatch(node -> node.state() == ClusterView.State.UP);
    assertThat(view.nodes()).filteredOn(ClusterView.Node::isSelf).hasSize(1);
    String name = "127.0.0.3:" + third.port();
    assertThat(view.shards())
        .allSatisfy(
            (shard, node) ->
                assertThat(node.equals(name)).isEqualTo(rooms(3).seats.contains(shard)));
  }

  private static ClusterView look(ClusterNode node)
      throws ExecutionException, InterruptedException {
    return node.look().toCompletableFuture().get();
  }

  /** What the first node lists of others. */
  private void awaitListed(String... names) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(rooms(1).listed).containsExactlyInAnyOrder(names));
  }

  /** Where people are sent by the first node. */
  private void awaitReachable(String... nodes) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(rooms(1).nodes.all())
                    .extracting(ClusterNodeTest::named)
                    .containsExactly(nodes));
  }

  private static String named(PublicNode node) {
    return node.url().replaceAll("wss://|\\.example", "") + " " + node.state();
  }

  private static void sendGarbage(int number, ClusterNode node) throws IOException {
    byte[] garbage = new byte[GARBAGE_BYTES];
    new Random(1).nextBytes(garbage);
    try (Socket socket = new Socket("127.0.0." + number, node.port())) {
      socket.getOutputStream().write(garbage);
    }
  }

  private void strangerIsRefused(ClusterNode first) throws IOException {
    ClusterNode stranger = node(4, SECRET + " of others", true, seed(1, first));
    awaitMembers(stranger, 1); // it has tried in vain, and founds a cluster of its own
    assertThat(first.members()).isEqualTo(3);
  }

  @Test
  void aNodeThatIsTooOldIsRefusedAndChangesNothing() throws IOException {
    ClusterNode first = node(1, SECRET, true);
    awaitMembers(first, 1);
    var tls = ClusterKeys.read(directory.resolve("secret1"), "free4chat", new SecureRandom()).tls();
    ActorSystem old =
        ActorSystem.create(
            "free4chat",
            ActorSystemSetup.create(
                BootstrapSetup.create(
                    NodeSettings.of("127.0.0.2", 0, "0.0.1", 10)
                        .withValue(ProtocolCheck.SPEAKS, ConfigValueFactory.fromAnyRef(0))
                        .withValue(ProtocolCheck.UNDERSTANDS, ConfigValueFactory.fromAnyRef(0))),
                SSLEngineProviderSetup.create(_ -> new NodeTls(tls))));
    var to = new Address("pekko", "free4chat", "127.0.0.1", first.port());
    Cluster.get(old).joinSeedNodes(List.of(to));
    await().atMost(PATIENCE).until(() -> old.whenTerminated().isCompleted());
    assertThat(CoordinatedShutdown.get(old).getShutdownReason())
        .contains(CoordinatedShutdown.incompatibleConfigurationDetectedReason());
    assertThat(first.members()).isEqualTo(1);
    ClusterNode second = node(3, SECRET, false, seed(1, first));
    awaitMembers(first, 2);
    awaitMembers(second, 2);
  }

  @Test
  void aNodeThatIsAddedGetsShardsWithoutRoomsAtOnceAndNoneWithMoreThanMayMove() throws IOException {
    ClusterNode first = node(1, SECRET, true);
    ClusterNode second = node(2, SECRET, false, seed(1, first));
    awaitMembers(first, 2);
    awaitMembers(second, 2);
    Rooms old = rooms(1);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              old.askForAll();
              return old.seats.size() + rooms(2).seats.size() == Shards.COUNT
                  && Math.abs(old.seats.size() - rooms(2).seats.size()) <= 2;
            });
    int here = old.seats.iterator().next();
    int there = rooms(2).seats.iterator().next();
    List<ShardLoad> loads = new ArrayList<>(old.loads);
    loads.set(here, new ShardLoad(2, 100)); // of four rooms one may move
    loads.set(there, new ShardLoad(2, 100));
    old.loads = List.copyOf(loads); // the eldest places shards
    ClusterNode third = node(3, SECRET, false, seed(1, first));
    awaitMembers(third, 3);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              old.askForAll(); // as whoever opens a room there
              return rooms(3).seats.size() >= ShardPlacement.EMPTY_A_ROUND;
            });
    assertThat(old.seats).contains(here);
    assertThat(rooms(2).seats).contains(there);
    assertThat(rooms(3).seats).doesNotContain(here, there);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(first.openShards().best())
                    .as("new rooms had best be there")
                    .containsAll(rooms(3).seats)
                    .doesNotContain(here, there));
  }

  /** As docs/operate.md says it: of two, the one with the lower address outlives the other. */
  @Test
  void ofTwoTheOneWithTheLowerAddressGoesOnAloneAndTheOtherDoesNot() throws IOException {
    ClusterNode lower = node(1, SECRET, true);
    ClusterNode higher = node(2, SECRET, false, seed(1, lower));
    awaitMembers(lower, 2);
    awaitMembers(higher, 2);
    rooms(1).awaitAllShards();
    assertThat(rooms(2).seats).isNotEmpty();
    higher.kill();
    awaitMembers(lower, 1);
    rooms(1).awaitAllShards();
    assertThat(rooms(1).seats).as("all are with the one that is left").hasSize(Shards.COUNT);

    ClusterNode again = node(3, SECRET, false, seed(1, lower));
    awaitMembers(again, 2);
    rooms(3).awaitAllShards();
    int port = lower.port();
    lower.kill();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(rooms(3).seats).isEmpty());
    awaitMembers(again, 0);
    ClusterNode back = nodeAt(port, 1, SECRET, true);
    awaitMembers(back, 2); // it joined by itself
    awaitMembers(again, 2);
  }

  @Test
  void aNodeThatNobodyAnswersWaitsUntilTheyDo() throws IOException {
    int port;
    try (var free = new java.net.ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    ClusterNode waiting = node(2, SECRET, false, new Seed("127.0.0.1", port));
    Path file = directory.resolve("secret2");
    assertThat(waiting.members()).isZero();
    ClusterNode late =
        ClusterNode.start(
            new ClusterConfig(
                port,
                Optional.of("127.0.0.1"),
                List.of(new Seed("127.0.0.1", port)),
                true,
                "free4chat",
                file,
                10,
                0,
                false,
                NodeUrls.NONE),
            new Rooms(1),
            List.of(),
            "0.1.0",
            new SecureRandom());
    nodes.add(late);
    awaitMembers(waiting, 2);
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (var taken = new java.net.ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      Path file = Files.writeString(directory.resolve("secret"), SECRET);
      ClusterConfig config =
          new ClusterConfig(
              taken.getLocalPort(),
              Optional.of("127.0.0.1"),
              List.of(),
              true,
              "free4chat",
              file,
              10,
              0,
              false,
              NodeUrls.NONE);
      assertThatThrownBy(
              () -> ClusterNode.start(config, new Rooms(1), List.of(), "0.1.0", new SecureRandom()))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "--cluster-port " + taken.getLocalPort() + ": cannot listen there at 127.0.0.1");
    }
  }

  @Test
  void aNameWithoutAnAddressIsSaid() {
    var self = new Address("pekko", "free4chat", "127.0.0.1", 2552);
    SeedFinder.Found found =
        SeedFinder.find(
            List.of(
                new Seed("127.0.0.1", 2552),
                new Seed("127.0.0.2", 2552),
                new Seed("nobody.invalid", 2552)),
            self);
    assertThat(found.summary())
        .isEqualTo("127.0.0.2:2552, nobody.invalid:2552 (a name without an address)");
  }
}
