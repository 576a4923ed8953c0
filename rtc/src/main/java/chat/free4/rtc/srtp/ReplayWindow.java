package chat.free4.rtc.srtp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which of the latest packet indices of a stream were seen (RFC 3711 section 3.3.2). Checked before
 * a packet is authenticated, updated after.
 *
 * <pre>
 *      highest - SIZE + 1              highest
 *              |      1 = seen            |
 *  too old ... [1 1 0 1 1 1 1 1 0 1 1 ... 1] ... new
 * </pre>
 */
final class ReplayWindow {
  static final int SIZE = SrtpContext.REPLAY_WINDOW;

  /** {@link #highest} before the first packet. */
  static final long NONE = -1;

  /** A ring: the bit of index i stands at i modulo SIZE. */
  private final long[] seen = new long[SIZE / Long.SIZE];

  private long highest = NONE;

  long highest() {
    return highest;
  }

  /** Null when a packet of this index may be taken. */
  @Nullable SrtpDrop check(long index) {
    if (index > highest) {
      return null;
    }
    if (index <= highest - SIZE) {
      return SrtpDrop.TOO_OLD;
    }
    return (seen[word(index)] & bit(index)) != 0 ? SrtpDrop.REPLAYED : null;
  }

  /** Remembers an index that {@link #check} let pass. */
  void accept(long index) {
    if (index - highest >= SIZE) {
      Arrays.fill(seen, 0);
    } else {
      for (long skipped = highest + 1; skipped < index; skipped++) {
        seen[word(skipped)] &= ~bit(skipped);
      }
    }
    seen[word(index)] |= bit(index);
    highest = Math.max(highest, index);
  }

  private static int word(long index) {
    return (int) (index % SIZE) / Long.SIZE;
  }

  private static long bit(long index) {
    return 1L << (index % Long.SIZE);
  }
}
