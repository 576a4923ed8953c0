package chat.free4.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./test --fallback} rests on. */
final class MediaEnvironmentTest {
  @Test
  void byWhatVoiceGoesIsPassedOnAndNothingElse() {
    Map<String, String> fallback = Map.of("FREE4CHAT_IO", "nio", "FREE4CHAT_SRTP", "jce");
    assertThat(MediaEnvironment.of(fallback)).isEqualTo(fallback);
    assertThat(MediaEnvironment.of(Map.of("FREE4CHAT_HTTP_PORT", "1", "PATH", "/bin"))).isEmpty();
  }

  @Test
  void aServerThatGetsItWorksWithoutNativeLibraries(@TempDir Path directory) {
    Map<String, String> fallback = Map.of("FREE4CHAT_IO", "nio", "FREE4CHAT_SRTP", "jce");
    try (ServerProcess process = ServerProcess.start(TestServer.arguments(directory), fallback)) {
      process.awaitLine("On this machine:");
      process.terminate();
      assertThat(process.errors().lines().filter(line -> line.contains("voice: ")))
          .singleElement()
          .asString()
          .contains("nio", "AEAD_AES_128_GCM by jce", "AES128_CM_HMAC_SHA1_80 by jce");
    }
  }
}
