package chat.free4.server.media;

import chat.free4.server.metrics.ServerMetrics;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Runs DTLS handshakes, which block, each on a virtual thread; no more than so many at once: each
 * costs memory, and the processor's time is the media's.
 */
final class Handshakes implements Executor, AutoCloseable {
  private static final long CLOSE_SECONDS = 1;

  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dtls-", 0).factory());
  private final Semaphore places;
  private final ServerMetrics metrics;

  Handshakes(int atOnce, ServerMetrics metrics) {
    this.places = new Semaphore(atOnce);
    this.metrics = metrics;
  }

  @Override
  public void execute(Runnable handshake) {
    if (!places.tryAcquire()) {
      metrics.countHandshakeRefused();
      throw new RejectedExecutionException("too many handshakes at once");
    }
    try {
      threads.execute(() -> run(handshake));
    } catch (RejectedExecutionException e) {
      places.release();
      throw e;
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
