package chat.free4.server;

import chat.free4.room.access.Bytes;
import chat.free4.room.moderation.AddressMarks;
import chat.free4.room.signal.ServerFacts;
import chat.free4.server.cluster.ClusterNode;
import chat.free4.server.cluster.ClusteredRoomHost;
import chat.free4.server.cluster.Membership;
import chat.free4.server.cluster.SharedNodes;
import chat.free4.server.config.ClusterConfig;
import chat.free4.server.config.Flags;
import chat.free4.server.config.LocalAddresses;
import chat.free4.server.config.ServerConfig;
import chat.free4.server.host.LocalRoomHost;
import chat.free4.server.host.NodeLoad;
import chat.free4.server.host.OpenShards;
import chat.free4.server.host.PublicNode;
import chat.free4.server.host.PublicRooms;
import chat.free4.server.host.RobotHelp;
import chat.free4.server.host.RoomHost;
import chat.free4.server.host.RoomTies;
import chat.free4.server.host.SocketGate;
import chat.free4.server.host.WarmUp;
import chat.free4.server.http.AdminRoutes;
import chat.free4.server.http.HttpEdge;
import chat.free4.server.http.WebSocketEdge;
import chat.free4.server.media.MediaPlane;
import chat.free4.server.media.RelayPort;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.server.rpc.RpcEncoder;
import chat.free4.server.status.Status;
import chat.free4.server.status.StatusHistory;
import chat.free4.server.tls.LocalAuthority;
import chat.free4.server.tls.PageCertificate;
import chat.free4.server.tls.PemFiles;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All parts of a running server, put together. */
public final class Server implements AutoCloseable {
  private static final int EVENT_LOOPS = 2;
  private static final int HEARTBEAT_MILLIS = 1000;
  private static final long CLOSE_SECONDS = 2;

  /** Media that lingers ends by itself before. */
  private static final long LINGER_SECONDS = 10;

  /**
   * Of the wire between nodes, three numbers: nodes of different ones may work together for a
   * while.
   */
  private static final String VERSION = "0.1.0";

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final ServerConfig config;
  private final List<InetAddress> addresses = LocalAddresses.all();
  private final SecureRandom random = new SecureRandom();
  private final ServerMetrics metrics = new ServerMetrics();
  private final Vertx vertx;
  private final HttpEdge http;
  private final MediaPlane media;
  private final PublicRooms publicRooms;
  private final LocalRoomHost rooms;
  private final RoomHost host;
  private final WebSocketEdge sockets;
  private final RobotHelp robots;
  private final WarmUp warmUp;
  private volatile @Nullable Membership cluster;
  private final Status status;
  private int adminPort;
  private volatile boolean ready;

  private Server(ServerConfig config) {
    this.config = config;
    this.robots = RobotHelp.of(config);
    this.vertx = Vertx.vertx(vertxOptions());
    this.http = new HttpEdge(vertx, config);
    List<InetAddress> reachedAt =
        config.publicAddresses().isEmpty() ? addresses : config.publicAddresses();
    this.media = new MediaPlane(config, reachedAt, random, metrics);
    RpcEncoder encoder = new RpcEncoder();
    ServerFacts facts = facts();
    this.publicRooms = new PublicRooms(encoder, metrics);
    SocketGate gate = new SocketGate(config.limits());
    if (config.cluster().isPresent()) {
      NodeLoad load = new NodeLoad(gate, config.limits().sockets());
      // Of a class that is not loaded without this.
      AddressMarks marks = ClusterNode.addressMarks(config.cluster().get(), random);
      ClusteredRoomHost clustered =
          new ClusteredRoomHost(
              (seats, keeper) -> rooms(new RoomTies(seats, keeper, marks), facts, encoder),
              publicRooms,
              encoder,
              config.limits().messageBytes(),
              new SharedNodes(config.nodeUrls().own(), load),
              metrics);
      this.rooms = clustered.rooms();
      this.host = clustered;
    } else {
      this.rooms = rooms(RoomTies.alone(random), facts, encoder);
      this.host = rooms;
    }
    this.status = new Status(metrics);
    this.warmUp = new WarmUp(facts, config.limits(), media.localMedia(0), encoder, random);
    this.sockets =
        new WebSocketEdge(
            host,
            gate,
            config.limits().messageBytes(),
            config.nodeUrls().pageOrigin(),
            encoder,
            metrics);
  }

  private LocalRoomHost rooms(RoomTies ties, ServerFacts facts, RpcEncoder encoder) {
    return new LocalRoomHost(
        config.limits(), ties, facts, publicRooms, media, robots, encoder, metrics, random);
  }

  private ServerFacts facts() {
    return new ServerFacts(
        media.epoch(),
        Bytes.of(media.fingerprint().toBytes()),
        http.build(),
        HEARTBEAT_MILLIS,
        config.limits().graceMillis(),
        config.limits().announced(),
        robots.ears() != null);
  }

