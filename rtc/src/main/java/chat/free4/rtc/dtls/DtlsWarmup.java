package chat.free4.rtc.dtls;

import java.security.SecureRandom;
import java.time.Instant;

/** Handshakes in process, so that the first one a browser makes is not the slow one. */
@SuppressWarnings("DoNotCallSuggester")
public final class DtlsWarmup {
  /** Enough for the compiler: later handshakes take 15 ms and less. */
  public static final int HANDSHAKES = 100;

  private DtlsWarmup() {}

  /** Runs {@code handshakes} of them on this thread; blocks until they are done. */
  public static void run(int handshakes, SecureRandom random, Instant now) {
    throw new UnsupportedOperationException();
  }
}
