package chat.free4.server.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.server.config.Secret;
import chat.free4.server.support.StandIn;
import chat.free4.server.support.StandInProcess;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a service is asked, and when it is left alone, in a time that stands still. */
@Timeout(120)
final class RemoteServiceTest {
  private static final long SHORT_MILLIS = 2_000;
  private static final long LONG_MILLIS = 60_000;

  private static StandInProcess elsewhere;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // it may run over
  private final byte[] body =
      "{\"input\":\"a\",\"voice\":\"b\",\"response_format\":\"wav\"}"
          .getBytes(StandardCharsets.UTF_8);

  @BeforeAll
  static void start() {
    elsewhere = StandInProcess.start();
  }

  @AfterAll
  static void stop() {
    elsewhere.close();
  }

  private RemoteService service(String mode) {
    return new RemoteService(
        "speech-url",
        elsewhere.uri(mode, "/v1"),
        Optional.of(new RemoteService.Header("Authorization", "Bearer ", new Secret(StandIn.KEY))),
        now::get);
  }

  private void ask(RemoteService service, long limitMillis)
      throws RemoteException, InterruptedException {
    var question =
        new RemoteService.Question("/audio/speech", "application/json", body, 1_000, limitMillis);
    service.ask(question, (_, in) -> in.readAllBytes());
  }

  private void pass(long seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"silent", "stall"})
  void oneThatHangsIsNotWaitedForAgainForAWhile(String mode) {
    elsewhere.forget();
    RemoteService service = service(mode);
    assertThatThrownBy(() -> ask(service, SHORT_MILLIS))
        .hasMessageContaining("longer than 2000 ms");
    elsewhere.asked();
    pass(RemoteService.HUNG_REST_SECONDS - 1);
    // With a limit that would be noticed, if it were waited for.
    assertThatThrownBy(() -> ask(service, LONG_MILLIS)).hasMessageContaining("is left alone");
    assertThat(elsewhere.questions()).isZero();
    pass(1);
    assertThatThrownBy(() -> ask(service, SHORT_MILLIS))
        .hasMessageContaining("longer than 2000 ms");
    elsewhere.asked();
  }

  @Test
  void oneThatWantsToBeLeftAloneIsSoForAsLong() {
    RemoteService service = service("limit");
    assertThatThrownBy(() -> ask(service, LONG_MILLIS)).hasMessageContaining("429");
    pass(1);
    assertThatThrownBy(() -> ask(service, LONG_MILLIS)).hasMessageContaining("is left alone");
    pass(1);
    assertThatThrownBy(() -> ask(service, LONG_MILLIS)).hasMessageContaining("429");
  }

  @Test
  void oneThatFailsAtOnceIsAskedAgain() {
    RemoteService service = service("fail");
    assertThatThrownBy(() -> ask(service, LONG_MILLIS)).hasMessageContaining("500");
    assertThatThrownBy(() -> ask(service, LONG_MILLIS)).hasMessageContaining("500");
  }
}
