package chat.free4.bench.load.socket;

import java.time.Instant;

/** The clock that kernels stamp datagrams by (CLOCK_REALTIME). */
public final class RealTime {
  private static final long NANOS_A_SECOND = 1_000_000_000L;

  private RealTime() {}

  /** Nanoseconds since 1970. */
  public static long nanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * NANOS_A_SECOND + now.getNano();
  }
}
