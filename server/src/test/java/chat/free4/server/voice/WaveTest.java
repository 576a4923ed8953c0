package chat.free4.server.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sound files, whole and broken. */
final class WaveTest {
  private static final long SEED = 20261123;

  private final Tts.Sound tone = ResamplerTest.tone(440, 16_000, 0.1);

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Tts.Sound read = Wave.read(Wave.write(tone), 10);
    assertThat(read.rate()).isEqualTo(16_000);
    assertThat(read.samples()).isEqualTo(tone.samples());
  }

  @Test
  void otherChunksAreLeftOut() throws IOException {
    byte[] file = Wave.write(tone);
    byte[] more = new byte[file.length + 14];
    System.arraycopy(file, 0, more, 0, 36);
    System.arraycopy("LIST\5\0\0\0hello\0".getBytes(StandardCharsets.US_ASCII), 0, more, 36, 14);
    System.arraycopy(file, 36, more, 50, file.length - 36);
    assertThat(Wave.read(more, 10).samples()).isEqualTo(tone.samples());
  }

  @Test
  void ofTwoChannelsTheMeanIsTaken() throws IOException {
    byte[] file = Wave.write(new Tts.Sound(new short[] {100, 300, -5, -15}, 8_000));
    file[22] = 2;
    assertThat(Wave.read(file, 10).samples()).containsExactly((short) 200, (short) -10);
  }

  @Test
  void noMoreIsReadThanMay() throws IOException {
    Tts.Sound long1 = ResamplerTest.tone(440, 8_000, 3);
    assertThat(Wave.read(Wave.write(long1), 2).samples()).hasSize(16_000);
  }

  @Test
  void whatIsNoSuchFileIsRefused() {
    byte[] file = Wave.write(tone);
    for (int at : new int[] {0, 8, 20, 22, 24, 34}) {
      byte[] wrong = file.clone();
      wrong[at] = 77;
      wrong[at + 1] = 1;
      assertThatThrownBy(() -> Wave.read(wrong, 10)).as("%s", at).isInstanceOf(IOException.class);
    }
  }

  @Test
  void brokenFilesNeverThrowAnythingElse() {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] file = Wave.write(tone);
    for (int i = 0; i < 20_000; i++) {
      byte[] broken = Arrays.copyOf(file, random.nextInt(file.length));
      for (int j = 0; j < 3 && broken.length > 0; j++) {
        broken[random.nextInt(Math.min(broken.length, 60))] = (byte) random.nextInt();
      }
      try {
        assertThat(Wave.read(broken, 10).samples().length).isLessThanOrEqualTo(broken.length);
      } catch (IOException e) {
        assertThat(e).as("seed %s", SEED).hasMessageContaining("sound");
      }
    }
  }
}
