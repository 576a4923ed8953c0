package chat.free4.ffi;

/** Gives the addresses that datagrams come from an index, the path. */
@FunctionalInterface
public interface UdpPaths {
  /**
   * The path of an address, below the {@code maxPaths} of the socket's options; {@link
   * chat.free4.wire.PacketBatch#NO_PATH} when there is none for it.
   *
   * @param high first eight bytes of the IPv6 address, in network order
   * @param low its last eight; an IPv4 address stands mapped into IPv6
   * @param scope the interface of a link-local address, else 0
   */
  int pathOf(long high, long low, int port, int scope);
}
