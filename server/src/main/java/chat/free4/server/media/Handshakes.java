package chat.free4.server.media;

import chat.free4.server.metrics.ServerMetrics;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs DTLS handshakes, which block, each on a virtual thread; no more than so many at once: each
 * costs memory, and the processor's time is the media's. The others wait for their turn in the
 * order they came. Long before no more may wait, {@link #isBusy} asks for newcomers to be sent away
 * for a while: who waits for too long tries again, which costs once more.
 */
final class Handshakes implements Executor, AutoCloseable {
  /** Those that may wait, for each that may run. */
  static final int QUEUED_FOR_EACH = 16;

  /** Those that wait, for each that may run, from which on it is busy. */
  static final int BUSY_FOR_EACH = 4;

  private static final long CLOSE_SECONDS = 1;

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dtls-", 0).factory());
  private final AtomicInteger pending = new AtomicInteger();
  private final Semaphore places;
  private final int atOnce;
  private final ServerMetrics metrics;

  Handshakes(int atOnce, ServerMetrics metrics) {
    this.places = new Semaphore(atOnce, true);
    this.atOnce = atOnce;
    this.metrics = metrics;
    metrics.gauge(
        "free4chat_dtls_handshakes", "DTLS handshakes that run or wait to.", pending::get);
  }

  /** True while so many wait that nobody new should come. */
  boolean isBusy() {
    return pending.get() >= atOnce * (1 + BUSY_FOR_EACH);
  }

  @Override
  public void execute(Runnable handshake) {
    if (pending.incrementAndGet() > atOnce * (1 + QUEUED_FOR_EACH)) {
      pending.decrementAndGet();
      metrics.countHandshakeRefused();
      throw new RejectedExecutionException("too many handshakes wait");
    }
    try {
      threads.execute(() -> runInTurn(handshake));
    } catch (RejectedExecutionException e) {
      pending.decrementAndGet();
      throw e;
    }
  }

  private void runInTurn(Runnable handshake) {
    try {
      places.acquire();
      run(handshake);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server goes
    } finally {
      pending.decrementAndGet();
    }
  }

  private void run(Runnable handshake) {
    long began = System.nanoTime();
    try {
      handshake.run();
    } finally {
      places.release();
      metrics.observeHandshake(System.nanoTime() - began);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        // They are virtual threads: they do not hold up the end of the process.
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