  /**
   * Starts a server; it is ready when this returns.
   *
   * @throws chat.free4.server.config.ConfigException when something it was told cannot be done
   */
  public static Server start(ServerConfig config) {
    Server server = new Server(config);
    try {
      server.listen();
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** No files on the class path are served, so nothing needs a cache on disk. */
  private static VertxOptions vertxOptions() {
    return new VertxOptions()
        .setEventLoopPoolSize(EVENT_LOOPS)
        .setUseDaemonThread(false)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  private void listen() {
    warmUp.start();
    PageCertificate certificate = null;
    X509Certificate authority = null;
    if (config.tlsFiles().isPresent()) {
      certificate = PemFiles.read(config.tlsFiles().get());
    } else if (!config.behindProxy()) {
      LocalAuthority local =
          LocalAuthority.open(config.stateDirectory(), addresses, Instant.now(), random);
      certificate = local.pageCertificate(addresses, hostName());
      authority = local.certificate();
      int missing = local.unservable(addresses).size();
      if (missing > 0) {
        LOG.warn(
            "{} addresses of this machine are newer than the local authority, which may not sign"
                + " for them; delete --state-dir to make a new one",
            missing);
      }
    }
    adminPort =
        http.listenLocally(
            Flags.ADMIN_PORT, config.adminPort(), new AdminRoutes(metrics, this::isReady, status));
    config.cluster().ifPresent(this::openRelay);
    media.start(rooms.mediaNews());
    publicRooms.start();
    rooms.start();
    cluster = config.cluster().map(this::joinCluster).orElse(null);
    metrics.gauge("free4chat_nodes", "Nodes of the cluster; 0 alone.", this::nodes);
    http.listen(sockets, publicRooms, this::publicNodes, this::openShards, certificate, authority);
    LOG.info("voice: {}", media.summary());
    LOG.info("robots: {}", robots.summary());
    vertx.setPeriodic(StatusHistory.STEP_MILLIS, _ -> look());
    warmUp.awaitReady();
    ready = true;
  }

  private Membership joinCluster(ClusterConfig told) {
    ClusteredRoomHost clustered = (ClusteredRoomHost) host;
    clustered.start();
    return ClusterNode.start(told, clustered, addresses, VERSION, random);
  }

  /** Rooms may come to have parts at other nodes. */
  private void openRelay(ClusterConfig told) {
    InetAddress address = ClusterNode.address(told, addresses);
    RelayPort port = media.openRelay(address, told.port(), metrics);
    if (port != null) {
      ((ClusteredRoomHost) host).relay(media, port, random);
    }
  }

  /** For the status page. */
  private void look() {
    status.tick();
    Membership joined = cluster;
    if (joined != null) {
      joined.look().thenAccept(status::seen);
    }
  }

  /** A node that waits for its cluster has no rooms yet. */
  private boolean isReady() {
    return ready && (config.cluster().isEmpty() || nodes() > 0);
  }

  private List<PublicNode> publicNodes() {
    Membership joined = cluster;
    return joined == null ? List.of() : joined.publicNodes();
  }

  private OpenShards openShards() {
    Membership joined = cluster;
    return joined == null ? OpenShards.ANY : joined.openShards();
  }

  private void leaveCluster() {
    Membership leaving = cluster;
    if (leaving != null) {
      leaving.close();
      ((ClusteredRoomHost) host).close();
    }
  }

  /** Who hears by this node still, hears the next one in a moment: voice goes on until then. */
  private void awaitLingering() {
    try {
      rooms.mediaNews().awaitLingering(TimeUnit.SECONDS.toNanos(LINGER_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The machine's own name, where the system tells it without asking the network. */
  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }

  /** What it was told. */
  public ServerConfig config() {
    return config;
  }

  /** Addresses of this machine, best first. */
  List<InetAddress> addresses() {
    return addresses;
  }

  /** The port of plain HTTP. */
  public int httpPort() {
    return http.httpPort();
  }

  /** The port of HTTPS; 0 when there is none. */
  public int httpsPort() {
    return http.httpsPort();
  }

  /** The UDP ports of voice. */
  public List<Integer> mediaPorts() {
    return media.ports();
  }

  /** The port of metrics. */
  public int adminPort() {
    return adminPort;
  }

  /** The port by which other nodes reach this one; 0 when it is alone. */
  public int clusterPort() {
    Membership joined = cluster;
    return joined == null ? 0 : joined.port();
  }

  /** Nodes of the cluster that are up; 0 when there is none. */
  public int nodes() {
    Membership joined = cluster;
    return joined == null ? 0 : joined.members();
  }

  /** Waits until the warm-up, which goes on while the server is ready, has ended. */
  void awaitWarm(long limitMillis) {
    warmUp.awaitEnd(limitMillis);
  }

  /** Ends everything: sockets are told that the server goes away. */
  @Override
  public void close() {
    ready = false;
    leaveCluster();
    http.close();
    awaitLingering();
    rooms.close();
    publicRooms.close();
    media.close();
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      LOG.warn("the HTTP side did not close in time");
    }
  }
}
