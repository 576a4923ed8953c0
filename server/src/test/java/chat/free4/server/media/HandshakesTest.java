package chat.free4.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.free4.server.metrics.ServerMetrics;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class HandshakesTest {
  private static void hold(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void noMoreThanTheLimitRunAtOnceAndTheRestIsCounted() {
    ServerMetrics metrics = new ServerMetrics();
    CountDownLatch end = new CountDownLatch(1);
    try (Handshakes handshakes = new Handshakes(2, metrics)) {
      handshakes.execute(() -> hold(end));
      handshakes.execute(() -> hold(end));
      assertThatThrownBy(() -> handshakes.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class);
      end.countDown();
      await()
          .ignoreException(RejectedExecutionException.class)
          .untilAsserted(() -> handshakes.execute(() -> {}));
      await()
          .untilAsserted(
              () ->
                  assertThat(new String(metrics.scrape(), StandardCharsets.UTF_8))
                      .contains("free4chat_dtls_handshake_seconds_count 3"));
    }
    assertThat(new String(metrics.scrape(), StandardCharsets.UTF_8))
        .containsPattern("free4chat_dtls_handshakes_refused_total [1-9]");
  }
}
