package chat.free4.sfu;

import chat.free4.wire.rtp.SequenceNumber;

/**
 * Packets of one incoming stream that are missing and worth asking for again (RFC 4585 section
 * 6.2.1). Short: what is not there after three questions is left to FEC.
 */
final class NackList {
  /** Never. */
  static final long NEVER = Long.MAX_VALUE;

  /**
   * Packets that are asked for at once; a longer gap is an outage, which no NACK repairs in time.
   */
  static final int MAX_MISSING = 32;

  /** Times that one packet is asked for. */
  static final int MAX_QUESTIONS = 3;

  /** How long a packet may be late before it counts as missing. */
  static final long REORDER_NANOS = 10_000_000;

  /** Time between two questions for the same packet. */
  static final long RETRY_NANOS = 50_000_000;

  private final int[] sequences = new int[MAX_MISSING];
  private final int[] questions = new int[MAX_MISSING];
  private final boolean[] pending = new boolean[MAX_MISSING];
  private final long[] dueNanos = new long[MAX_MISSING];
  private int count;
  private long nextNanos = NEVER;

  /**
   * Takes a packet that came.
   *
   * @param ahead as {@link ReceiveStatistics#handlePacket} gave it
   */
  void handlePacket(long nowNanos, int sequence, int ahead) {
    if (ahead > 1) {
      addMissing(nowNanos, sequence, ahead - 1);
    } else if (ahead <= 0) {
      remove(sequence);
    }
  }

  private void addMissing(long nowNanos, int sequence, int missing) {
    if (missing > MAX_MISSING) {
      count = 0;
    } else {
      forgetOldest(count + missing - MAX_MISSING);
      for (int i = missing; i > 0; i--) {
        sequences[count] = SequenceNumber.plus(sequence, -i);
        questions[count] = 0;
        pending[count] = false;
        dueNanos[count] = nowNanos + REORDER_NANOS;
        count++;
      }
    }
    updateNext();
  }

  private void forgetOldest(int amount) {
    if (amount > 0) {
      for (int i = amount; i < count; i++) {
        move(i, i - amount);
      }
      count -= amount;
    }
  }

  private void remove(int sequence) {
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (sequences[i] != sequence) {
        move(i, kept++);
      }
    }
    if (kept < count) {
      count = kept;
      updateNext();
    }
  }

  private void move(int from, int to) {
    sequences[to] = sequences[from];
    questions[to] = questions[from];
    pending[to] = pending[from];
    dueNanos[to] = dueNanos[from];
  }

  /** When {@link #handleTimeout} is to be called next; {@link #NEVER} when nothing is missing. */
  long nextNanos() {
    return nextNanos;
  }

  /** Makes the questions that are due, for {@link #pollPending}; false when there are none. */
  boolean handleTimeout(long nowNanos) {
    if (nextNanos > nowNanos) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (dueNanos[i] <= nowNanos) {
        pending[i] = true;
        questions[i]++;
        dueNanos[i] = questions[i] < MAX_QUESTIONS ? nowNanos + RETRY_NANOS : NEVER;
      }
    }
    updateNext();
    return true;
  }

  /**
   * Gives the packets to ask for now, in their order, and forgets those asked for often enough.
   *
   * @param lost where to write them; {@link #MAX_MISSING} long
   * @return how many
   */
  int pollPending(int[] lost) {
    int asked = 0;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (pending[i]) {
        lost[asked++] = sequences[i];
        pending[i] = false;
      }
      if (questions[i] < MAX_QUESTIONS) {
        move(i, kept++);
      }
    }
    count = kept;
    return asked;
  }

  private void updateNext() {
    nextNanos = NEVER;
    for (int i = 0; i < count; i++) {
      nextNanos = Math.min(nextNanos, dueNanos[i]);
    }
  }
}
