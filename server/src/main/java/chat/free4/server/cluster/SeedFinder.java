package chat.free4.server.cluster;

import chat.free4.server.config.ClusterConfig.Seed;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.Address;

/**
 * Finds whom to join: every address of every name, looked up anew each time, for those behind a
 * name come and go.
 */
final class SeedFinder {
  /** Addresses that are tried at once. */
  static final int MAX_ADDRESSES = 256;

  /** What a look-up gave: addresses to try, and names that have none. */
  record Found(List<Address> addresses, List<Seed> unknown) {
    /** Whom we try, for the log. */
    String summary() {
      List<String> parts = new ArrayList<>();
      addresses.forEach(each -> parts.add(each.getHost().get() + ":" + each.getPort().get()));
      unknown.forEach(seed -> parts.add(seed + " (a name without an address)"));
      return parts.isEmpty() ? "nobody but itself" : String.join(", ", parts);
    }
  }

  private SeedFinder() {}

  /** Looks {@code seeds} up, without {@code self}. This asks the system's resolver, and waits. */
  static Found find(List<Seed> seeds, Address self) {
    Set<Address> addresses = new LinkedHashSet<>();
    List<Seed> unknown = new ArrayList<>();
    for (Seed seed : seeds) {
      try {
        for (InetAddress address : InetAddress.getAllByName(seed.host())) {
          String literal = NodeAddress.literal(address);
          if (addresses.size() < MAX_ADDRESSES) {
            addresses.add(new Address(self.protocol(), self.system(), literal, seed.port()));
          }
        }
      } catch (UnknownHostException e) {
        unknown.add(seed);
      }
    }
    addresses.remove(self);
    return new Found(List.copyOf(addresses), List.copyOf(unknown));
  }
}
