package chat.free4.server.media;

import chat.free4.ffi.SrtpBackends;
import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.dtls.DtlsEnvironment;
import chat.free4.rtc.dtls.Fingerprint;
import chat.free4.rtc.ice.PathAddresses;
import chat.free4.rtc.peer.Negotiation.HostCandidate;
import chat.free4.rtc.peer.Negotiation.LocalMedia;
import chat.free4.server.config.ClusterConfig;
import chat.free4.server.config.ClusterFlags;
import chat.free4.server.config.ConfigException;
import chat.free4.server.config.Flags;
import chat.free4.server.config.ServerConfig;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaEngine;
import chat.free4.sfu.MediaLimits;
import chat.free4.sfu.NodeRelay;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The media side of the process: its workers, its DTLS certificate and its epoch, which are new at
 * each start, and the handshakes.
 */
public final class MediaPlane implements AutoCloseable {
  private static final int EPOCH_BYTES = 9;

  private final DtlsCertificate certificate;
  private final String epoch;
  private final DatagramForm.Chosen datagrams;
  private final Handshakes handshakes;
  private final SrtpBackends srtp;
  private final List<Worker> workers = new ArrayList<>();
  private final List<LocalMedia> media = new ArrayList<>();
  private final RelayMesh relays;
  private final WorkerLoads loads;
  private final int nodeParts;
  private volatile NodeParts nodes = NodeParts.NOBODY;
  private @Nullable RelayPort relayPort;
  private @Nullable ListeningThread listening;

  /**
   * Takes the ports; nothing runs yet.
   *
   * @param addresses where browsers reach us, best first
   * @throws ConfigException when a port is taken or cannot be used in the way that is demanded, or
   *     what shall protect voice is not there
   */
  public MediaPlane(
      ServerConfig config,
      List<InetAddress> addresses,
      SecureRandom random,
      ServerMetrics metrics) {
    this.srtp = chooseSrtp(config);
    this.certificate = DtlsCertificate.generate(random, Instant.now());
    byte[] epochBytes = new byte[EPOCH_BYTES];
    random.nextBytes(epochBytes);
    this.epoch = Base64.getUrlEncoder().withoutPadding().encodeToString(epochBytes);
    this.datagrams = DatagramForm.choose(config.io());
    this.handshakes = new Handshakes(config.handshakes(), metrics);
    int relayAbove = config.cluster().map(ClusterConfig::relayAbove).orElse(0);
    this.nodeParts =
        config.cluster().filter(ClusterConfig::relays).isEmpty()
            ? 0
            : Math.min(NodeRelay.MAX_NODES, Long.SIZE - config.workers());
    this.relays = new RelayMesh(config.workers() + nodeParts);
    this.loads =
        new WorkerLoads(
            config.workers(),
            nodeParts,
            config.membersPerWorker(),
            relayAbove == 0 ? Integer.MAX_VALUE : relayAbove,
            config.cluster().map(ClusterConfig::relayNear).orElse(false),
            this::isUsable,
            this::isThere,
            part -> nodes.members(part));
    MediaLimits limits = limits(config);
    for (int i = 0; i < config.workers(); i++) {
      int port = config.mediaPort() == 0 ? 0 : config.mediaPort() + i;
      Worker worker = open(i, port, limits, random);
      workers.add(worker);
      List<HostCandidate> candidates =
          addresses.stream()
              .map(address -> new HostCandidate(address.getHostAddress(), worker.port()))
              .toList();
      media.add(new LocalMedia(certificate.fingerprint(), candidates, config.voiceSlots()));
    }
    MediaMetrics.register(metrics.registry(), List.copyOf(workers), relays);
  }

  private boolean isUsable(int part) {
    return part < workers.size() ? workers.get(part).isUsable() : nodes.isUsable(part);
  }

  private boolean isThere(int part) {
    return part < workers.size() ? workers.get(part).isUsable() : nodes.isThere(part);
  }

  private static SrtpBackends chooseSrtp(ServerConfig config) {
    SrtpBackends backends = SrtpBackends.choose(config.srtp());
    String problem = backends.problem();
    if (problem != null) {
      throw new ConfigException(Flags.SRTP, config.srtp().label(), problem);
    }
    return backends;
  }

