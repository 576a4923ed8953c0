package chat.free4.room;

import chat.free4.room.access.Bytes;

/**
 * What counts as one address: an IPv4 address, or an IPv6 /64. It does not print itself.
 *
 * @param bytes 4 or 8 bytes
 */
public record AddressKey(Bytes bytes) {
  private static final int IPV6_BYTES = 16;
  private static final int IPV6_PREFIX_BYTES = 8;

  /** Of an address of 4 or 16 bytes. */
  public static AddressKey of(byte[] address) {
    Bytes bytes = Bytes.of(address);
    return new AddressKey(address.length == IPV6_BYTES ? bytes.slice(0, IPV6_PREFIX_BYTES) : bytes);
  }
}
