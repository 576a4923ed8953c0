package chat.free4.server.config;

import chat.free4.ffi.SrtpChoice;
import chat.free4.room.RoomLimits;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the server was told, checked. Ports may be 0: any free one.
 *
 * @param membersPerWorker members of one room that one worker takes
 * @param io how datagrams come and go
 * @param publicAddresses empty: every local address
 * @param tlsFiles empty: the local authority signs
 * @param handshakes DTLS handshakes at once
 * @param srtp what protects voice
 * @param cluster empty: a server that is alone
 * @param robots what robots are helped by
 */
public record ServerConfig(
    int httpPort,
    int httpsPort,
    int mediaPort,
    int adminPort,
    int workers,
    int membersPerWorker,
    IoChoice io,
    List<InetAddress> publicAddresses,
    Optional<TlsFiles> tlsFiles,
    boolean behindProxy,
    Path stateDirectory,
    Path pageDirectory,
    int voiceSlots,
    RoomLimits limits,
    int handshakes,
    SrtpChoice srtp,
    String logLevel,
    Optional<ClusterConfig> cluster,
    RobotConfig robots) {

  /** Bytes of the largest frame that is taken from a client. */
  public int messageBytes() {
    return limits.messageBytes();
  }

  /** Where browsers reach the nodes of the cluster one by one. */
  public NodeUrls nodeUrls() {
    return cluster.map(ClusterConfig::urls).orElse(NodeUrls.NONE);
  }

  /** A certificate chain and its key, in PEM. */
  public record TlsFiles(Path certificate, Path key) {}
}
