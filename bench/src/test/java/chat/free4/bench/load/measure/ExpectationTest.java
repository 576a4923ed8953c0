package chat.free4.bench.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpectationTest {
  private static final List<Long> PUBLISHERS = List.of(1L, 2L, 3L, 4L);

  @Test
  void whoListensHearsAllWhoSpeak() {
    Expectation expected = Expectation.of(PUBLISHERS, 9, 24);
    assertThat(expected.isAll()).isTrue();
    assertThat(expected.judge(Set.of(1L, 2L, 3L, 4L)).isRight()).isTrue();
    assertThat(expected.judge(Set.of(1L, 2L, 4L)).isRight()).isFalse();
    assertThat(expected.judge(Set.of(1L, 2L, 4L)).complaint()).isEqualTo("did not hear [3]");
  }

  @Test
  void nobodyHearsThemselves() {
    Expectation expected = Expectation.of(PUBLISHERS, 3, 24);
    assertThat(expected.voices()).isEqualTo(3);
    assertThat(expected.judge(Set.of(1L, 2L, 4L)).isRight()).isTrue();
    Expectation.Verdict verdict = expected.judge(Set.of(1L, 2L, 3L, 4L));
    assertThat(verdict.isRight()).isFalse();
    assertThat(verdict.complaint()).isEqualTo("heard [3], who should not be there");
  }

  @Test
  void withFewerSlotsAnyOfThemWillDoButNotFewer() {
    Expectation expected = Expectation.of(PUBLISHERS, 9, 2);
    assertThat(expected.isAll()).isFalse();
    assertThat(expected.judge(Set.of(1L, 4L)).isRight()).isTrue();
    assertThat(expected.judge(Set.of(1L, 2L, 3L)).isRight()).isTrue();
    assertThat(expected.judge(Set.of(1L)).complaint())
        .isEqualTo("heard 1 voices fewer than it has slots");
    assertThat(expected.judge(Set.of(1L, 7L)).isRight()).isFalse();
  }

  @Test
  void whereNobodySpeaksNobodyIsHeard() {
    Expectation expected = Expectation.of(List.of(), 1, 24);
    assertThat(expected.judge(Set.of()).isRight()).isTrue();
    assertThat(expected.judge(Set.of(5L)).isRight()).isFalse();
  }
}
