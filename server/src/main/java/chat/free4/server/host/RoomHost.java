package chat.free4.server.host;

import chat.free4.server.rpc.Decoded;

/**
 * Where rooms live. A server that is alone keeps them in a map; a cluster finds them on their node,
 * behind this same interface. All methods may be called from any thread and do not wait.
 */
public interface RoomHost {
  /**
   * A WebSocket was opened.
   *
   * @param origin its page's origin, already checked
   * @param address where it is from, 4 or 16 bytes
   * @return names it from now on; {@link #REFUSED} when the host is too busy to take it
   */
  long open(String origin, byte[] address, SignalSocket socket);

  /** What {@link #open} gives when it does not take a socket. */
  long REFUSED = -1;

  /**
   * A frame came.
   *
   * @param text what {@code frame} was read from; empty where that is no message
   * @param done called when it was handled: only then is it time for many more
   * @return false when it was not taken, because too much waits
   */
  boolean receive(long session, Decoded frame, String text, Runnable done);

  /** A WebSocket is closed; {@code code} is what the client said (RFC 6455 section 7.4). */
  void closed(long session, int code);
}
