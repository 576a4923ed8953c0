package chat.free4.server.http;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * The bytes that wait to be read by all clients together. While there is room a socket may have as
 * many as it is allowed; without room only as many as its share, so that the many who do not read
 * are closed before the memory is gone, and who reads is not.
 */
final class UnsentBudget {
  /** Of the most that the heap may grow to. */
  private static final int PART_OF_HEAP = 4;

  private final long mostBytes;
  private final IntSupplier sockets;
  private final AtomicLong bytes = new AtomicLong();

  /** Up to {@code mostBytes} for as many {@code sockets} as are open. */
  UnsentBudget(long mostBytes, IntSupplier sockets) {
    this.mostBytes = mostBytes;
    this.sockets = sockets;
  }

  /** A part of this process's heap. */
  static UnsentBudget ofHeap(IntSupplier sockets) {
    return new UnsentBudget(Runtime.getRuntime().maxMemory() / PART_OF_HEAP, sockets);
  }

  /**
   * Takes what is about to be written.
   *
   * @param ownBytes what waits for its socket, with it
   * @return false when there is no room for it, and nothing was taken
   */
  boolean take(int length, int ownBytes) {
    if (bytes.addAndGet(length) > mostBytes
        && ownBytes > mostBytes / Math.max(1, sockets.getAsInt())) {
      bytes.addAndGet(-length);
      return false;
    }
    return true;
  }

  /** Gives back what was written, or never will be. */
  void giveBack(int length) {
    bytes.addAndGet(-length);
  }

  /** What waits now. */
  long bytes() {
    return bytes.get();
  }
}
