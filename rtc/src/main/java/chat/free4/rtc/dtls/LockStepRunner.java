package chat.free4.rtc.dtls;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Runs handshakes in lock step with the engine, for tests, simulations and the warm-up: an endpoint
 * that is given this executor returns from a call only when its handshake waits for the next
 * datagram again, or has ended. So one seed gives one run, in virtual time.
 */
public final class LockStepRunner implements Executor {
  /** A handshake that neither waits nor ends in this real time is a bug, and is reported as one. */
  private static final Duration HANG = Duration.ofSeconds(30);

  /** Starts a handshake on a thread of its own. */
  @Override
  public void execute(Runnable handshake) {
    var _ = Thread.ofVirtual().name("dtls-lock-step").start(handshake);
  }

  /** Waits until the handshake behind {@code pipe} can do nothing more by itself. */
  void settle(HandshakePipe pipe) {
    if (!pipe.awaitIdle(HANG.toNanos())) {
      throw new IllegalStateException("a handshake neither waits nor ends");
    }
  }
}
