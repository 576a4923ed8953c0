package chat.free4.rtc.dtls;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DtlsWarmupTest {
  @Test
  void shakesHandsAsOftenAsItIsTold() {
    assertThatCode(() -> DtlsWarmup.run(5, new SecureRandom(), Instant.EPOCH))
        .doesNotThrowAnyException();
  }
}
