package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FramesTest {
  @Test
  void aShortFrameIsOnePart() {
    assertThat(Frames.split("short")).containsExactly("short");
    assertThat(Frames.split("")).containsExactly("");
    assertThat(new Frames(10).add("short", true)).isEqualTo("short");
  }

  @Test
  void aLongFrameIsPutTogetherAndNoCharacterIsTornApart() {
    String frame = "x" + "😀".repeat(Frames.PART_LENGTH);
    List<String> parts = Frames.split(frame);
    assertThat(parts).hasSize(3).allMatch(part -> part.length() <= Frames.PART_LENGTH);
    assertThat(parts).noneMatch(part -> Character.isHighSurrogate(part.charAt(part.length() - 1)));
    Frames frames = new Frames(frame.length());
    assertThat(frames.add(parts.get(0), false)).isNull();
    assertThat(frames.add(parts.get(1), false)).isNull();
    assertThat(frames.add(parts.get(2), true)).isEqualTo(frame);
    assertThat(frames.add("next", true)).isEqualTo("next");
  }

  @Test
  void partsOfMoreThanAFrameMayHaveAreSeen() {
    Frames frames = new Frames(10);
    assertThat(frames.add("12345678", false)).isNull();
    assertThat(frames.wouldOverflow("90")).isFalse();
    assertThat(frames.wouldOverflow("901")).isTrue();
  }
}
