package chat.free4.server.media;

import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one worker has to say to another: a ring of bytes in native memory that one thread writes
 * and one reads, without a lock. A message that does not fit is dropped and counted, and nobody
 * waits.
 *
 * <pre>
 *  0          64      128
 *  | written  | read  | length, message, padding | length, message, padding | ...
 * </pre>
 *
 * <p>Positions only grow, and lie on cache lines of their own. A message is in one piece: where it
 * would not fit before the end of the ring, {@link #SKIP} stands for its length and it begins anew
 * at the start.
 */
final class RelayRing {
  /** Bytes of messages that wait: more than a second of a room's loudest. */
  static final int RING_BYTES = 1 << 17;

  private static final long WRITTEN_AT = 0;
  private static final long READ_AT = 64;
  private static final long RING_AT = 128;
  private static final int LENGTH_BYTES = 4;
  private static final int ALIGNMENT = 8;
  private static final int SKIP = -1;

  private static final VarHandle POSITION = ValueLayout.JAVA_LONG.varHandle();
  private static final ValueLayout.OfInt LENGTH = ValueLayout.JAVA_INT;

  private final MemorySegment slab = Arena.ofAuto().allocate(RING_AT + RING_BYTES, 64);
  private final AtomicLong dropped = new AtomicLong();

  /** By the writer's thread: puts a message in; false when there is no room. */
  boolean offer(MemorySegment from, long offset, int length) {
    long written = (long) POSITION.get(slab, WRITTEN_AT);
    long read = (long) POSITION.getAcquire(slab, READ_AT);
    int needed = recordBytes(length);
    int at = (int) (written % RING_BYTES);
    int skipped = at + needed > RING_BYTES ? RING_BYTES - at : 0;
    if (written + skipped + needed - read > RING_BYTES) {
      dropped.lazySet(dropped.getPlain() + 1);
      return false;
    }
    if (skipped > 0) {
      slab.set(LENGTH, RING_AT + at, SKIP);
      at = 0;
    }
    slab.set(LENGTH, RING_AT + at, length);
    MemorySegment.copy(from, offset, slab, RING_AT + at + LENGTH_BYTES, length);
    POSITION.setRelease(slab, WRITTEN_AT, written + skipped + needed);
    return true;
  }

  private static int recordBytes(int length) {
    return (LENGTH_BYTES + length + ALIGNMENT - 1) & -ALIGNMENT;
  }

  /** By the reader's thread: appends messages, each with {@code path}, as many as fit. */
  void pollInto(PacketBatch batch, int path) {
    long written = (long) POSITION.getAcquire(slab, WRITTEN_AT);
    long read = (long) POSITION.get(slab, READ_AT);
    while (read < written && !batch.isFull()) {
      int at = (int) (read % RING_BYTES);
      int length = slab.get(LENGTH, RING_AT + at);
      if (length == SKIP) {
        read += RING_BYTES - at;
      } else {
        int slot = batch.add(path, length);
        MemorySegment.copy(
            slab, RING_AT + at + LENGTH_BYTES, batch.slab(), batch.offset(slot), length);
        read += recordBytes(length);
      }
    }
    POSITION.setRelease(slab, READ_AT, read);
  }

  /** By the reader's thread: true when nothing waits. */
  boolean isEmpty() {
    return (long) POSITION.getAcquire(slab, WRITTEN_AT) == (long) POSITION.get(slab, READ_AT);
  }

  /** Messages that found no room; for any thread. */
  long dropped() {
    return dropped.get();
  }
}
