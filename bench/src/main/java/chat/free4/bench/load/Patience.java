package chat.free4.bench.load;

import chat.free4.sim.live.SignalException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Asks a busy server again, when it said it may be.
 *
 * @param deadlineNanos after which nobody is asked any more
 * @param retries counts how often it was asked again
 */
record Patience(long deadlineNanos, AtomicInteger retries) {
  /**
   * Asks, on a thread that may block.
   *
   * @throws SignalException when it says no for good, or is busy for too long
   */
  <T> T with(Supplier<T> request) {
    while (true) {
      try {
        return request.get();
      } catch (SignalException e) {
        long waitNanos = TimeUnit.MILLISECONDS.toNanos(e.retryMillis());
        if (!e.isBusy() || System.nanoTime() + waitNanos > deadlineNanos) {
          throw e;
        }
        retries.incrementAndGet();
        rest(waitNanos);
      }
    }
  }

  private static void rest(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
