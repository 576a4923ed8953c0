package chat.free4.server.http;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * Who is at the other end. It compares by what one household or host can vary least: an IPv4
 * address, or the first 64 bits of an IPv6 one (RFC 6177). It prints itself without its end, so
 * that no log can hold a whole address.
 */
final class ClientAddress {
  private static final int IPV6_PREFIX_BYTES = 8;

  private final byte[] prefix;

  ClientAddress(InetAddress address) {
    byte[] bytes = address.getAddress();
    prefix = bytes.length == 4 ? bytes : Arrays.copyOf(bytes, IPV6_PREFIX_BYTES);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClientAddress that && Arrays.equals(prefix, that.prefix);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(prefix);
  }

  /** The network alone: {@code 192.0.2.x}, {@code 2001:db8:…}. */
  @Override
  public String toString() {
    if (prefix.length == 4) {
      return (prefix[0] & 0xff) + "." + (prefix[1] & 0xff) + "." + (prefix[2] & 0xff) + ".x";
    }
    return String.format("%x:%x:…", word(0), word(2));
  }

  private int word(int at) {
    return ((prefix[at] & 0xff) << 8) | (prefix[at + 1] & 0xff);
  }
}
