package chat.free4.room.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Beside the vectors: what holds for every text. */
class RoomNameTest {
  private static final int[] ALPHABET = {
    'a', 'Z', ' ', '\t', 0x0085, 0x00A0, 0x00DF, 0x0130, 0x0301, 0x0323, 0x03A3, 0x03C2, 0x061C,
    0x1E9E, 0x1112, 0x1161, 0x11AB, 0x200B, 0x200D, 0x202E, 0x2028, 0x212B, 0x3000, 0xD83D, 0xDC68,
    0xFE0F, 0xFEFF, 0x10400, 0x1F468, 0x1F3FF, 0x1F1E9, 0x1F1EA, 0xE0001, 0xFFFE
  };

  @Test
  void aCanonicalNameIsItsOwnCanonicalNameAndWithinTheRules() {
    long seed = 7;
    Random random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = random.nextInt(12); left > 0; left--) {
        text.appendCodePoint(ALPHABET[random.nextInt(ALPHABET.length)]);
      }
      String canonical = RoomName.canonical(text.toString());
      if (canonical != null) {
        accepted++;
        assertThat(RoomName.canonical(canonical))
            .as("seed %d, case %d", seed, i)
            .isEqualTo(canonical);
        assertThat(canonical.getBytes(StandardCharsets.UTF_8).length).isBetween(1, 200);
        assertThat(canonical).doesNotContain("  ", "\t", "\u202E", "\u061C");
      }
    }
    assertThat(accepted).isGreaterThan(500);
  }

  @Test
  void aHugeTextIsRefusedUnread() {
    assertThat(RoomName.canonical("x".repeat(10_000_000))).isNull();
  }

  @Test
  void countsCharactersNoFurtherThanAsked() {
    assertThat(VisibleText.characters("x".repeat(1_000_000), 41)).isEqualTo(41);
  }
}
