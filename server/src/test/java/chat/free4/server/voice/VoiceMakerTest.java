package chat.free4.server.voice;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.VoicePhrase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Phrases of sentences: kept, limited, and none where there is no voice. */
final class VoiceMakerTest {
  private static final long WAIT_SECONDS = 60;

  private final BlockingQueue<Spoken> made = new LinkedBlockingQueue<>();

  /** Says a tone of a second, whatever the text. */
  private static class Tone implements Tts {
    final AtomicInteger asked = new AtomicInteger();

    @Override
    public Sound speak(String text, String language) throws IOException, InterruptedException {
      asked.incrementAndGet();
      return ResamplerTest.tone(440, 22_050, 1);
    }

    @Override
    public boolean isThere() {
      return true;
    }
  }

  private Spoken part() throws InterruptedException {
    return Objects.requireNonNull(made.poll(WAIT_SECONDS, TimeUnit.SECONDS), "nothing came");
  }

  /** Parts of the next sentence, in order. */
  private List<VoicePhrase> next() throws InterruptedException {
    List<VoicePhrase> parts = new ArrayList<>();
    Spoken spoken = part();
    for (; !spoken.isLast(); spoken = part()) {
      parts.add(spoken.part());
    }
    parts.add(spoken.part());
    assertThat(parts.getFirst().isBeginning()).isTrue();
    assertThat(parts.subList(1, parts.size())).noneMatch(VoicePhrase::isBeginning);
    return parts;
  }

  @Test
  void aSentenceIsMadeOnceAndThenKnown() throws InterruptedException {
    Tone tone = new Tone();
    VoiceMaker maker = new VoiceMaker(tone, 2);
    maker.speak("hello", "en", made::add);
    VoicePhrase first = VoicePhrase.joined(next());
    assertThat(first.length()).isEqualTo(50);
    assertThat(maker.cachedBytes()).isEqualTo(first.bytes());
    maker.speak("hello", "en", made::add);
    VoicePhrase known = part().part();
    assertThat(frames(known))
        .as("at once")
        .usingElementComparator(Arrays::compare)
        .isEqualTo(frames(first));
    assertThat(tone.asked).hasValue(1);
    maker.speak("hello", "es", made::add);
    assertThat(next()).hasSizeGreaterThan(1);
    assertThat(tone.asked).hasValue(2);
  }

  private static List<byte[]> frames(VoicePhrase phrase) {
    return IntStream.range(0, phrase.length()).mapToObj(phrase::frame).toList();
  }

  private static final class LongTone extends Tone {
    @Override
    public Sound speak(String text, String language) {
      return ResamplerTest.tone(440, 22_050, 10);
    }
  }

  @Test
  void theFirstPartIsShortAndAllOfThemAreOneStream() throws Exception {
    VoiceMaker maker = new VoiceMaker(new LongTone(), 1);
    maker.speak("a long one", "en", made::add);
    List<VoicePhrase> parts = next();
    assertThat(parts).extracting(VoicePhrase::length).containsExactly(25, 50, 100, 200, 125);
    Resampler all = new Resampler(ResamplerTest.tone(440, 22_050, 10));
    try (OpusFrames.Coder coder = OpusFrames.coder()) {
      VoicePhrase atOnce = OpusFrames.encode(all.read(0, all.length()), coder, true);
      assertThat(frames(VoicePhrase.joined(parts)))
          .usingElementComparator(Arrays::compare)
          .isEqualTo(frames(atOnce));
    }
  }

