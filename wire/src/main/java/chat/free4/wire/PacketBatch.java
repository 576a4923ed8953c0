package chat.free4.wire;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A run of datagrams in one slab of memory, in slots of equal size. The unit in which the I/O and
 * SRTP layers work, so that a native implementation can take a whole batch in one call. Not
 * thread-safe: a batch belongs to one worker.
 */
public final class PacketBatch {
  /**
   * Bytes of a slot: an Ethernet datagram, and room for SRTP's trailer. An odd number of cache
   * lines, so that the beginnings of slots do not compete for the same few places of the cache.
   */
  public static final int SLOT_BYTES = 25 * 64;

  /** Longest datagram that is received or sent, in bytes. */
  public static final int MAX_DATAGRAM_BYTES = 1500;

  /** A path that is not known. */
  public static final int NO_PATH = -1;

  private final MemorySegment slab;
  private final int capacity;
  private final int[] lengths;
  private final int[] paths;
  private final @Nullable DropReason[] drops;
  private int count;

  /** An empty batch of {@code capacity} slots in memory of {@code arena}. */
  public PacketBatch(Arena arena, int capacity) {
    if (capacity <= 0) {
      throw new IllegalArgumentException("capacity " + capacity);
    }
    this.slab = arena.allocate((long) capacity * SLOT_BYTES, 64);
    this.capacity = capacity;
    this.lengths = new int[capacity];
    this.paths = new int[capacity];
    this.drops = new DropReason[capacity];
  }

  /** The memory that holds all slots. */
  public MemorySegment slab() {
    return slab;
  }

  /** How many slots there are. */
  public int capacity() {
    return capacity;
  }

  /** How many slots are filled. */
  public int count() {
    return count;
  }

  /** True when no slot is left. */
  public boolean isFull() {
    return count == capacity;
  }

  /** Where slot {@code index} begins in the slab, in bytes. */
  public long offset(int index) {
    return (long) index * SLOT_BYTES;
  }

  /** Bytes in slot {@code index}; 0 once the packet was dropped. */
  public int length(int index) {
    return lengths[index];
  }

  /** Sets the bytes in slot {@code index}, after SRTP has added or taken its trailer. */
  public void setLength(int index, int length) {
    lengths[index] = length;
  }

  /** Index of the 5-tuple that slot {@code index} came from or goes to. */
  public int path(int index) {
    return paths[index];
  }

  /**
   * Takes the next slot, for {@code length} bytes that the caller writes at its {@link #offset}.
   */
  public int add(int path, int length) {
    int index = count++;
    lengths[index] = length;
    paths[index] = path;
    drops[index] = null;
    return index;
  }

  /** Marks slot {@code index} as refused: its length becomes 0. */
  public void drop(int index, DropReason reason) {
    lengths[index] = 0;
    drops[index] = reason;
  }

  /** Why slot {@code index} was refused; null when it stands. */
  public @Nullable DropReason dropReason(int index) {
    return drops[index];
  }

  /** Empties the batch; the memory stays. */
  public void clear() {
    count = 0;
  }
}
