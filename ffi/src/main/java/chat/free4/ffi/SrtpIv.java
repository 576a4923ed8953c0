package chat.free4.ffi;

import chat.free4.wire.BigEndian;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The IVs of SRTP in memory outside the heap: a salt, into which SSRC and index are XORed.
 *
 * <pre>
 *   byte          0     2           6                12
 *   GCM           | 0 0 |   SSRC    |  48-bit index  |          RFC 7714 section 8.1
 *   byte          0           4           8                14    16
 *   counter mode  |  0 0 0 0  |   SSRC    |  48-bit index  | 0 0 |    RFC 3711 section 4.1.1
 * </pre>
 */
final class SrtpIv {
  /** Bytes of a salt with zeros after it, and of the longer IV. */
  static final int BYTES = 16;

  static final int GCM_BYTES = 12;

  private SrtpIv() {}

  /** Keeps a salt. */
  static void putSalt(MemorySegment secret, long at, byte[] salt) {
    MemorySegment.copy(salt, 0, secret, ValueLayout.JAVA_BYTE, at, salt.length);
  }

  /** Writes the IV of a packet for GCM. */
  static void putGcm(
      MemorySegment secret, long saltAt, int ssrc, long index, MemorySegment to, long at) {
    putGcm(BigEndian.i64(secret, saltAt), BigEndian.i32(secret, saltAt + 8), ssrc, index, to, at);
  }

  /** Writes the IV of a packet for GCM, with a salt of 8 and of 4 bytes. */
  static void putGcm(long saltHead, int saltTail, int ssrc, long index, MemorySegment to, long at) {
    long high = (ssrc & 0xffff_ffffL) << 16 | index >>> 32;
    BigEndian.put64(to, at, saltHead ^ high);
    BigEndian.put32(to, at + 8, saltTail ^ (int) index);
  }

  /** Writes the first counter block of a packet for counter mode. */
  static void putCounterMode(
      MemorySegment secret, long saltAt, int ssrc, long index, MemorySegment to, long at) {
    BigEndian.put64(to, at, BigEndian.i64(secret, saltAt) ^ (ssrc & 0xffff_ffffL));
    BigEndian.put64(to, at + 8, BigEndian.i64(secret, saltAt + 8) ^ index << 16);
  }
}
