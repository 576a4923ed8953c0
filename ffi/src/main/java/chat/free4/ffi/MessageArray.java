package chat.free4.ffi;

import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * What recvmmsg(2) and sendmmsg(2) take: an array of {@code mmsghdr}, each of which points to an
 * {@code iovec}, and room for what the kernel says beside a datagram (cmsg(3)). Written once but
 * for what changes from call to call.
 */
final class MessageArray {
  private static final StructLayout IOVEC =
      MemoryLayout.structLayout(
          ValueLayout.JAVA_LONG.withName("iov_base"), ValueLayout.JAVA_LONG.withName("iov_len"));

  private static final StructLayout MMSGHDR =
      MemoryLayout.structLayout(
          ValueLayout.JAVA_LONG.withName("msg_name"),
          ValueLayout.JAVA_INT.withName("msg_namelen"),
          MemoryLayout.paddingLayout(4),
          ValueLayout.JAVA_LONG.withName("msg_iov"),
          ValueLayout.JAVA_LONG.withName("msg_iovlen"),
          ValueLayout.JAVA_LONG.withName("msg_control"),
          ValueLayout.JAVA_LONG.withName("msg_controllen"),
          ValueLayout.JAVA_INT.withName("msg_flags"),
          MemoryLayout.paddingLayout(4),
          ValueLayout.JAVA_INT.withName("msg_len"),
          MemoryLayout.paddingLayout(4));

  private static final long MESSAGE = MMSGHDR.byteSize();
  private static final long NAME = offset("msg_name");
  private static final long NAME_LENGTH = offset("msg_namelen");
  private static final long IOV = offset("msg_iov");
  private static final long IOV_COUNT = offset("msg_iovlen");
  private static final long CONTROL = offset("msg_control");
  private static final long CONTROL_LENGTH = offset("msg_controllen");
  private static final long FLAGS = offset("msg_flags");
  private static final long LENGTH = offset("msg_len");

  private static final long VECTOR = IOVEC.byteSize();
  private static final long VECTOR_LENGTH = IOVEC.byteOffset(PathElement.groupElement("iov_len"));

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;

  private final int capacity;
  private final MemorySegment messages;
  private final MemorySegment vectors;
  private final MemorySegment control;
  private final long pointer;
  private final long controlBytes;

  /** Held, so that the memory stays while the kernel has its address. */
  private @Nullable PacketBatch batch;

  private long slab;

  /**
   * Messages without names.
   *
   * @param controlBytes room beside each datagram; a multiple of 8
   */
  MessageArray(Arena arena, int capacity, long controlBytes) {
    this.capacity = capacity;
    this.controlBytes = controlBytes;
    this.messages = arena.allocate(MESSAGE * capacity, Long.BYTES);
    this.vectors = arena.allocate(VECTOR * capacity, Long.BYTES);
    this.control = arena.allocate(Math.max(Long.BYTES, controlBytes * capacity), Long.BYTES);
    this.pointer = messages.address();
    for (int i = 0; i < capacity; i++) {
      messages.set(LONG, i * MESSAGE + IOV, vectors.address() + i * VECTOR);
      messages.set(LONG, i * MESSAGE + IOV_COUNT, 1);
      if (controlBytes > 0) {
        messages.set(LONG, i * MESSAGE + CONTROL, control.address() + i * controlBytes);
      }
    }
  }

  private static long offset(String field) {
    return MMSGHDR.byteOffset(PathElement.groupElement(field));
  }

  /** Where message {@code index} begins. */
  long pointer(int index) {
    return pointer + index * MESSAGE;
  }

  /**
   * From here on the messages are about this batch.
   *
   * @return true when it is another one than before
   */
  boolean attach(PacketBatch wanted) {
    if (!wanted.slab().scope().isAlive()) {
      throw new IllegalStateException("the batch's memory is freed");
    }
    if (wanted == batch) {
      return false;
    }
    if (wanted.capacity() > capacity || !wanted.slab().isNative()) {
      throw new IllegalArgumentException("batch of " + wanted.capacity() + " slots");
    }
    batch = wanted;
    slab = wanted.slab().address();
    return true;
  }

  /** Message {@code index} is the {@code length} bytes at {@code offset} of the batch. */
  void setBytes(int index, long offset, int length) {
    vectors.set(LONG, index * VECTOR, slab + offset);
    vectors.set(LONG, index * VECTOR + VECTOR_LENGTH, length);
  }

  /** Message {@code index} has its address there. */
  void setName(int index, long address, int bytes) {
    messages.set(LONG, index * MESSAGE + NAME, address);
    messages.set(INT, index * MESSAGE + NAME_LENGTH, bytes);
  }

  /** All the room beside the datagram is the kernel's again. */
  void resetControl(int index) {
    messages.set(LONG, index * MESSAGE + CONTROL_LENGTH, controlBytes);
  }

  /** Bytes that came. */
  int length(int index) {
    return messages.get(INT, index * MESSAGE + LENGTH);
  }

  /** What the kernel says of the datagram, {@code MSG_TRUNC} for one. */
  int flags(int index) {
    return messages.get(INT, index * MESSAGE + FLAGS);
  }

  /** Bytes that the kernel has written beside the datagram. */
  long controlLength(int index) {
    return messages.get(LONG, index * MESSAGE + CONTROL_LENGTH);
  }

  /** A number from beside the datagram. */
  int controlInt(int index, long offset) {
    return control.get(INT, index * controlBytes + offset);
  }

  /** A long number from beside the datagram. */
  long controlLong(int index, long offset) {
    return control.get(LONG, index * controlBytes + offset);
  }
}
