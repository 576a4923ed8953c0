package chat.free4.server.cluster;

import chat.free4.server.config.ClusterFlags;
import chat.free4.server.config.ConfigException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * By which address nodes know a node. It is always a number: a node that is joined by a name is
 * joined by what the name stands for, and takes no message that is addressed to another spelling.
 */
final class NodeAddress {
  private NodeAddress() {}

  /**
   * That of {@code host}, or of this machine.
   *
   * @param local addresses of this machine, best first
   * @throws ConfigException when the host has none
   */
  static String of(Optional<String> host, List<InetAddress> local) {
    if (host.isPresent()) {
      try {
        return literal(InetAddress.getByName(host.get()));
      } catch (UnknownHostException e) {
        throw new ConfigException(ClusterFlags.HOST, host.get(), "has no address");
      }
    }
    return local.stream()
        .filter(address -> !address.isLoopbackAddress())
        .findFirst()
        .map(NodeAddress::literal)
        .orElseThrow(
            () ->
                new ConfigException(
                    "--cluster-port: want --cluster-host, this machine has no"
                        + " address but a loopback"));
  }

  static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }
}
