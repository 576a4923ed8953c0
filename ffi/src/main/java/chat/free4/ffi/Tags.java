package chat.free4.ffi;

import chat.free4.wire.BigEndian;
import java.lang.foreign.MemorySegment;

/** Compares tags all at once, so that the time says nothing of where they differ. */
final class Tags {
  private Tags() {}

  /** 128 bits. */
  static boolean fits128(MemorySegment tag, long at, MemorySegment computed, long computedAt) {
    long first = BigEndian.i64(tag, at) ^ BigEndian.i64(computed, computedAt);
    long second = BigEndian.i64(tag, at + 8) ^ BigEndian.i64(computed, computedAt + 8);
    return (first | second) == 0;
  }

  /** 80 bits: 64 and then 16. */
  static boolean fits80(long head, int tail, MemorySegment computed, long computedAt) {
    long first = head ^ BigEndian.i64(computed, computedAt);
    long second = tail ^ BigEndian.u16(computed, computedAt + 8);
    return (first | second) == 0;
  }
}
