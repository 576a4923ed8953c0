package chat.free4.bench.load;

import java.util.Arrays;

/**
 * When who sends: each publisher every 20 ms, all of them spread over the 20 ms, however many there
 * are and whenever they came. Their phases follow the golden ratio, which keeps any number of
 * points apart.
 */
final class FrameSchedule {
  /** What {@link #nextDueNanos} says when nobody sends. */
  static final long NEVER = Long.MAX_VALUE;

  /** Who is called. */
  static final int NOBODY = -1;

  /** Between two frames of a publisher. */
  static final long FRAME_NANOS = 20_000_000L;

  /** A frame that is so late is left out: a burst of old frames would measure something else. */
  static final long GIVE_UP_NANOS = 200_000_000L;

  private static final double GOLDEN = 0.618033988749895;

  private final int first;
  private final int step;
  private long roundStartNanos;
  private int[] publishers = new int[16];
  private long[] phases = new long[16];
  private int count;
  private int added;
  private int cursor;
  private long skipped;

  /**
   * A schedule without publishers.
   *
   * @param first the place of this schedule among those of all threads
   * @param step how many there are
   */
  FrameSchedule(long nowNanos, int first, int step) {
    this.roundStartNanos = nowNanos;
    this.first = first;
    this.step = step;
  }

  /** Lets somebody send from now on. */
  void add(long nowNanos, int publisher) {
    catchUp(nowNanos);
    double turns = ((long) added * step + first) * GOLDEN;
    added++;
    long phase = (long) ((turns - Math.floor(turns)) * FRAME_NANOS);
    if (count == publishers.length) {
      publishers = Arrays.copyOf(publishers, 2 * count);
      phases = Arrays.copyOf(phases, 2 * count);
    }
    int place = Arrays.binarySearch(phases, 0, count, phase);
    int at = place < 0 ? -place - 1 : place;
    System.arraycopy(publishers, at, publishers, at + 1, count - at);
    System.arraycopy(phases, at, phases, at + 1, count - at);
    publishers[at] = publisher;
    phases[at] = phase;
    count++;
    // Who is put before the one whose turn it is, or whose time has gone by, begins with the next
    // round.
    if (at < cursor || (at == cursor && roundStartNanos + phase < nowNanos)) {
      advance();
    }
  }

  /** Lets somebody send in another's place; false when that one does not send. */
  boolean replace(int former, int next) {
    for (int i = 0; i < count; i++) {
      if (publishers[i] == former) {
        publishers[i] = next;
        return true;
      }
    }
    return false;
  }

  /** Nobody sends any more. */
  void clear() {
    count = 0;
    cursor = 0;
  }

  /** When the next frame is due. */
  long nextDueNanos() {
    return count == 0 ? NEVER : roundStartNanos + phases[cursor];
  }

  /** Whose frame is due now, one at a call; {@link #NOBODY} when none is. */
  int pollDue(long nowNanos) {
    if (count == 0 || nextDueNanos() > nowNanos) {
      return NOBODY;
    }
    catchUp(nowNanos);
    if (nextDueNanos() > nowNanos) {
      return NOBODY;
    }
    int publisher = publishers[cursor];
    advance();
    return publisher;
  }

  /** Leaves out what is too late. */
  private void catchUp(long nowNanos) {
    if (count == 0) {
      long rounds = (nowNanos - roundStartNanos) / FRAME_NANOS;
      roundStartNanos += rounds * FRAME_NANOS;
      return;
    }
    while (nowNanos - nextDueNanos() > GIVE_UP_NANOS) {
      skipped++;
      advance();
    }
  }

  private void advance() {
    cursor++;
    if (cursor == count) {
      cursor = 0;
      roundStartNanos += FRAME_NANOS;
    }
  }

  /** Frames that were left out. */
  long skipped() {
    return skipped;
  }
}