  private Worker open(int index, int port, MediaLimits limits, SecureRandom random) {
    Worker.EngineFactory engines =
        (PathAddresses paths, Runnable wakeup) ->
            new MediaEngine(
                limits,
                certificate,
                new DtlsEnvironment(handshakes, random, wakeup),
                srtp.open(),
                paths,
                random);
    try {
      return new Worker(
          index,
          isBound -> datagrams.form().open(port, limits.batchPackets(), limits.paths(), isBound),
          engines,
          limits.batchPackets(),
          relays);
    } catch (IOException e) {
      close();
      throw new ConfigException(
          Flags.MEDIA_PORT, Integer.toString(port), "the port is taken (UDP)");
    }
  }

  private static MediaLimits limits(ServerConfig config) {
    MediaLimits standard = MediaLimits.DEFAULT;
    return new MediaLimits(
        config.limits().rooms(),
        standard.peers(),
        config.limits().roomMembers(),
        config.voiceSlots(),
        standard.mutesPerListener(),
        standard.paths(),
        standard.batchPackets(),
        standard.pathsPerPeer(),
        standard.historyBytes());
  }

  /** What the workers work by, and why where it is not the fastest; for one line of the log. */
  public String summary() {
    return datagrams.summary() + "; SRTP: " + srtp.summary();
  }

  /**
   * Takes the port by which other nodes bring voice here, and take it from here; before the start.
   *
   * @return null where rooms have no parts at other nodes
   * @throws ConfigException when the port is taken
   */
  public @Nullable RelayPort openRelay(InetAddress address, int port, ServerMetrics metrics) {
    if (nodeParts == 0) {
      return null;
    }
    try {
      RelayPort opened = new RelayPort(relays, workers.size(), nodeParts, address, port);
      MediaMetrics.register(metrics.registry(), opened);
      relayPort = opened;
      return opened;
    } catch (IOException e) {
      throw new ConfigException(
          ClusterFlags.PORT,
          Integer.toString(port),
          "cannot take this UDP port at " + address.getHostAddress() + ": " + e.getMessage());
    }
  }

  /** Brings rooms together with other nodes; before the start. */
  public void join(NodeParts others) {
    nodes = others;
  }

  /** Other nodes. */
  public NodeParts nodes() {
    return nodes;
  }

  /** Begins to work. */
  public void start(Worker.Listener listener) {
    workers.forEach(worker -> worker.start(listener));
    RelayPort between = relayPort;
    if (between != null) {
      between.start();
    }
  }

  /**
   * Has {@code ears} listen to whom a {@link MediaCommand.Listen} says; once, before anybody is
   * listened to.
   */
  public void listen(VoiceListener ears) {
    ListeningThread thread = new ListeningThread(relays, ears);
    listening = thread;
    thread.start();
  }

  /** Of the certificate that all transports show. */
  public Fingerprint fingerprint() {
    return certificate.fingerprint();
  }

  /** Names this start of the media side. */
  public String epoch() {
    return epoch;
  }

  /** True while so many transports wait to be made that nobody new should come; for any thread. */
  public boolean isBusy() {
    return handshakes.isBusy();
  }

  /** What each worker has to do; for the control task alone. */
  public WorkerLoads loads() {
    return loads;
  }

  /** What members of this worker are answered with. */
  public LocalMedia localMedia(int worker) {
    return media.get(worker);
  }

  /** What members of a room's part are answered with, at a worker or another node. */
  public LocalMedia localMedia(int part, long room) {
    return part < workers.size() ? media.get(part) : nodes.media(part, room);
  }

  /**
   * Hands a command to a worker, or to another node.
   *
   * @return false when too many wait there, or it is not there
   */
  public boolean offer(int part, MediaCommand command) {
    return part < workers.size() ? workers.get(part).offer(command) : nodes.offer(part, command);
  }

  /** How many workers there are. */
  public int workers() {
    return workers.size();
  }

  /** How many parts a room can have: workers, and other nodes. */
  public int parts() {
    return workers.size() + nodeParts;
  }

  /** Hands a phrase to a worker, or to another node; false when it does not take it. */
  public boolean offer(int part, VoiceOrder order) {
    return part < workers.size() ? workers.get(part).offer(order) : nodes.offer(part, order);
  }

  /** The parts that a room has now, as bits: those here are told what other nodes say. */
  public void span(long room, long parts) {
    long here = -1L >>> (Long.SIZE - workers.size());
    nodes.span(room, (parts & ~here) == 0 ? 0 : parts & here);
  }

  /** The ports of the workers. */
  public List<Integer> ports() {
    return workers.stream().map(Worker::port).toList();
  }

  @Override
  public void close() {
    RelayPort between = relayPort;
    if (between != null) {
      between.close();
    }
    workers.forEach(Worker::close);
    if (listening != null) {
      listening.close();
    }
    handshakes.close();
  }
}
