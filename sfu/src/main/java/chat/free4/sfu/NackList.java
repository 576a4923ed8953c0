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
  private final long[] dueNanos = new long[MAX_MISSING];
  private int count;
  private long nextNanos = NEVER;

  /**
   * Takes a packet that came.
   *
   * @param ahead as {@link ReceiveStatistics#handlePacket} gave it
   */
  void handlePacket(long nowNanos, int sequence, int ahead) {
    if (ahead <= 0) {
      remove(sequence);
    } else if (ahead > 1) {
      addMissing(nowNanos, sequence, ahead - 1);
    }
  }

  private void addMissing(long nowNanos, int sequence, int missing) {
    if (missing > MAX_MISSING) {
      clear();
      return;
    }
    forgetOldest(count + missing - MAX_MISSING);
    for (int i = missing; i > 0; i--) {
      sequences[count] = SequenceNumber.plus(sequence, -i);
      questions[count] = 0;
      dueNanos[count] = nowNanos + REORDER_NANOS;
      count++;
    }
    updateNext();
  }

  private void remove(int sequence) {
    for (int i = 0; i < count; i++) {
      if (sequences[i] == sequence) {
        count--;
        System.arraycopy(sequences, i + 1, sequences, i, count - i);
        System.arraycopy(questions, i + 1, questions, i, count - i);
        System.arraycopy(dueNanos, i + 1, dueNanos, i, count - i);
        updateNext();
        return;
      }
    }
  }

  private void forgetOldest(int amount) {
    if (amount > 0) {
      count -= amount;
      System.arraycopy(sequences, amount, sequences, 0, count);
      System.arraycopy(questions, amount, questions, 0, count);
      System.arraycopy(dueNanos, amount, dueNanos, 0, count);
    }
  }

  /** Forgets all. */
  void clear() {
    count = 0;
    nextNanos = NEVER;
  }

  /** When {@link #takeDue} is to be called next; {@link #NEVER} when nothing is missing. */
  long nextNanos() {
    return nextNanos;
  }

  /**
   * Gives the packets to ask for now, in their order, and plans the next question for them.
   *
   * @param lost where to write them; {@link #MAX_MISSING} long
   * @return how many
   */
  int takeDue(long nowNanos, int[] lost) {
    int due = 0;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (dueNanos[i] <= nowNanos) {
        lost[due++] = sequences[i];
        questions[i]++;
        dueNanos[i] = nowNanos + RETRY_NANOS;
      }
      if (questions[i] < MAX_QUESTIONS) {
        sequences[kept] = sequences[i];
        questions[kept] = questions[i];
        dueNanos[kept] = dueNanos[i];
        kept++;
      }
    }
    count = kept;
    updateNext();
    return due;
  }

  private void updateNext() {
    nextNanos = NEVER;
    for (int i = 0; i < count; i++) {
      nextNanos = Math.min(nextNanos, dueNanos[i]);
    }
  }
}
