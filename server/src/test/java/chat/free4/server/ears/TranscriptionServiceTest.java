package chat.free4.server.ears;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.server.config.RobotConfig;
import chat.free4.server.config.Secret;
import chat.free4.server.remote.RemoteException;
import chat.free4.server.support.StandIn;
import chat.free4.server.support.StandInProcess;
import chat.free4.server.voice.Tts;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ears of a service in a process of its own that behaves and misbehaves. */
@Timeout(120)
final class TranscriptionServiceTest {
  private static final long LONG_MILLIS = 60_000;
  private static final Tts.Sound SOUND = new Tts.Sound(new short[24_000], 16_000);

  private static StandInProcess service;

  @BeforeAll
  static void start() {
    service = StandInProcess.start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Stt ears(String mode, long limitMillis) {
    return new TranscriptionService(
        new RobotConfig.Service(
            "ears-url",
            service.uri(mode, "/v1"),
            Optional.of(new Secret(StandIn.KEY)),
            "whisper-1"),
        limitMillis);
  }

  @Test
  void soundBecomesWords() throws IOException, InterruptedException {
    service.forget();
    assertThat(ears("ok", LONG_MILLIS).hear(SOUND, "es-MX")).isEqualTo("I heard 1500 ms.");
    JsonNode asked = service.asked();
    assertThat(asked.path("path").asText()).isEqualTo("/ok/v1/audio/transcriptions");
    assertThat(asked.path("body").asText())
        .contains("name=\"model\"\r\n\r\nwhisper-1\r\n", "name=\"language\"\r\n\r\nes\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "fail, it answered 500",
    "refuse, it answered 401",
    "limit, it answered 429",
    "away, it answered 302",
    "cut, it broke off",
    "long, it broke off",
    "short, not what was agreed on",
    "garbage, not what was agreed on",
    "tell, gave its key away"
  })
  void whatGoesWrongIsSaidWithoutTheKey(String mode, String why) {
    assertThatThrownBy(() -> ears(mode, LONG_MILLIS).hear(SOUND, "en"))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining(StandIn.KEY)
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource({"slow", "stall", "silent"})
  void noWordsAreWaitedForLongerThanTheLimit(String mode) {
    assertThatThrownBy(() -> ears(mode, 300).hear(SOUND, "en"))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("longer than 300 ms");
  }

  @Test
  void anAnswerThatNeverEndsIsCut() throws IOException, InterruptedException {
    assertThat(ears("endless", LONG_MILLIS).hear(SOUND, "en")).isEqualTo("I heard 1500 ms.");
  }
}
