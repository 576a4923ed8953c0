package chat.free4.room.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
  @Test
  void everyByteStringHasOneSpellingAndComesBack() {
    Random random = new Random(1);
    for (int length = 0; length < 200; length++) {
      byte[] raw = new byte[length];
      random.nextBytes(raw);
      Bytes bytes = Bytes.of(raw);
      assertThat(Bytes.ofBase64Url(bytes.toBase64Url())).isEqualTo(bytes);
      assertThat(bytes.toArray()).isEqualTo(raw);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AA==", "A", "AB", "AAB", "+/AA", "A A", "AA\n", "\u00e4\u00e4\u00e4\u00e4"})
  void anyOtherSpellingIsRefused(String text) {
    assertThat(Bytes.ofBase64Url(text)).isNull();
  }

  @Test
  void arraysGoInAndOutAsCopies() {
    byte[] raw = {1, 2, 3};
    Bytes bytes = Bytes.of(raw);
    raw[0] = 9;
    bytes.toArray()[1] = 9;
    assertThat(bytes).isEqualTo(Bytes.of(new byte[] {1, 2, 3}));
  }

  @Test
  void contentNeverShowsInALog() {
    assertThat(Bytes.utf8("Ada")).hasToString("Bytes[3]");
  }

  @Test
  void sliceOutsideIsABug() {
    assertThatThrownBy(() -> Bytes.EMPTY.slice(0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(Bytes.utf8("abc").slice(1, 2)).isEqualTo(Bytes.utf8("b"));
  }
}
