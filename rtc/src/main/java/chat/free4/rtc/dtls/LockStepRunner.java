package chat.free4.rtc.dtls;

import java.util.concurrent.Executor;

/**
 * Runs handshakes in lock step with the engine, for tests and simulations in virtual time: an
 * endpoint that is given this executor returns from a call only when its handshake waits for the
 * next datagram again, or has ended. So one seed gives one run.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class LockStepRunner implements Executor {
  @Override
  public void execute(Runnable handshake) {
    throw new UnsupportedOperationException();
  }
}
