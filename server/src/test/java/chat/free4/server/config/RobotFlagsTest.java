package chat.free4.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What robots are helped by, as an operator writes it. */
final class RobotFlagsTest {
  private static final String KEY = "sk-0123456789";

  @TempDir private Path directory;

  private static RobotConfig read(String... arguments) {
    Invocation invocation = ConfigReader.read(List.of(arguments), Map.of(), "1.2.3");
    return ((Invocation.Serve) invocation).config().robots();
  }

  private static void assertRefused(String message, String... arguments) {
    assertThatThrownBy(() -> read(arguments))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message)
        .hasMessageNotContaining(KEY);
  }

  private Path key(String text) throws IOException {
    return Files.writeString(directory.resolve("key"), text);
  }

  @Test
  void withoutThemNothingIsElsewhere() {
    RobotConfig robots = read();
    assertThat(robots.mind()).isEmpty();
    assertThat(robots.speech()).isEmpty();
    assertThat(robots.azure()).isEmpty();
  }

  @Test
  void aMindHasAnAddressAModelAndPerhapsAKey() throws IOException {
    RobotConfig.Service local =
        read("--mind-url", "http://localhost:11434/v1/").mind().orElseThrow();
    assertThat(local.url()).isEqualTo(URI.create("http://localhost:11434/v1"));
    assertThat(local.key()).isEmpty();
    RobotConfig robots =
        read(
            "--mind-url=https://example.org/v1",
            "--mind-key-file=" + key(KEY + "\n"),
            "--mind-model=llama3.2:3b");
    RobotConfig.Service mind = robots.mind().orElseThrow();
    assertThat(mind.model()).isEqualTo("llama3.2:3b");
    assertThat(mind.key().orElseThrow().reveal()).isEqualTo(KEY);
    assertThat(robots.toString()).as("whoever prints it").doesNotContain(KEY);
  }

  @Test
  void earsHaveAnAddressAModelAndABudget() throws IOException {
    assertThat(read().ears()).isEmpty();
    RobotConfig robots =
        read(
            "--ears-url=http://localhost:8000/v1",
            "--ears-key-file=" + key(KEY),
            "--ears-model=Systran/faster-whisper-small",
            "--ears-budget=600");
    RobotConfig.Service ears = robots.ears().orElseThrow();
    assertThat(ears.url()).isEqualTo(URI.create("http://localhost:8000/v1"));
    assertThat(ears.model()).isEqualTo("Systran/faster-whisper-small");
    assertThat(robots.earsBudget()).isEqualTo(600);
    assertThat(robots.toString()).as("whoever prints it").doesNotContain(KEY);
    assertRefused("--ears-budget: want --ears-url beside it", "--ears-budget=600");
  }

  @Test
  void azureIsARegionOrAnAddress() throws IOException {
    String file = "--azure-speech-key-file=" + key(KEY);
    assertThat(read("--azure-speech=westeurope", file).azure().orElseThrow().url())
        .isEqualTo(URI.create("https://westeurope.tts.speech.microsoft.com/cognitiveservices/v1"));
    RobotConfig.Azure own =
        read("--azure-speech=https://a.example/v1", file, "--azure-speech-voices=de-DE-KatjaNeural")
            .azure()
            .orElseThrow();
    assertThat(own.url()).isEqualTo(URI.create("https://a.example/v1"));
    assertThat(own.voices()).containsExactly("de-DE-KatjaNeural");
  }

  @Test
  void whatCannotBeIsOneLine() throws IOException {
    String form =
        ": want http://host/... or https://host/..., without a name, a key or a question mark";
    for (String url :
        List.of(
            "ftp://a/v1",
            "a",
            "http:///v1",
            "https://me:secret@a/v1",
            "http://a/?key=1",
            "http://a b")) {
      assertRefused("--mind-url " + url + form, "--mind-url", url);
    }
    assertRefused("--mind-model: want --mind-url beside it", "--mind-model=x");
    assertRefused("--speech-voice: want --speech-url beside it", "--speech-voice=x");
    assertRefused(
        "--mind-model a b: want a name as its service has it",
        "--mind-url=http://a/v1",
        "--mind-model=a b");
    assertRefused(
        "--azure-speech: want --azure-speech-key-file beside it", "--azure-speech=westeurope");
    assertRefused(
        "--azure-speech: want either this or --speech-url",
        "--azure-speech=westeurope",
        "--azure-speech-key-file=" + key(KEY),
        "--speech-url=http://a/v1");
    assertRefused(
        "--azure-speech-voices x'/>: want 1 to 64 voices such as en-US-JennyNeural, joined by commas",
        "--azure-speech=westeurope",
        "--azure-speech-key-file=" + key(KEY),
        "--azure-speech-voices=x'/>");
  }

  @Test
  void aKeyFileHoldsAKeyAlone() throws IOException {
    String want = ": want the key alone in it: 8 to 4096 visible ASCII characters";
    for (String text :
        List.of("", "short", KEY + "\n" + KEY, "k\u00e9y-0123456", "x".repeat(9000))) {
      Path file = key(text);
      assertRefused(
          "--mind-key-file " + file + want, "--mind-url=http://a/v1", "--mind-key-file=" + file);
    }
    Path none = directory.resolve("none");
    assertRefused(
        "--mind-key-file " + none + ": no such file",
        "--mind-url=http://a/v1",
        "--mind-key-file=" + none);
  }
}
