package chat.free4.room;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts the open WebSockets of a node, in all and by address; those of one IPv6 /64 count as one
 * address. It remembers no address that has no socket open.
 */
public final class SocketCounter {
  private final int maxSockets;
  private final int maxPerAddress;
  private final Map<AddressKey, Integer> byAddress = new HashMap<>();
  private int sockets;

  /** What came of opening. */
  public enum Opening {
    /** Counted: close it when it ends. */
    OPENED,
    /** Not counted: as many as the node takes. */
    SERVER_FULL,
    /** Not counted: as many as one address may have. */
    ADDRESS_FULL
  }

  /** Nothing is open. */
  public SocketCounter(RoomLimits limits) {
    this.maxSockets = limits.sockets();
    this.maxPerAddress = limits.socketsPerAddress();
  }

  /** Counts a socket from an address of 4 or 16 bytes. */
  public Opening open(byte[] address) {
    if (sockets >= maxSockets) {
      return Opening.SERVER_FULL;
    }
    AddressKey key = AddressKey.of(address);
    int open = byAddress.getOrDefault(key, 0);
    if (open >= maxPerAddress) {
      return Opening.ADDRESS_FULL;
    }
    byAddress.put(key, open + 1);
    sockets++;
    return Opening.OPENED;
  }

  /** A socket that was counted ended. */
  public void close(byte[] address) {
    AddressKey key = AddressKey.of(address);
    Integer open = byAddress.get(key);
    if (open == null) {
      throw new IllegalStateException("closed more often than opened");
    }
    if (open == 1) {
      byAddress.remove(key);
    } else {
      byAddress.put(key, open - 1);
    }
    sockets--;
  }

  /** Open sockets. */
  public int sockets() {
    return sockets;
  }

  /** Addresses with a socket open. */
  public int addresses() {
    return byAddress.size();
  }
}
