package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.free4.room.RoomLimits;
import chat.free4.room.description.RoomDescription;
import chat.free4.server.config.ClusterConfig;
import chat.free4.server.config.ClusterConfig.Seed;
import chat.free4.server.config.NodeUrls;
import chat.free4.server.host.Listings;
import chat.free4.server.host.NodeLoad;
import chat.free4.server.host.SocketGate;
import chat.free4.server.support.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nodes say of each other in the log, where something is amiss between them. */
final class ComparedNodesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long OFF_MILLIS = TimeUnit.MINUTES.toMillis(5);

  private static final String FIVE_MINUTES =
      ".* is (3[1-9]|[4-9][0-9]|[12][0-9]{2}|300) s (ahead of|behind) .*";

  private final List<ClusterNode> nodes = new ArrayList<>();
  private final LogLines log = new LogLines(ComparisonActor.class);
  private final LogLines joins = new LogLines(ClusterNode.class);
  @TempDir private Path directory;

  /** A node without rooms. */
  private static final class NoRooms implements NodeRooms {
    private final SharedListings listings = new SharedListings(new NoListings());
    private final SharedNodes nodes =
        new SharedNodes(Optional.empty(), new NodeLoad(new SocketGate(RoomLimits.DEFAULTS), 1));

    @Override
    public void joined(@Nullable Others others) {}

    @Override
    public void came() {}

    @Override
    public SharedListings listings() {
      return listings;
    }

    @Override
    public List<ShardLoad> loads() {
      return Collections.nCopies(Shards.COUNT, ShardLoad.EMPTY);
    }

    @Override
    public SharedNodes nodes() {
      return nodes;
    }

    @Override
    public void handle(Peer from, NodeMessage message) {}

    @Override
    public void unreachable(Peer peer) {}

    @Override
    public void removed(Peer peer) {}

    @Override
    public long take(int shard, long seen) {
      return Seats.NONE;
    }

    @Override
    public void leave(int shard, Runnable done) {
      done.run();
    }
  }

  private static final class NoListings implements Listings {
    @Override
    public void update(String name, RoomDescription description, int people, long opened) {}

    @Override
    public void remove(String name) {}

    @Override
    public void talked(String name) {}
  }

  private ClusterNode node(int number, int port, long aheadMillis, boolean founds, Seed... seeds)
      throws IOException {
    Path file =
        Files.writeString(directory.resolve("secret"), "the secret of the nodes of this test");
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
    ClusterNode node =
        ClusterNode.start(
            config,
            new NoRooms(),
            List.of(),
            "0.1.0",
            () -> System.currentTimeMillis() + aheadMillis,
            new SecureRandom());
    nodes.add(node);
    return node;
  }

  private static int freePort(int number) throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0." + number))) {
      return free.getLocalPort();
    }
  }

  private static String name(int number, ClusterNode node) {
    return "127.0.0." + number + ":" + node.port();
  }

  @AfterEach
  void end() {
    nodes.reversed().forEach(ClusterNode::close);
    log.close();
    joins.close();
  }

  private static void awaitMembers(ClusterNode node, int count) {
    await().atMost(PATIENCE).until(node::members, members -> members == count);
  }

  private void awaitLine(String from, String to) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(log.with(from).stream().filter(line -> line.contains(to))).hasSize(1));
  }

  @Test
  void aClockThatIsMinutesOffIsSaidByAllWhoMeetItAndNobodyIsHarmed() throws IOException {
    ClusterNode first = node(1, 0, 0, true);
    Seed seed = new Seed("127.0.0.1", first.port());
    ClusterNode second = node(2, 0, OFF_MILLIS, false, seed);
    ClusterNode third = node(3, 0, 0, false, seed);
    for (ClusterNode each : nodes) {
      awaitMembers(each, 3);
    }
    String fast = name(2, second);
    awaitLine("the clock of " + fast, "ahead of this node's (" + name(1, first) + ")");
    awaitLine("the clock of " + fast, "ahead of this node's (" + name(3, third) + ")");
    awaitLine("the clock of " + name(1, first), "behind this node's (" + fast + ")");
    awaitLine("the clock of " + name(3, third), "behind this node's (" + fast + ")");
    // By at most that, and by less than what an answer took.
    assertThat(log.with("the clock of ")).hasSize(4).allMatch(line -> line.matches(FIVE_MINUTES));
    assertThat(log.with("right again")).isEmpty();
    for (ClusterNode each : nodes) {
      assertThat(each.members()).isEqualTo(3);
      assertThat(each.unreachable()).isEmpty();
    }
  }

  /** Two that were given --bootstrap, of which neither was there for the other to find. */
  @Test
  void twoClustersOfOneSecretAreSaidAtBothAndStayTwo() throws IOException {
    int port = freePort(2);
    ClusterNode first = node(1, 0, 0, true, new Seed("127.0.0.2", port));
    awaitMembers(first, 1);
    assertThat(joins.with("cluster: nobody has answered yet of 127.0.0.2:" + port))
        .isNotEmpty()
        .allMatch(line -> line.endsWith("; founds a cluster if nobody does"));
    ClusterNode second = node(2, port, 0, true);
    awaitMembers(second, 1);
    String one = name(1, first);
    String other = name(2, second);
    awaitLine("two clusters", "secret: " + other + ", and with this node " + one);
    awaitLine("two clusters", "secret: " + one + ", and with this node " + other);
    assertThat(first.members()).isEqualTo(1);
    assertThat(second.members()).isEqualTo(1);

    second.close();
    ClusterNode again = node(2, port, 0, false, new Seed("127.0.0.1", first.port()));
    awaitMembers(again, 2); // it did as it was told
    awaitMembers(first, 2);
    assertThat(log.with("two clusters")).hasSize(2);
  }

  @Test
  void whoReachesNobodySaysWhomItTriesAndWaits() throws IOException {
    int port = freePort(1);
    ClusterNode waiting = node(2, 0, 0, false, new Seed("127.0.0.1", port));
    String line =
        "cluster: nobody has answered yet of 127.0.0.1:"
            + port
            + "; waits, for it is not to --bootstrap. Who has another secret, or another"
            + " --cluster-name, does not answer";
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(joins.with(line)).hasSizeGreaterThanOrEqualTo(2));
    assertThat(waiting.members()).isZero();
  }
}
