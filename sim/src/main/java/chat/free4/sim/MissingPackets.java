package chat.free4.sim;

import chat.free4.wire.rtp.SequenceNumber;

/** Which packets of a stream a receiver lacks, and when it asks for them (RFC 4585 section 6.2). */
final class MissingPackets {
  /** Most that are asked for; a longer gap is given up. */
  static final int MAX_MISSING = 64;

  /** How often one is asked for. */
  static final int MAX_REQUESTS = 5;

  /** A gap may be reordering: so long it is not asked for. */
  static final long FIRST_REQUEST_NANOS = 10_000_000L;

  /** Time between two requests for the same packet. */
  static final long NEXT_REQUEST_NANOS = 60_000_000L;

  static final long NEVER = Long.MAX_VALUE;

  private final int[] sequences = new int[MAX_MISSING];
  private final int[] requests = new int[MAX_MISSING];
  private final long[] dueNanos = new long[MAX_MISSING];
  private int count;

  /** Notes the gap of {@code length} packets that begins at {@code first}. */
  void addGap(long nowNanos, int first, int length) {
    for (int i = 0; i < length && count < MAX_MISSING; i++) {
      sequences[count] = SequenceNumber.plus(first, i);
      requests[count] = 0;
      dueNanos[count] = nowNanos + FIRST_REQUEST_NANOS;
      count++;
    }
  }

  /** A late packet has come after all. */
  void arrived(int sequence) {
    for (int i = 0; i < count; i++) {
      if (sequences[i] == sequence) {
        removeAt(i);
        return;
      }
    }
  }

  /** When {@link #collectDue} has something; {@link #NEVER} when nothing is missing. */
  long nextNanos() {
    long next = NEVER;
    for (int i = 0; i < count; i++) {
      next = Math.min(next, dueNanos[i]);
    }
    return next;
  }

  /** Writes the numbers to ask for now into {@code due}, in their order; returns how many. */
  int collectDue(long nowNanos, int[] due) {
    int collected = 0;
    for (int i = 0; i < count; ) {
      if (dueNanos[i] > nowNanos) {
        i++;
      } else if (requests[i] == MAX_REQUESTS) {
        removeAt(i);
      } else {
        requests[i]++;
        dueNanos[i] = nowNanos + NEXT_REQUEST_NANOS;
        due[collected++] = sequences[i];
        i++;
      }
    }
    return collected;
  }

  /** Keeps the order, so that requests are sorted. */
  private void removeAt(int index) {
    int after = count - index - 1;
    System.arraycopy(sequences, index + 1, sequences, index, after);
    System.arraycopy(requests, index + 1, requests, index, after);
    System.arraycopy(dueNanos, index + 1, dueNanos, index, after);
    count--;
  }
}
