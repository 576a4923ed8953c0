package chat.free4.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.free4.server.metrics.ServerMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
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
  void noMoreThanTheLimitRunAtOnceAndTheOthersWaitInOrder() {
    ServerMetrics metrics = new ServerMetrics();
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    List<Integer> finished = Collections.synchronizedList(new ArrayList<>());
    try (Handshakes handshakes = new Handshakes(2, metrics)) {
      for (int i = 0; i < 2; i++) {
        handshakes.execute(
            () -> {
              running.incrementAndGet();
              hold(end);
            });
      }
      await().until(() -> running.get() == 2);
      int waiting = 2 * Handshakes.BUSY_FOR_EACH;
      for (int i = 0; i < waiting; i++) {
        assertThat(handshakes.isBusy()).isFalse();
        handshakes.execute(() -> finished.add(running.get()));
      }
      assertThat(handshakes.isBusy()).isTrue();
      assertThat(finished).isEmpty();
      end.countDown();
      await().until(() -> finished.size() == waiting);
      await().until(() -> !handshakes.isBusy());
      await()
          .untilAsserted(
              () ->
                  assertThat(text(metrics))
                      .contains("free4chat_dtls_handshake_seconds_count " + (waiting + 2) + "\n")
                      .contains("free4chat_dtls_handshakes 0"));
    }
  }

  @Test
  void whatIsBeyondTheQueueIsRefusedAndCounted() {
    ServerMetrics metrics = new ServerMetrics();
    CountDownLatch end = new CountDownLatch(1);
    try (Handshakes handshakes = new Handshakes(1, metrics)) {
      for (int i = 0; i < 1 + Handshakes.QUEUED_FOR_EACH; i++) {
        handshakes.execute(() -> hold(end));
      }
      assertThatThrownBy(() -> handshakes.execute(() -> {}))
          .isInstanceOf(RejectedExecutionException.class);
      assertThat(text(metrics)).contains("free4chat_dtls_handshakes_refused_total 1");
      end.countDown();
      await()
          .ignoreException(RejectedExecutionException.class)
          .untilAsserted(() -> handshakes.execute(() -> {}));
    }
  }

  private static String text(ServerMetrics metrics) {
    return new String(metrics.scrape(), StandardCharsets.UTF_8);
  }
}
