package chat.free4.server.cluster;

import chat.free4.room.moderation.AddressMarks;
import chat.free4.server.config.ClusterConfig;
import chat.free4.server.config.ClusterFlags;
import chat.free4.server.config.ConfigException;
import chat.free4.server.host.OpenShards;
import chat.free4.server.host.PublicNode;
import chat.free4.server.status.ClusterView;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.remote.RemoteTransportException;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as a node of a cluster: starts, finds the others, and leaves. A node that was taken
 * for dead (a partition, a long sleep) is a stranger to those who went on: it starts anew, under
 * the same address, and joins them again.
 */
public final class ClusterNode implements Membership {
  private static final int FIRST_ATTEMPT_SECONDS = 2;

  /** Attempts to join before a node with --bootstrap founds a cluster. */
  private static final int ATTEMPTS_ALONE = 3;

  /** Later attempts: who begins anew too soon interrupts a busy node that was about to answer. */
  private static final int ATTEMPT_SECONDS = 5;

  /** It says that it waits at each so many attempts. */
  private static final int ATTEMPTS_A_WORD = 2;

  /** Who was refused for its version rests for so long. */
  private static final int REFUSED_SECONDS = 10;

  /** Of so many, any one can be lost. */
  private static final int ENOUGH_NODES = 3;

  /** What leaving takes beside handing rooms over. */
  private static final int LEAVE_SECONDS = 5;

