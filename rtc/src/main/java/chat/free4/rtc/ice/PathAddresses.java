package chat.free4.rtc.ice;

import chat.free4.wire.stun.TransportAddress;

/**
 * Where a path's datagrams come from. Kept by the owner of the sockets, who gives each 5-tuple its
 * index; a check's answer tells the browser the address it was seen at (XOR-MAPPED-ADDRESS).
 */
@FunctionalInterface
public interface PathAddresses {
  /** Writes the remote address and port of {@code path} into {@code address}. */
  void remoteAddress(int path, TransportAddress address);
}