  @Test
  void whoSpeaksGivesWayToWhoHasSaidNothingYetButNotUntilItIsSilent() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    VoiceMaker maker =
        new VoiceMaker(
            new Tone() {
              @Override
              public Sound speak(String text, String language)
                  throws IOException, InterruptedException {
                if (text.equals("slow")) {
                  go.await();
                }
                return super.speak(text, language);
              }
            },
            2);
    maker.speak("slow", "en", _ -> {});
    maker.speak("quick", "en", made::add);
    assertThat(next()).as("while the slow one has said nothing").hasSize(2);
    go.countDown();
  }

  @Test
  void soundThatIsNoneIsNotSpoken() throws InterruptedException {
    BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
    VoiceMaker maker =
        new VoiceMaker(
            new Tone() {
              @Override
              public Sound speak(String text, String language, int voice) {
                return new Sound(new short[0], 16_000);
              }
            },
            1);
    maker.speakOnce("a", "en", 0, spoken -> told.add(spoken != null));
    assertThat(told.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  void noMoreAreMadeAtOnceThanMay() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    VoiceMaker maker =
        new VoiceMaker(
            new Tone() {
              @Override
              public Sound speak(String text, String language)
                  throws IOException, InterruptedException {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                go.await();
                atOnce.decrementAndGet();
                return super.speak(text, language);
              }
            },
            2);
    for (int i = 0; i < VoiceMaker.MAX_WAITING + 10; i++) {
      maker.speak("sentence " + i, "en", made::add);
    }
    go.countDown();
    for (int sentences = 0; sentences < VoiceMaker.MAX_WAITING; ) {
      sentences += part().isLast() ? 1 : 0; // two at once: their parts come as they are made
    }
    assertThat(made).as("what came beyond is not spoken").isEmpty();
    assertThat(most.get()).isLessThanOrEqualTo(2);
  }

  @Test
  void whatCannotBeMadeIsNotSpokenAndTheNextIs() throws InterruptedException {
    Tone tone =
        new Tone() {
          @Override
          public Sound speak(String text, String language)
              throws IOException, InterruptedException {
            if (text.equals("no")) {
              throw new IOException("it has no voice today");
            }
            return super.speak(text, language);
          }
        };
    VoiceMaker maker = new VoiceMaker(tone, 1);
    maker.speak("no", "en", _ -> made.clear());
    maker.speak("yes", "en", made::add);
    assertThat(next()).hasSize(2);
  }

  @Test
  void whatAPersonWritesIsSaidInTheVoiceOfItsChoiceAndNotKept() throws InterruptedException {
    AtomicInteger chosen = new AtomicInteger();
    VoiceMaker maker =
        new VoiceMaker(
            new Tone() {
              @Override
              public Sound speak(String text, String language, int voice)
                  throws IOException, InterruptedException {
                chosen.set(voice);
                return speak(text, language);
              }
            },
            1);
    assertThat(maker.speakOnce("my secret", "en", 4, made::add)).isTrue();
    assertThat(next()).hasSize(2);
    assertThat(chosen).hasValue(4);
    assertThat(maker.cachedBytes()).isZero();
  }

  @Test
  void whoWritesIsToldOfWhatCannotBeMade() throws InterruptedException {
    VoiceMaker maker =
        new VoiceMaker(
            new Tone() {
              @Override
              public Sound speak(String text, String language) throws IOException {
                throw new IOException("it has no voice today");
              }
            },
            1);
    BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
    assertThat(maker.speakOnce("a", "en", 0, phrase -> told.add(phrase != null))).isTrue();
    assertThat(told.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isFalse();
    assertThat(new VoiceMaker(new Tone(), 0).speakOnce("a", "en", 0, _ -> told.add(true)))
        .isFalse();
    assertThat(told).isEmpty();
  }

  @Test
  void whatAPersonWritesIsReadOnlyByWhoDoesThat() throws InterruptedException {
    Tone elsewhere = new Tone();
    VoiceMaker maker = new VoiceMaker(elsewhere, 1);
    assertThat(maker.isThereForPeople()).isFalse();
    BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
    maker.speakOnce("my secret", "en", 0, phrase -> told.add(phrase != null));
    assertThat(told.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isFalse();
    assertThat(elsewhere.asked).hasValue(0);
    assertThat(new VoiceMaker(new Espeak(5_000), 1).isThereForPeople()).isTrue();
  }

  @Test
  void withoutAVoiceNothingIsAskedFor() {
    assertThat(new VoiceMaker(new Tone(), 0).isThere()).isFalse();
    assertThat(new VoiceMaker(new Espeak("/nowhere/espeak-ng", 100), 8).isThere()).isFalse();
    assertThat(new VoiceMaker(new Tone(), 1).isThere()).isTrue();
  }
}
