package chat.free4.ffi;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A block outside the heap for key material. {@link #close} wipes it and gives it back at once; one
 * that was forgotten is wiped when the collector finds it. By malloc(3) and not in an arena: a
 * shared arena stops all threads to close, a confined one is never closed by a collector.
 */
final class SecretMemory {
  /** A cache line, and what vector instructions want. */
  private static final long ALIGNMENT = 64;

  /** Finds what was forgotten. */
  static final Cleaner CLEANER = Cleaner.create();

  private static final AtomicLong HELD_BYTES = new AtomicLong();

  private static final MethodHandle ALIGNED_ALLOC =
      link(
          "aligned_alloc",
          FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
  private static final MethodHandle FREE =
      link("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

  private final MemorySegment segment;
  private final Cleaner.Cleanable release;

  /** Wipes and frees; knows nothing of its owner, so that the owner can be found forgotten. */
  private record Release(MemorySegment segment) implements Runnable {
    @Override
    public void run() {
      segment.fill((byte) 0);
      HELD_BYTES.addAndGet(-segment.byteSize());
      try {
        FREE.invokeExact(segment);
      } catch (Throwable e) {
        throw NativeLibrary.bug(e);
      }
    }
  }

  /** A block of zeros; {@code bytes} is a multiple of 64. */
  SecretMemory(long bytes) {
    this.segment = allocate(bytes);
    segment.fill((byte) 0);
    HELD_BYTES.addAndGet(bytes);
    this.release = CLEANER.register(this, new Release(segment));
  }

  private static MethodHandle link(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
  }

  private static MemorySegment allocate(long bytes) {
    if (bytes <= 0 || bytes % ALIGNMENT != 0) {
      throw new IllegalArgumentException(bytes + " bytes");
    }
    MemorySegment block;
    try {
      block = (MemorySegment) ALIGNED_ALLOC.invokeExact(ALIGNMENT, bytes);
    } catch (Throwable e) {
      throw NativeLibrary.bug(e);
    }
    if (block.equals(MemorySegment.NULL)) {
      throw new OutOfMemoryError("native memory for keys");
    }
    return block.reinterpret(bytes);
  }

  /** Bytes of all blocks that have not been given back. */
  static long heldBytes() {
    return HELD_BYTES.get();
  }

  MemorySegment segment() {
    return segment;
  }

  long address() {
    return segment.address();
  }

  /** Wipes it and gives it back; a second time does nothing. Not to be touched afterwards. */
  void close() {
    release.clean();
  }
}
