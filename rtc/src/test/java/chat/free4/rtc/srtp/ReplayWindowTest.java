package chat.free4.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
  private final ReplayWindow window = new ReplayWindow();

  @Test
  void takesEachIndexOnce() {
    assertThat(window.check(5)).isNull();
    window.accept(5);
    assertThat(window.check(5)).isEqualTo(SrtpDrop.REPLAYED);
    assertThat(window.check(4)).isNull();
    window.accept(4);
    assertThat(window.check(4)).isEqualTo(SrtpDrop.REPLAYED);
    assertThat(window.highest()).isEqualTo(5);
  }

  @Test
  void refusesWhatIsBehindTheWindow() {
    window.accept(1000);
    assertThat(window.check(1000 - ReplayWindow.SIZE)).isEqualTo(SrtpDrop.TOO_OLD);
    assertThat(window.check(1000 - ReplayWindow.SIZE + 1)).isNull();
  }

  @Test
  void aLeapOverTheWholeWindowForgetsWhatWasSeen() {
    window.accept(3);
    window.accept(3 + 2L * ReplayWindow.SIZE);
    assertThat(window.check(3 + (long) ReplayWindow.SIZE + 1)).isNull();
    assertThat(window.check(3 + 2L * ReplayWindow.SIZE)).isEqualTo(SrtpDrop.REPLAYED);
  }

  @Test
  void agreesWithASetOfAllThatWasSeen() {
    long seed = 20_261_122;
    Random random = new Random(seed);
    Set<Long> seen = new HashSet<>();
    long highest = -1;
    for (int i = 0; i < 50_000; i++) {
      int reach = random.nextInt(50) == 0 ? 3 * ReplayWindow.SIZE : 20;
      long index = Math.max(0, highest + random.nextInt(reach) - reach / 2);
      SrtpDrop expected = null;
      if (index <= highest - ReplayWindow.SIZE) {
        expected = SrtpDrop.TOO_OLD;
      } else if (seen.contains(index)) {
        expected = SrtpDrop.REPLAYED;
      }
      assertThat(window.check(index)).as("seed %d, step %d", seed, i).isEqualTo(expected);
      if (expected == null) {
        window.accept(index);
        seen.add(index);
        highest = Math.max(highest, index);
      }
    }
  }
}
