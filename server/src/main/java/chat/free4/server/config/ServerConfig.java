package chat.free4.server.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the server was told, checked. Ports may be 0: any free one.
 *
 * @param publicAddresses empty: every local address
 * @param tlsFiles empty: the local authority signs
 * @param graceSeconds how long a lost member keeps the seat
 */
public record ServerConfig(
    int httpPort,
    int httpsPort,
    int mediaPort,
    int adminPort,
    int workers,
    List<InetAddress> publicAddresses,
    Optional<TlsFiles> tlsFiles,
    boolean behindProxy,
    Path stateDirectory,
    Path pageDirectory,
    int voiceSlots,
    int graceSeconds,
    Limits limits,
    String logLevel) {

  /** A certificate chain and its key, in PEM. */
  public record TlsFiles(Path certificate, Path key) {}

  /** How much of anything there may be at once. */
  public record Limits(
      int rooms,
      int roomMembers,
      int socketsPerAddress,
      int messageBytes,
      int messagesPerSecond,
      int entryBytes,
      int logEntries,
      int logBytes,
      int handshakes) {}
}