  /** So long people have to take their sockets elsewhere, before their rooms are handed over. */
  private static final int SOCKETS_SECONDS = 2;

  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);

  private final ClusterConfig config;
  private final NodeRooms rooms;
  private final String version;
  private final ClusterKeys keys;
  private final String host;
  private final Thread thread;
  private final int port;
  private final LongSupplier clock;
  private volatile ActorSystem system;
  private volatile @Nullable ActorRef publicNodes;
  private volatile boolean closing;

  private ClusterNode(
      ClusterConfig config,
      NodeRooms rooms,
      List<InetAddress> local,
      String version,
      LongSupplier clock,
      SecureRandom random) {
    this.clock = clock;
    this.config = config;
    this.rooms = rooms;
    this.version = version;
    this.keys = ClusterKeys.read(config.secretFile(), config.name(), random);
    this.host = NodeAddress.of(config.host(), local);
    this.system = newSystem(config.port());
    this.port = (Integer) Cluster.get(system).selfAddress().port().get();
    this.thread = Thread.ofVirtual().name("cluster").unstarted(this::live);
  }

  /**
   * Starts a node; it goes on looking for the others after this has returned.
   *
   * @param rooms are told of the others
   * @param local addresses of this machine, best first
   * @param version of the program, three numbers joined by dots
   * @throws ConfigException when what it was told cannot be done
   */
  public static ClusterNode start(
      ClusterConfig config,
      NodeRooms rooms,
      List<InetAddress> local,
      String version,
      SecureRandom random) {
    return start(config, rooms, local, version, System::currentTimeMillis, random);
  }

  /** The same, by this clock in the place of the system's. */
  static ClusterNode start(
      ClusterConfig config,
      NodeRooms rooms,
      List<InetAddress> local,
      String version,
      LongSupplier clock,
      SecureRandom random) {
    ClusterNode node = new ClusterNode(config, rooms, local, version, clock, random);
    node.thread.start();
    return node;
  }

  /**
   * The address by which other nodes reach this one.
   *
   * @throws ConfigException when it has none
   */
  public static InetAddress address(ClusterConfig config, List<InetAddress> local) {
    String literal = NodeAddress.of(config.host(), local);
    return InetAddress.ofLiteral(literal.replaceAll("[\\[\\]]", ""));
  }

  /**
   * Marks of addresses that mean the same at all nodes of the cluster.
   *
   * @throws ConfigException when the file holds no secret that will do
   */
  public static AddressMarks addressMarks(ClusterConfig config, SecureRandom random) {
    return new AddressMarks(
        ClusterKeys.read(config.secretFile(), config.name(), random).addressSecret());
  }

  private ActorSystem newSystem(int port) {
    var tls = keys.tls();
    try {
      return ActorSystem.create(
          config.name(),
          ActorSystemSetup.create(
              BootstrapSetup.create(NodeSettings.of(host, port, version, config.drainSeconds())),
              SSLEngineProviderSetup.create(_ -> new NodeTls(tls))));
    } catch (RemoteTransportException e) {
      throw new ConfigException(
          ClusterFlags.PORT, Integer.toString(port), "cannot listen there at " + host);
    }
  }

  /** On its thread: joins; and starts anew for as long as it is downed by others. */
  private void live() {
    try {
      while (!closing) {
        SystemEnd end = SystemEnd.of(system);
        try {
          takePart();
        } catch (RuntimeException e) {
          LOG.error("this node could not take part in the cluster", e);
          system.terminate();
        }
        end.await(SystemEnd.STREAMS_SECONDS);
        if (!closing) {
          sayWhyItEnded();
          restart();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sayWhyItEnded() throws InterruptedException {
    var reason = CoordinatedShutdown.get(system).getShutdownReason();
    if (reason.equals(Optional.of(CoordinatedShutdown.incompatibleConfigurationDetectedReason()))) {
      LOG.error(
          "cluster: this node's version ({}) does not work with that of the nodes of --join; run"
              + " the same one here. It changes nothing there, and asks again every {} s",
          version,
          REFUSED_SECONDS);
      TimeUnit.SECONDS.sleep(REFUSED_SECONDS);
    } else {
      LOG.warn("the other nodes went on without this one; it joins them anew");
    }
  }

  private void takePart() throws InterruptedException {
    system.actorOf(NodeActor.props(rooms), NodeActor.NAME);
    system.actorOf(ListingActor.props(rooms.listings()), ListingActor.NAME);
    publicNodes = system.actorOf(SharedNodesActor.props(rooms.nodes()), SharedNodesActor.NAME);
    system.actorOf(ComparisonActor.props(config.seeds(), clock), ComparisonActor.NAME);
    join();
  }

  /** Its port may be taken for a moment: somebody else's line may have got it meanwhile. */
  private void restart() throws InterruptedException {
    while (!closing) {
      try {
        system = newSystem(port);
        return;
      } catch (ConfigException e) {
        LOG.warn("{}; tries again", e.getMessage());
        TimeUnit.SECONDS.sleep(FIRST_ATTEMPT_SECONDS);
      }
    }
  }

  private void join() throws InterruptedException {
    Cluster cluster = Cluster.get(system);
    for (int attempt = 1; !closing && !cluster.isTerminated(); attempt++) {
      SeedFinder.Found found = SeedFinder.find(config.seeds(), cluster.selfAddress());
      if (!found.addresses().isEmpty()) {
        cluster.joinSeedNodes(found.addresses());
      }
      boolean isAlone = found.addresses().isEmpty() && found.unknown().isEmpty();
      if (config.bootstrap() && (isAlone || attempt > ATTEMPTS_ALONE)) {
        LOG.info("cluster: nobody answered, so this node founds {}", config.name());
        cluster.join(cluster.selfAddress());
      } else if (attempt % ATTEMPTS_A_WORD == 1) {
        LOG.info(
            "cluster: nobody has answered yet of {}; {}",
            found.summary(),
            config.bootstrap()
                ? "founds a cluster if nobody does"
                : "waits, for it is not to --bootstrap. Who has another secret, or another"
                    + " --cluster-name, does not answer");
      }
      int seconds = attempt <= ATTEMPTS_ALONE ? FIRST_ATTEMPT_SECONDS : ATTEMPT_SECONDS;
      if (awaitUp(cluster, seconds)) {
        LOG.info("cluster: this node has joined {}", config.name());
        advise(Math.max(members(), found.addresses().size() + 1));
        return;
      }
    }
  }

  private static void advise(int known) {
    if (known < ENOUGH_NODES) {
      LOG.info(
          "cluster: this node knows of {} in all; have {} or more: with two, the loss of one can"
              + " end what the other serves",
          known,
          ENOUGH_NODES);
    }
  }

  private static boolean awaitUp(Cluster cluster, int seconds) throws InterruptedException {
    var up = new java.util.concurrent.CountDownLatch(1);
    cluster.registerOnMemberUp(up::countDown);
    return up.await(seconds, TimeUnit.SECONDS);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public int members() {
    int count = 0;
    for (Member member : Cluster.get(system).state().getMembers()) {
      if (member.status().equals(MemberStatus.up())) {
        count++;
      }
    }
    return count;
  }

  @Override
  public List<PublicNode> publicNodes() {
    return rooms.nodes().all();
  }

  @Override
  public OpenShards openShards() {
    return rooms.nodes().openShards(rooms.loads());
  }

  /** The addresses that it reaches no more, as this one sees it. */
  List<Address> unreachable() {
    return Cluster.get(system).state().getUnreachable().stream().map(Member::address).toList();
  }

  @Override
  public CompletionStage<ClusterView> look() {
    return ClusterLook.at(system);
  }

  /** Ends without a word, as a process that is killed: for tests. */
  void kill() {
    closing = true;
    Cluster.get(system).shutdown();
    system.terminate();
  }

  /** Leaves the cluster: hands its rooms over first, and the others know at once that it goes. */
  @Override
  public void close() {
    closing = true;
    rooms.nodes().drain();
    ActorRef told = publicNodes;
    if (told != null) {
      told.tell(SharedNodesActor.Tell.NOW, ActorRef.noSender());
    }
    try {
      letSocketsGo();
      CoordinatedShutdown.get(system)
          .runAll(CoordinatedShutdown.clusterLeavingReason())
          .toCompletableFuture()
          .get(config.drainSeconds() + LEAVE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("this node did not leave the cluster in time");
    }
    thread.interrupt();
  }

  /** So that they hear of their rooms by nodes that stay. Alone, it has nowhere to send them. */
  private void letSocketsGo() throws InterruptedException, ExecutionException {
    if (members() < 2) {
      return;
    }
    try {
      rooms.drain().toCompletableFuture().get(SOCKETS_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.debug("some sockets stay until the end");
    }
  }
}
