package chat.free4.server.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.server.config.RobotConfig;
import chat.free4.server.config.Secret;
import chat.free4.server.remote.RemoteException;
import chat.free4.server.support.StandIn;
import chat.free4.server.support.StandInProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Voices of services elsewhere, in a process of its own that behaves and misbehaves. */
@Timeout(120)
final class RemoteVoicesTest {
  private static final long LONG_MILLIS = 60_000;
  private static final String HOSTILE =
      "</voice><break time=\"600s\"/> & <audio src='x'/> $(id) \u0000\u202e \ud800";

  private static StandInProcess service;

  @BeforeAll
  static void start() {
    service = StandInProcess.start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Tts openAi(String mode, long limitMillis) {
    RobotConfig.Service named =
        new RobotConfig.Service(
            "speech-url", service.uri(mode, "/v1"), Optional.of(new Secret(StandIn.KEY)), "tts-1");
    return new SpeechService(new RobotConfig.Speech(named, "alloy"), limitMillis);
  }

  private static Tts azure(String mode, long limitMillis) {
    return new AzureSpeech(
        new RobotConfig.Azure(
            service.uri(mode, "/cognitiveservices/v1"),
            new Secret(StandIn.KEY),
            List.of("en-US-JennyNeural", "es-ES-ElviraNeural", "zh-CN-XiaoxiaoNeural")),
        limitMillis);
  }

  private static Tts voice(String kind, String mode, long limitMillis) {
    return kind.equals("azure") ? azure(mode, limitMillis) : openAi(mode, limitMillis);
  }

  @Test
  void openAisIsAskedAsItsDocumentationHasIt() throws IOException, InterruptedException {
    service.forget();
    Tts.Sound sound = openAi("ok", LONG_MILLIS).speak(HOSTILE, "en");
    assertThat(sound.rate()).isEqualTo(24_000);
    assertThat(sound.samples()).as("its header is a stream's").hasSize(24_000);
    JsonNode asked = service.asked();
    assertThat(asked.path("path").asText()).isEqualTo("/ok/v1/audio/speech");
    JsonNode body = new JsonMapper().readTree(asked.path("body").asText());
    assertThat(body.path("input").asText()).startsWith("</voice><break");
  }

  @Test
  void azuresIsAskedAsItsDocumentationHasIt() throws IOException, InterruptedException {
    service.forget();
    Tts.Sound sound = azure("ok", LONG_MILLIS).speak(HOSTILE, "en");
    assertThat(sound.rate()).isEqualTo(48_000);
    assertThat(sound.samples()).hasSize(48_000);
    JsonNode asked = service.asked();
    assertThat(asked.path("headers").path("ocp-apim-subscription-key").asText())
        .isEqualTo(StandIn.KEY);
    assertThat(asked.path("body").asText())
        .contains("name=\"en-US-JennyNeural\">&lt;/voice&gt;&lt;break time=&quot;600s&quot;");
  }

  @ParameterizedTest
  @CsvSource({
    "es, es-ES-ElviraNeural",
    "es-MX, es-ES-ElviraNeural",
    "zh, zh-CN-XiaoxiaoNeural",
    "tlh, en-US-JennyNeural"
  })
  void azuresVoiceIsOfTheLanguage(String language, String voice)
      throws IOException, InterruptedException {
    service.forget();
    azure("ok", LONG_MILLIS).speak("a", language);
    assertThat(service.asked().path("body").asText()).contains("name=\"" + voice + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "fail, it answered 500",
    "refuse, it answered 401",
    "limit, it answered 429",
    "away, it answered 302",
    "cut, it broke off",
    "long, it broke off",
    "garbage, no sound in WAVE"
  })
  void whatGoesWrongIsSaidWithoutTheKey(String mode, String why) {
    for (String kind : List.of("azure", "openai")) {
      assertThatThrownBy(() -> voice(kind, mode, LONG_MILLIS).speak("a", "en"))
          .as(kind)
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining(why)
          .hasMessageNotContaining(StandIn.KEY)
          .hasNoCause();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"slow", "stall", "silent"})
  void noSoundIsWaitedForLongerThanTheLimit(String mode) {
    for (String kind : List.of("azure", "openai")) {
      assertThatThrownBy(() -> voice(kind, mode, 300).speak("a", "en"))
          .as(kind)
          .isInstanceOf(RemoteException.class)
          .hasMessageContaining("longer than 300 ms");
    }
  }

  @Test
  void soundThatNeverEndsIsCut() throws IOException, InterruptedException {
    Tts.Sound sound = openAi("endless", LONG_MILLIS).speak("a", "en");
    assertThat(sound.samples()).hasSize(sound.rate() * Espeak.MAX_SECONDS);
  }

  @Test
  void aHeaderThatPromisesLessIsBelieved() throws IOException, InterruptedException {
    assertThat(azure("short", LONG_MILLIS).speak("a", "en").samples()).hasSize(24_000 - 11);
  }

  @Test
  void whereItFailsTheVoiceOfTheHouseSpeaks() throws IOException, InterruptedException {
    Tts house =
        new Tts() {
          @Override
          public Sound speak(String text, String language) {
            return ResamplerTest.tone(220, 8_000, 1);
          }

          @Override
          public Sound speak(String text, String language, int voice) {
            return speak(text, language);
          }

          @Override
          public boolean isThere() {
            return true;
          }
        };
    Tts voice = new FallbackTts(openAi("fail", LONG_MILLIS), house);
    assertThat(voice.isThere()).isTrue();
    assertThat(voice.speak("a", "en").rate()).isEqualTo(8_000);
    assertThat(new FallbackTts(openAi("ok", LONG_MILLIS), house).speak("a", "en").rate())
        .isEqualTo(24_000);
    service.forget();
    assertThat(new FallbackTts(openAi("ok", LONG_MILLIS), house).speak("a", "en", 1).rate())
        .as("what people write stays here")
        .isEqualTo(8_000);
    assertThat(service.questions()).isZero();
    service.forget();
    Tts hung = new FallbackTts(openAi("silent", 2_000), house);
    assertThat(hung.speak("a", "en").rate()).isEqualTo(8_000);
    service.asked();
    assertThat(hung.speak("b", "en").rate()).isEqualTo(8_000);
    assertThat(service.questions()).as("nobody waits for it again").isZero();
    Tts nobody = new FallbackTts(openAi("fail", LONG_MILLIS), new Espeak("/nowhere", 100));
    assertThat(nobody.isThere()).isTrue();
    assertThat(nobody.readsForPeople()).isFalse();
    assertThatThrownBy(() -> nobody.speak("a", "en")).hasMessageContaining("500");
  }
}
