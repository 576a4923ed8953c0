package chat.free4.server.config;

import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Addresses of this machine that a browser can use. Link-local ones are left out, since they need a
 * zone that only their own machine knows.
 */
public final class LocalAddresses {
  /** Addresses that are looked at; a machine of many containers may have hundreds. */
  static final int MAX_ADDRESSES = 16;

  /** Any address that is routed by default; nothing is sent to it (RFC 5737). */
  private static final InetAddress FAR_AWAY = InetAddress.ofLiteral("198.51.100.1");

  private LocalAddresses() {}

  /**
   * All of them: that of the default route first, loopback last (Firefox fails against a loopback
   * candidate that comes first), IPv4 before IPv6.
   */
  public static List<InetAddress> all() {
    List<InetAddress> addresses = new ArrayList<>();
    try {
      for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
        if (network.isUp()) {
          network
              .inetAddresses()
              .filter(LocalAddresses::isUsable)
              .map(LocalAddresses::withoutZone)
              .forEach(addresses::add);
        }
      }
    } catch (SocketException e) {
      addresses.add(InetAddress.getLoopbackAddress());
    }
    InetAddress outward = outward();
    return addresses.stream()
        .distinct()
        .sorted(
            Comparator.comparing(InetAddress::isLoopbackAddress)
                .thenComparing(address -> !address.equals(outward))
                .thenComparing(address -> !(address instanceof Inet4Address)))
        .limit(MAX_ADDRESSES)
        .toList();
  }

  private static boolean isUsable(InetAddress address) {
    return !address.isLinkLocalAddress()
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress();
  }

  /** The JDK writes the interface behind each IPv6 address of its own: no browser can read that. */
  private static InetAddress withoutZone(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (UnknownHostException e) {
      throw new AssertionError("an address has the length of an address", e);
    }
  }

  /** The address that the default route leaves from; loopback when there is none. */
  private static InetAddress outward() {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(FAR_AWAY, 9));
      return socket.getLocalAddress();
    } catch (SocketException | java.io.UncheckedIOException e) {
      return InetAddress.getLoopbackAddress();
    }
  }
}
