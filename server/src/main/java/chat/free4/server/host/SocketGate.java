package chat.free4.server.host;

import chat.free4.room.RoomLimits;
import chat.free4.room.SocketCounter;

/** Counts WebSockets for all event loops: how many there may be is decided before one is opened. */
public final class SocketGate {
  private final SocketCounter counter;
  private final int maxSockets;

  /** What becomes of one more. */
  public enum Verdict {
    /** Counted; {@link #close} it when it ends. */
    WELCOME,
    /** Its address has as many as it may. */
    ADDRESS_FULL,
    /** The server has as many as it takes. */
    SERVER_FULL
  }

  /** Nothing is open. */
  public SocketGate(RoomLimits limits) {
    this.counter = new SocketCounter(limits);
    this.maxSockets = limits.sockets();
  }

  /** Counts one more from an address of 4 or 16 bytes, if it is welcome. */
  public synchronized Verdict open(byte[] address) {
    return switch (counter.open(address)) {
      case OPENED -> Verdict.WELCOME;
      case ADDRESS_FULL -> Verdict.ADDRESS_FULL;
      case SERVER_FULL -> Verdict.SERVER_FULL;
    };
  }

  /** One that was welcome has ended. */
  public synchronized void close(byte[] address) {
    counter.close(address);
  }

  /** So many may be open. */
  public int maxSockets() {
    return maxSockets;
  }

  /** All that are open. */
  public synchronized int sockets() {
    return counter.sockets();
  }
}
