package chat.free4.rtc.sctp;

import chat.free4.wire.sctp.Tsn;
import org.jspecify.annotations.Nullable;

/** Which TSNs have come: all up to one, and runs of others after it (RFC 9260 section 6.2). */
final class ReceivedTsns {
  /** Runs that are remembered: what one SACK can tell. */
  static final int MAX_GAPS = 240;

  /** How far ahead of what is missing anything is taken; a gap block can tell of no more. */
  static final int MAX_AHEAD = 1 << 14;

  private final int[] firsts = new int[MAX_GAPS];
  private final int[] lasts = new int[MAX_GAPS];
  private int gaps;
  private int cumulative;

  /** {@code first} is the TSN that comes first. */
  ReceivedTsns(int first) {
    cumulative = first - 1;
  }

  int cumulative() {
    return cumulative;
  }

  int gaps() {
    return gaps;
  }

  int gapFirst(int index) {
    return firsts[index];
  }

  int gapLast(int index) {
    return lasts[index];
  }

  /** True when it has come, or is thought to have. */
  boolean has(int tsn) {
    if (!Tsn.isBefore(cumulative, tsn)) {
      return true;
    }
    int run = runNotAfter(tsn);
    return run >= 0 && !Tsn.isBefore(lasts[run], tsn);
  }

  /** True when nothing after it has come. */
  boolean isNewest(int tsn) {
    return Tsn.isBefore(gaps == 0 ? cumulative : lasts[gaps - 1], tsn);
  }

  /** Takes in a TSN that has not come before; gives why not. */
  @Nullable SctpAssociationDrop add(int tsn) {
    if (Tsn.distance(cumulative, tsn) > MAX_AHEAD) {
      return SctpAssociationDrop.TSN_OUT_OF_RANGE;
    }
    if (tsn == cumulative + 1) {
      cumulative = tsn;
      joinFirst();
      return null;
    }
    int run = runNotAfter(tsn);
    boolean extendsRun = run >= 0 && lasts[run] == tsn - 1;
    boolean extendsNext = run + 1 < gaps && firsts[run + 1] == tsn + 1;
    if (extendsRun && extendsNext) {
      lasts[run] = lasts[run + 1];
      remove(run + 1);
    } else if (extendsRun) {
      lasts[run] = tsn;
    } else if (extendsNext) {
      firsts[run + 1] = tsn;
    } else if (gaps == MAX_GAPS) {
      return SctpAssociationDrop.TOO_MANY_GAPS;
    } else {
      insert(run + 1, tsn);
    }
    return null;
  }

  /** What is missing up to {@code tsn} will not come. */
  void forward(int tsn) {
    if (!Tsn.isBefore(cumulative, tsn)) {
      return;
    }
    cumulative = tsn;
    while (gaps > 0 && !Tsn.isBefore(tsn, lasts[0])) {
      remove(0);
    }
    if (gaps > 0 && !Tsn.isBefore(tsn, firsts[0])) {
      cumulative = lasts[0];
      remove(0);
    }
    joinFirst();
  }

  private void joinFirst() {
    if (gaps > 0 && firsts[0] == cumulative + 1) {
      cumulative = lasts[0];
      remove(0);
    }
  }

  /** Index of the last run that begins at {@code tsn} or before; -1 when there is none. */
  private int runNotAfter(int tsn) {
    int run = gaps - 1;
    while (run >= 0 && Tsn.isBefore(tsn, firsts[run])) {
      run--;
    }
    return run;
  }

  private void insert(int index, int tsn) {
    System.arraycopy(firsts, index, firsts, index + 1, gaps - index);
    System.arraycopy(lasts, index, lasts, index + 1, gaps - index);
    firsts[index] = tsn;
    lasts[index] = tsn;
    gaps++;
  }

  private void remove(int index) {
    gaps--;
    System.arraycopy(firsts, index + 1, firsts, index, gaps - index);
    System.arraycopy(lasts, index + 1, lasts, index, gaps - index);
  }
}
