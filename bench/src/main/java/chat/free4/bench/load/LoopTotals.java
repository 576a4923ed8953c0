package chat.free4.bench.load;

/** What loops have counted in some time. */
public record LoopTotals(
    long sent,
    long received,
    long late,
    long skipped,
    long sendFailed,
    long decrypted,
    long undecryptable,
    long untrue) {

  /** Nothing yet. */
  static final LoopTotals NONE = new LoopTotals(0, 0, 0, 0, 0, 0, 0, 0);

  static LoopTotals of(LoopCounters counters) {
    return new LoopTotals(
        counters.sent.get(),
        counters.received.get(),
        counters.late.get(),
        counters.skipped.get(),
        counters.sendFailed.get(),
        counters.decrypted.get(),
        counters.undecryptable.get(),
        counters.untrue.get());
  }

  /** Both together. */
  LoopTotals plus(LoopTotals other) {
    return new LoopTotals(
        sent + other.sent,
        received + other.received,
        late + other.late,
        skipped + other.skipped,
        sendFailed + other.sendFailed,
        decrypted + other.decrypted,
        undecryptable + other.undecryptable,
        untrue + other.untrue);
  }

  /** What came since {@code earlier}. */
  LoopTotals minus(LoopTotals earlier) {
    return new LoopTotals(
        sent - earlier.sent,
        received - earlier.received,
        late - earlier.late,
        skipped - earlier.skipped,
        sendFailed - earlier.sendFailed,
        decrypted - earlier.decrypted,
        undecryptable - earlier.undecryptable,
        untrue - earlier.untrue);
  }
}
