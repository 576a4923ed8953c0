package chat.free4.rtc.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the warm-up costs, and what a handshake costs before and after it. */
@Tag("figures")
class DtlsWarmupFiguresTest {
  private static final int HANDSHAKES = 100;

  @Test
  void costOfAHandshakeColdAndWarm() {
    SecureRandom random = new SecureRandom();
    double first = millisOf(1, random);
    double rest = millisOf(HANDSHAKES - 1, random);
    double warm = millisOf(1, random);
    System.out.printf(
        "figure: DTLS handshake, both ends: cold %.1f ms, warm-up of %d in all %.0f ms, then %.2f ms%n",
        first, HANDSHAKES, first + rest, warm);
    assertThat(warm).isLessThan(first);
  }

  private static double millisOf(int handshakes, SecureRandom random) {
    long begin = System.nanoTime();
    DtlsWarmup.run(handshakes, random, Instant.EPOCH);
    return (System.nanoTime() - begin) / 1e6;
  }
}
