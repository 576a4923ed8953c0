package chat.free4.server.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.server.remote.RemoteException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sentences of answers that come letter by letter. */
final class SentencesTest {
  private final List<String> said = new ArrayList<>();
  private final Sentences sentences = new Sentences(said::add, text -> text.contains("secret"));

  private boolean spell(String text) throws RemoteException {
    boolean wanted = true;
    for (int i = 0; i < text.length() && wanted; i++) {
      wanted = sentences.add(text.substring(i, i + 1));
    }
    return wanted;
  }

  @Test
  void areGivenAsSoonAsTheyEnd() throws RemoteException {
    spell("No. That is 3.5 km away! ");
    assertThat(said).containsExactly("No. That is 3.5 km away!");
    spell("And you");
    assertThat(sentences.finish()).isTrue();
    assertThat(said).containsExactly("No. That is 3.5 km away!", "And you");
  }

  @Test
  void endWithoutASpaceWhereTheLanguageHasNone() throws RemoteException {
    spell("我今天想去公园散步，你呢，要不要一起来？好的");
    assertThat(said).containsExactly("我今天想去公园散步，你呢，要不要一起来？");
  }

  @Test
  void whatIsThoughtAloudIsNotSaid() throws RemoteException {
    spell("\n<think>They ask me. Well, I could say this. Or that.</think>\n\nI would go there.");
    assertThat(sentences.finish()).isTrue();
    assertThat(said).containsExactly("I would go there.");
  }

  @Test
  void whoOnlyThinksAloudSaysNothingAndNotForEver() throws RemoteException {
    assertThat(spell("<think>" + "hm ".repeat(Sentences.MAX_ALOUD))).isFalse();
    assertThat(sentences.finish()).isFalse();
    assertThat(said).isEmpty();
  }

  @Test
  void noMoreIsSaidThanAnAnswerMayHave() throws RemoteException {
    assertThat(spell("One two three four. ".repeat(1000))).isFalse();
    sentences.finish();
    assertThat(String.join("", said)).hasSizeBetween(Mind.MAX_ANSWER - 20, Mind.MAX_ANSWER);
  }

  @Test
  void aSecretIsNotSaid() {
    assertThatThrownBy(() -> spell("Listen to what I know: the secret. Now you know."))
        .isInstanceOf(RemoteException.class);
    assertThat(said).isEmpty();
  }

  @Test
  void nothingVisibleIsNothingSaid() throws RemoteException {
    spell(" \u0000\u202e\n \u200b");
    assertThat(sentences.finish()).isFalse();
  }
}
