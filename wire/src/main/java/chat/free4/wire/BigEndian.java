package chat.free4.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads and writes numbers in network byte order, at any alignment. Unsigned 32-bit fields whose
 * value is only compared or copied (SSRC, timestamp) stay in an {@code int}.
 */
public final class BigEndian {
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private BigEndian() {}

  /** Unsigned 8 bits. */
  public static int u8(MemorySegment segment, long offset) {
    return segment.get(BYTE, offset) & 0xff;
  }

  /** Unsigned 16 bits. */
  public static int u16(MemorySegment segment, long offset) {
    return segment.get(SHORT, offset) & 0xffff;
  }

  /** Unsigned 24 bits. */
  public static int u24(MemorySegment segment, long offset) {
    return u8(segment, offset) << 16 | u16(segment, offset + 1);
  }

  /** 32 bits as they are. */
  public static int i32(MemorySegment segment, long offset) {
    return segment.get(INT, offset);
  }

  /** Unsigned 32 bits. */
  public static long u32(MemorySegment segment, long offset) {
    return segment.get(INT, offset) & 0xffff_ffffL;
  }

  /** 64 bits as they are. */
  public static long i64(MemorySegment segment, long offset) {
    return segment.get(LONG, offset);
  }

  /** Writes the low 8 bits. */
  public static void put8(MemorySegment segment, long offset, int value) {
    segment.set(BYTE, offset, (byte) value);
  }

  /** Writes the low 16 bits. */
  public static void put16(MemorySegment segment, long offset, int value) {
    segment.set(SHORT, offset, (short) value);
  }

  /** Writes the low 24 bits. */
  public static void put24(MemorySegment segment, long offset, int value) {
    put8(segment, offset, value >>> 16);
    put16(segment, offset + 1, value);
  }

  /** Writes 32 bits. */
  public static void put32(MemorySegment segment, long offset, int value) {
    segment.set(INT, offset, value);
  }

  /** Writes 64 bits. */
  public static void put64(MemorySegment segment, long offset, long value) {
    segment.set(LONG, offset, value);
  }
}
