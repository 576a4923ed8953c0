package chat.free4.server.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.room.SpeechDesk;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in voice, and programs in its place that misbehave. */
final class EspeakTest {
  private static final long LIMIT_MILLIS = 60_000;

  private final Espeak espeak = new Espeak(LIMIT_MILLIS);

  private static Espeak script(Path directory, long limitMillis, String... lines)
      throws IOException {
    Path script = directory.resolve("espeak-ng");
    Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Espeak(script.toString(), limitMillis);
  }

  private static double seconds(Tts.Sound sound) {
    return (double) sound.samples().length / sound.rate();
  }

  @Test
  void speaksTheLanguagesOfTheRobots() throws IOException, InterruptedException {
    assertThat(espeak.isThere()).as("./test installs it").isTrue();
    assertThat(seconds(espeak.speak("Hello, and welcome.", "en"))).isBetween(0.5, 5.0);
    assertThat(seconds(espeak.speak("Hola, ¿qué tal?", "es"))).isBetween(0.5, 5.0);
    assertThat(seconds(espeak.speak("你好，请坐。", "zh"))).isBetween(0.5, 5.0);
  }

  @Test
  void itsVoicesAreDifferentOnes() throws IOException, InterruptedException {
    Set<Integer> different = new HashSet<>();
    for (int voice = 0; voice < SpeechDesk.VOICES; voice++) {
      Tts.Sound sound = espeak.speak("Hello, and welcome.", "en", voice);
      assertThat(seconds(sound)).isBetween(0.5, 5.0);
      different.add(Arrays.hashCode(sound.samples()));
    }
    assertThat(different).hasSize(SpeechDesk.VOICES);
    assertThat(seconds(espeak.speak("Hola, ¿qué tal?", "es", 5))).isBetween(0.5, 5.0);
  }

  @Test
  void inALanguageThatItDoesNotHaveItSpeaksEnglish() throws IOException, InterruptedException {
    Tts.Sound english = espeak.speak("Hello.", "en");
    assertThat(espeak.speak("Hello.", "qqq-Zzzz").samples()).isEqualTo(english.samples());
  }

  @Test
  void nothingInATextIsACommandOrAnOption() throws IOException, InterruptedException {
    Path trace = Path.of(System.getProperty("java.io.tmpdir"), "free4chat-espeak-trace");
    String hostile = "--version; touch " + trace + " $(touch " + trace + ") `touch " + trace + "`";
    assertThat(seconds(espeak.speak(hostile, "en"))).isPositive();
    assertThat(seconds(espeak.speak("<speak><break time='600s'/>a</speak>", "en"))).isLessThan(30);
    assertThat(trace).doesNotExist();
  }

  @Test
  void aLongTextIsCut() throws IOException, InterruptedException {
    Tts.Sound sound = espeak.speak("one two three ".repeat(7_000), "en");
    assertThat(seconds(sound)).isLessThanOrEqualTo(Espeak.MAX_SECONDS);
  }

  @Test
  void aProcessThatHangsIsEnded(@TempDir Path directory) throws IOException {
    Espeak hangs = script(directory, 300, "exec sleep 600");
    assertThatThrownBy(() -> hangs.speak("a", "en"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("300 ms");
  }

  @Test
  void aProcessThatDiesSaysNothing(@TempDir Path directory) throws IOException {
    Espeak dies = script(directory, LIMIT_MILLIS, "exit 3");
    assertThatThrownBy(() -> dies.speak("a", "en")).isInstanceOf(IOException.class);
  }

  @Test
  void soundThatNeverEndsIsCut(@TempDir Path directory) throws IOException, InterruptedException {
    Espeak endless =
        script(
            directory,
            LIMIT_MILLIS,
            "printf 'RIFF----WAVEfmt ----------------------------'",
            "exec cat /dev/zero");
    assertThatThrownBy(() -> endless.speak("a", "en"))
        .as("its form is nonsense")
        .hasMessageContaining("PCM");
    Path example = directory.resolve("example.wav");
    try (var one = new FileOutputStream(example.toFile())) {
      Process process = new ProcessBuilder("espeak-ng", "--stdout", "a").start();
      one.write(process.getInputStream().readNBytes(44));
      process.destroyForcibly();
    }
    Espeak zeros = script(directory, LIMIT_MILLIS, "cat " + example, "exec cat /dev/zero");
    assertThat(seconds(zeros.speak("a", "en"))).isEqualTo(Espeak.MAX_SECONDS);
  }
}
