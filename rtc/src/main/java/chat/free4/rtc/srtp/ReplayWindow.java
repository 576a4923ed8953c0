package chat.free4.rtc.srtp;

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
 *
 * <p>Its bits are fields and not an array: a window is looked into once in 20 ms, and each object
 * of its own that a packet's way leads through is then a line of memory to wait for.
 */
class ReplayWindow {
  static final int SIZE = SrtpContext.REPLAY_WINDOW;

  /** {@link #highest} before the first packet. */
  static final long NONE = -1;

  private static final int WORDS = SIZE / Long.SIZE;

  private long highest = NONE;

  // A ring: the bit of index i stands at i modulo SIZE.
  private long seen0;
  private long seen1;
  private long seen2;
  private long seen3;

  final long highest() {
    return highest;
  }

  /** Null when a packet of this index may be taken. */
  final @Nullable SrtpDrop check(long index) {
    if (index > highest) {
      return null;
    }
    if (index <= highest - SIZE) {
      return SrtpDrop.TOO_OLD;
    }
    return (word(index) & bit(index)) != 0 ? SrtpDrop.REPLAYED : null;
  }

  /** Remembers an index that {@link #check} let pass. */
  final void accept(long index) {
    if (index - highest >= SIZE) {
      seen0 = 0;
      seen1 = 0;
      seen2 = 0;
      seen3 = 0;
    } else {
      for (long skipped = highest + 1; skipped < index; skipped++) {
        setWord(skipped, word(skipped) & ~bit(skipped));
      }
    }
    setWord(index, word(index) | bit(index));
    highest = Math.max(highest, index);
  }

  private long word(long index) {
    return switch (place(index)) {
      case 0 -> seen0;
      case 1 -> seen1;
      case 2 -> seen2;
      default -> seen3;
    };
  }

  private void setWord(long index, long bits) {
    switch (place(index)) {
      case 0 -> seen0 = bits;
      case 1 -> seen1 = bits;
      case 2 -> seen2 = bits;
      default -> seen3 = bits;
    }
  }

  private static int place(long index) {
    return (int) (index / Long.SIZE) & (WORDS - 1);
  }

  private static long bit(long index) {
    return 1L << (index % Long.SIZE);
  }
}
