package chat.free4.server.robot;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.log.SignedEntry;
import chat.free4.room.robot.GameMove;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers write into games, read for robots. */
final class GameEntryTest {
  private static final String GAME = "game0000001";
  private static final String KEY = Bytes.of(new byte[32]).toBase64Url();
  private static final String SALT = Bytes.of(new byte[16]).toBase64Url();
  private static final String ANN = "a".repeat(22);

  /** Where the last byte of the sequence stands. */
  private static final int SEQUENCE_END = 1 + 32 + 32 + 64 + 7;

  private static final Bytes SEALING = Bytes.of(new byte[32]);

  private static @Nullable GameMove read(String body) {
    byte[] bytes = Bytes.utf8(body).toArray();
    byte[] entry = new byte[SignedEntry.HEAD_BYTES + bytes.length];
    entry[0] = 1;
    entry[SEQUENCE_END] = 1;
    System.arraycopy(bytes, 0, entry, SignedEntry.HEAD_BYTES, bytes.length);
    return GameEntry.read(Bytes.of(entry));
  }

  private static @Nullable GameMove message(String rest) {
    return read("{\"g\":\"" + GAME + "\"," + rest + "}");
  }

  private static @Nullable GameMove deed(String rest) {
    return message("\"m\":\"do\",\"deed\":{" + rest + "}");
  }

  @Test
  void readsWhatIsWritten() {
    String seat = "\"nickname\":\"Ann\",\"key\":\"" + KEY + "\"";
    String settings =
        "\"settings\":{\"language\":\"en\",\"theme\":\"food\",\"rounds\":2,\"seconds\":80}";
    assertThat(message("\"m\":\"open\",\"game\":\"draw-and-guess\"," + seat + "," + settings))
        .isEqualTo(new GameMove.Open(GAME, "draw-and-guess", "Ann", SEALING, "en", "food", 2, 80));
    assertThat(message("\"m\":\"join\"," + seat))
        .isEqualTo(new GameMove.Join(GAME, "Ann", SEALING));
    assertThat(message("\"m\":\"start\"")).isEqualTo(new GameMove.Start(GAME));
    assertThat(message("\"m\":\"gone\",\"players\":[\"" + ANN + "\"]"))
        .isEqualTo(new GameMove.Gone(GAME, List.of(ANN)));
    assertThat(message("\"m\":\"time\",\"step\":3")).isEqualTo(new GameMove.Time(GAME, 3));
    assertThat(deed("\"d\":\"word\",\"lengths\":[5,4],\"bond\":\"" + KEY + "\""))
        .isEqualTo(new GameMove.Word(GAME, Bytes.of(new byte[32]), List.of(5, 4)));
    String right = "{\"by\":\"" + ANN + "\",\"n\":1,\"verdict\":\"right\"}";
    assertThat(deed("\"d\":\"draw\",\"ink\":\"AQ\",\"verdicts\":[" + right + "]"))
        .isEqualTo(new GameMove.Draw(GAME, true, List.of(new GameMove.Verdict(ANN, 1, true, ""))));
    String wrong = "{\"by\":\"" + ANN + "\",\"n\":2,\"verdict\":\"wrong\",\"text\":\"a fox\"}";
    assertThat(deed("\"d\":\"draw\",\"verdicts\":[" + wrong + "]"))
        .isEqualTo(
            new GameMove.Draw(GAME, false, List.of(new GameMove.Verdict(ANN, 2, false, "a fox"))));
    assertThat(deed("\"d\":\"draw\",\"verdicts\":[" + wrong.replace("wrong", "close") + "]"))
        .as("what is close is nobody's to read")
        .isEqualTo(
            new GameMove.Draw(GAME, false, List.of(new GameMove.Verdict(ANN, 2, false, ""))));
    assertThat(deed("\"d\":\"show\",\"word\":\"soup\",\"salt\":\"" + SALT + "\""))
        .isEqualTo(new GameMove.Show(GAME, "soup", Bytes.of(new byte[16])));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"m\":\"join\"",
        "\"m\":\"join\",\"nickname\":\"a\\u0007\",\"key\":\"AA\"",
        "\"m\":\"open\",\"settings\":{}",
        "\"m\":\"gone\",\"players\":\"all\"",
        "\"m\":\"gone\",\"players\":[7]",
        "\"m\":\"time\",\"step\":-1",
        "\"m\":\"time\",\"step\":1e400",
        "\"m\":\"doubt\"",
        "\"m\":\"whole\",\"state\":{}",
        "\"m\":\"do\",\"deed\":[[[[[[[[[[[[]]]]]]]]]]]]",
        "\"m\":\"do\",\"deed\":{\"d\":\"word\",\"bond\":\"AA\",\"lengths\":[1]}",
        "\"m\":\"do\",\"deed\":{\"d\":\"show\",\"word\":\"\",\"salt\":\"AA\"}",
        "\"m\":7"
      })
  void whatIsMalformedIsNothing(String rest) {
    assertThat(message(rest)).isNull();
  }

  @Test
  void noBytesMakeItThrow() {
    SplittableRandom random = new SplittableRandom(20261123);
    String whole =
        "{\"m\":\"do\",\"g\":\"" + GAME + "\",\"deed\":{\"d\":\"draw\",\"verdicts\":[{\"by\":1}]}}";
    for (int i = 0; i < 2_000; i++) {
      StringBuilder body = new StringBuilder(whole);
      body.setCharAt(random.nextInt(body.length()), (char) random.nextInt(128));
      read(body.toString());
    }
    assertThat(read("")).isNull();
    assertThat(read(whole)).isInstanceOf(GameMove.Draw.class);
  }
}
