package chat.free4.ffi;

import java.lang.foreign.MemorySegment;

/** What must hold of a slab before its address is given away. */
final class Slabs {
  private Slabs() {}

  /**
   * The address of memory outside the heap. That a packet lies within it has been checked when it
   * joined its batch.
   */
  static long addressOf(MemorySegment slab) {
    if (!slab.isNative()
        || slab.isReadOnly()
        || !slab.isAccessibleBy(Thread.currentThread())
        || !slab.scope().isAlive()) {
      throw new IllegalArgumentException("want an open slab outside the heap, of this thread");
    }
    return slab.address();
  }
}
