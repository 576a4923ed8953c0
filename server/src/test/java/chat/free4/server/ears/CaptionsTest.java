package chat.free4.server.ears;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Captions as pages read them (protocol/captions.md). */
final class CaptionsTest {
  private static String words(Bytes caption) {
    byte[] bytes = caption.toArray();
    assertThat(Arrays.copyOf(bytes, 2)).containsExactly(3, 1);
    return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_8);
  }

  @Test
  void isOneLine() {
    assertThat(words(Captions.write(" Hello\nthere "))).isEqualTo("Hello there");
  }

  @Test
  void ofWhatIsTooLongTheEndIsShown() {
    String text = "word ".repeat(100) + "end";
    String shown = words(Captions.write(text));
    assertThat(shown).startsWith("word ").endsWith(" end");
    assertThat(shown.length()).isBetween(190, Captions.MAX_LENGTH);
    String emoji = words(Captions.write("x" + "\ud83d\ude00".repeat(300)));
    assertThat(emoji).isEqualTo("\ud83d\ude00".repeat(Captions.MAX_LENGTH / 2));
    String odd = words(Captions.write("\ud83d\ude00".repeat(300) + "x"));
    assertThat(odd).isEqualTo("\ud83d\ude00".repeat(Captions.MAX_LENGTH / 2 - 1) + "x");
  }
}
