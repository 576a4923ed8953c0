package chat.free4.wire.stun;

/**
 * An IP address and a port, in a holder that is filled again and again so that a STUN answer costs
 * no object. An IPv4 address mapped into IPv6 (RFC 4291 section 2.5.5.2) becomes IPv4, as an answer
 * must name the address that the browser knows.
 */
public final class TransportAddress {
  private static final long IPV4_MAPPED_PREFIX = 0xFFFFL;

  private boolean ipv6;
  private long high;
  private long low;
  private int port;

  /** 0.0.0.0 port 0. */
  public TransportAddress() {}

  /** Becomes an IPv4 address, whose bytes stand in network order in {@code address}. */
  public void setIpv4(int address, int port) {
    this.ipv6 = false;
    this.high = 0;
    this.low = address & 0xFFFF_FFFFL;
    this.port = port & 0xFFFF;
  }

  /** Becomes an IPv6 address: its first eight bytes and its last eight, in network order. */
  public void setIpv6(long high, long low, int port) {
    if (high == 0 && low >>> 32 == IPV4_MAPPED_PREFIX) {
      setIpv4((int) low, port);
      return;
    }
    this.ipv6 = true;
    this.high = high;
    this.low = low;
    this.port = port & 0xFFFF;
  }

  /** Becomes the address that {@code InetAddress.getAddress()} gives: 4 or 16 bytes. */
  public void set(byte[] address, int port) {
    if (address.length == 4) {
      setIpv4((int) bytesAsLong(address, 0, 4), port);
    } else if (address.length == 16) {
      setIpv6(bytesAsLong(address, 0, 8), bytesAsLong(address, 8, 8), port);
    } else {
      throw new IllegalArgumentException("address of " + address.length + " bytes");
    }
  }

  private static long bytesAsLong(byte[] bytes, int from, int count) {
    long value = 0;
    for (int i = from; i < from + count; i++) {
      value = (value << 8) | (bytes[i] & 0xFF);
    }
    return value;
  }

  /** True for IPv6. */
  public boolean isIpv6() {
    return ipv6;
  }

  /** The IPv4 address; only when not {@link #isIpv6}. */
  public int ipv4() {
    return (int) low;
  }

  /** First eight bytes of the IPv6 address; 0 for IPv4. */
  public long ipv6High() {
    return high;
  }

  /** Last eight bytes of the IPv6 address. */
  public long ipv6Low() {
    return low;
  }

  /** Last eight bytes of the address as IPv6, in which IPv4 stands mapped. */
  public long mappedLow() {
    return ipv6 ? low : IPV4_MAPPED_PREFIX << 32 | low;
  }

  /** The port, 0 to 65535. */
  public int port() {
    return port;
  }
}
