package chat.free4.bench.load;

import java.util.concurrent.atomic.AtomicLong;

/** What a loop has counted so far; the loop writes, anybody reads. */
final class LoopCounters {
  /** A frame that goes out so long after its time is late. */
  static final long LATE_NANOS = 5_000_000L;

  final AtomicLong sent = new AtomicLong();
  final AtomicLong received = new AtomicLong();
  final AtomicLong late = new AtomicLong();
  final AtomicLong skipped = new AtomicLong();
  final AtomicLong sendFailed = new AtomicLong();
  final AtomicLong decrypted = new AtomicLong();
  final AtomicLong undecryptable = new AtomicLong();
  final AtomicLong untrue = new AtomicLong();
  final AtomicLong refused = new AtomicLong();

  /** One writer: a plain read and an ordered write are enough. */
  static void add(AtomicLong counter, long more) {
    counter.lazySet(counter.getPlain() + more);
  }
}
