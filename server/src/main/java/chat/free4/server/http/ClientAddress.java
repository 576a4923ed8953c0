package chat.free4.server.http;

import java.net.InetAddress;
import java.util.HexFormat;

/**
 * Who is at the other end. It prints itself without its end, so that no log can hold a whole
 * address.
 */
final class ClientAddress {
  private static final int IPV6_SHOWN_BYTES = 4;

  private final byte[] bytes;

  ClientAddress(InetAddress address) {
    this.bytes = address.getAddress();
  }

  /** A copy of its 4 or 16 bytes. */
  byte[] toBytes() {
    return bytes.clone();
  }

  /** The network alone: {@code 192.0.2.x}, {@code 20010db8…}. */
  @Override
  public String toString() {
    if (bytes.length == 4) {
      return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + ".x";
    }
    return HexFormat.of().formatHex(bytes, 0, IPV6_SHOWN_BYTES) + "…";
  }
}
