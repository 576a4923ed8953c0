package chat.free4.sfu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The SFrame key ids (RFC 9605) under which one member of a sealed room may send: a guard against
 * frames that are not sealed by mistake, and no more than that, for the server has no key. Our
 * frames have a key id of six bytes, always:
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-----+-+-----+------------------------+---------------+---------------------+
 * |1| 101 |Y|  C  |  key id, 6 bytes       |  counter      |  ciphertext and tag |
 * +-+-----+-+-----+------------------------+---------------+---------------------+
 * </pre>
 */
final class KeyIds {
  /** A key id's bytes on the wire. */
  static final int KID_BYTES = 6;

  /** Ids that a member has at once: two of this moment, two of the one before. */
  static final int MAX_IDS = 4;

  /** The first byte with all but what it says of the counter. */
  private static final int CONFIG = 0xd0;

  private static final int TAG_BYTES = 16;
  private static final int MIN_FRAME_BYTES = 1 + KID_BYTES + TAG_BYTES;
  private static final ValueLayout.OfLong EIGHT_BYTES =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /** No id is 0: the highest byte of one is not. */
  private final long[] ids = new long[MAX_IDS];

  private int next;

  /** Allows one more; the oldest makes room. One that is allowed stays where it is. */
  void register(long kid) {
    for (long id : ids) {
      if (id == kid) {
        return;
      }
    }
    ids[next] = kid;
    next = (next + 1) % MAX_IDS;
  }

  /** Whether a payload begins as a frame does that is sealed under one of them. */
  boolean allows(MemorySegment slab, long at, int length) {
    if (length < MIN_FRAME_BYTES || (slab.get(ValueLayout.JAVA_BYTE, at) & 0xf0) != CONFIG) {
      return false;
    }
    long kid = slab.get(EIGHT_BYTES, at + 1) >>> ((Long.BYTES - KID_BYTES) * Byte.SIZE);
    for (long id : ids) {
      if (id == kid) {
        return true;
      }
    }
    return false;
  }
}
