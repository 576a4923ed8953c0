package chat.free4.bench.load;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/** Runs DTLS handshakes, which block, on virtual threads; no more than so many at once. */
public final class Handshakes implements Executor, AutoCloseable {
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dtls-", 0).factory());
  private final Semaphore places;

  /** None yet. */
  public Handshakes(int atOnce) {
    this.places = new Semaphore(atOnce);
  }

  @Override
  public void execute(Runnable handshake) {
    if (!places.tryAcquire()) {
      throw new RejectedExecutionException("too many handshakes at once");
    }
    threads.execute(
        () -> {
          try {
            handshake.run();
          } finally {
            places.release();
          }
        });
  }

  @Override
  public void close() {
    var _ = threads.shutdownNow();
  }
}
