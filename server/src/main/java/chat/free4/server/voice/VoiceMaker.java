package chat.free4.server.voice;

import chat.free4.server.config.RobotConfig;
import chat.free4.sfu.VoicePhrase;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes phrases of sentences, so many at once (--live-voices), a part at a time, and keeps those
 * that were said last: what a robot says again costs nothing.
 */
public final class VoiceMaker {
  /** Bytes of phrases that are kept. */
  static final int MAX_CACHED_BYTES = 8 << 20;

  /** Sentences that wait for their turn; what comes beyond is not spoken. */
  static final int MAX_WAITING = 64;

  /** How long a sentence may take. */
  private static final long LIMIT_MILLIS = 5_000;

  private static final String WARM_UP = "Hello there, how are you?";
  private static final Logger LOG = LoggerFactory.getLogger(VoiceMaker.class);

  private final Tts tts;
  private final boolean isWanted;
  private final boolean isThere;
  private final Semaphore live;
  private final FirstSounds firstSounds = new FirstSounds();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Map<Sentence, VoicePhrase> cache = new LinkedHashMap<>(16, 0.75f, true);
  private int cachedBytes;

  private record Sentence(String text, String language) {}

  /** Reads something aloud. */
  @FunctionalInterface
  private interface Reading {
    Tts.Sound sound() throws IOException, InterruptedException;
  }

  /** Makes voices by {@code tts}, so many at once; none with 0. */
  public VoiceMaker(Tts tts, int liveVoices) {
    this.tts = tts;
    this.live = new Semaphore(liveVoices);
    this.isThere = liveVoices > 0 && tts.isThere();
    this.isWanted = liveVoices > 0;
  }

  /** By what a server was told, and by espeak-ng where that fails or nothing was. */
  public static VoiceMaker configured(RobotConfig config, int liveVoices) {
    Tts builtIn = new Espeak(LIMIT_MILLIS);
    Tts elsewhere =
        config
            .azure()
            .<Tts>map(azure -> new AzureSpeech(azure, LIMIT_MILLIS))
            .or(() -> config.speech().map(speech -> new SpeechService(speech, LIMIT_MILLIS)))
            .orElse(null);
    VoiceMaker maker =
        new VoiceMaker(
            elsewhere == null ? builtIn : new FallbackTts(elsewhere, builtIn), liveVoices);
    if (maker.isThere && elsewhere == null) {
      // A cold encoder takes ten times as long: the first who adds a robot would hear that.
      Thread.ofPlatform()
          .daemon()
          .name("voice-warm-up")
          .start(() -> maker.make(WARM_UP, "en", _ -> {}));
    }
    return maker;
  }

  /** True where there are voices. */
  public boolean isThere() {
    return isThere;
  }

  /** True where people can have said what they write. */
  public boolean isThereForPeople() {
    return isThere() && tts.readsForPeople();
  }

  /** What robots speak by, or why they do not, in a few words for a log. */
  public String summary() {
    if (!isWanted) {
      return "they write, and do not speak (--live-voices 0)";
    }
    return isThere
        ? "they speak by " + tts.summary() + ", Opus by " + OpusFrames.summary()
        : "they write, and do not speak: " + tts.summary() + " is not installed";
  }

  /** True where what robots say goes to a service elsewhere. */
  public boolean isElsewhere() {
    return tts.isElsewhere();
  }

  /**
   * Makes a phrase; {@code out} gets its parts on another thread, as they are made, and nothing
   * more where one cannot be made.
   */
  public void speak(String text, String language, Consumer<Spoken> out) {
    run(() -> make(text, language, out));
  }

  /**
   * Makes a phrase of what a person has written; it is not kept.
   *
   * @param voice see {@link Tts#speak(String, String, int)}
   * @param out as with {@link #speak}; gets null where not even the first part can be made
   * @return false when too many wait: {@code out} is not called
   */
  public boolean speakOnce(
      String text, String language, int voice, Consumer<@Nullable Spoken> out) {
    return run(
        () -> {
          AtomicBoolean isHeard = new AtomicBoolean();
          VoicePhrase whole =
              make(
                  () -> tts.speak(text, language, voice),
                  spoken -> {
                    isHeard.set(true);
                    out.accept(spoken);
                  },
                  _ -> {});
          if (whole == null && !isHeard.get()) {
            out.accept(null);
          }
        });
  }

  private boolean run(Runnable making) {
    if (!isThere) {
      return false;
    }
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      return false;
    }
    // It computes for as long as it lasts: the carriers of virtual threads are for handshakes.
    Thread.ofPlatform()
        .daemon()
        .name("voice")
        .start(
            () -> {
              try {
                making.run();
              } finally {
                waiting.decrementAndGet();
              }
            });
    return true;
  }

  private void make(String text, String language, Consumer<Spoken> out) {
    Sentence sentence = new Sentence(text, language);
    VoicePhrase known = cached(sentence);
    if (known == null) {
      make(() -> tts.speak(text, language), out, whole -> keep(sentence, whole));
    } else {
      out.accept(new Spoken(known, true));
    }
  }

  /** Gives all of it, which {@code keep} gets before the last part goes out; null when it fails. */
  private @Nullable VoicePhrase make(
      Reading reading, Consumer<Spoken> out, Consumer<VoicePhrase> keep) {
    try {
      live.acquire();
      try {
        return makeParts(reading, out, keep);
      } finally {
        live.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // Neither what was to be said nor where: a log knows no words.
      LOG.warn("a sentence is not spoken: {}", e.getMessage());
    }
    return null;
  }

  private VoicePhrase makeParts(Reading reading, Consumer<Spoken> out, Consumer<VoicePhrase> keep)
      throws IOException, InterruptedException {
    boolean isAwaited = true;
    firstSounds.begin();
    try (PhraseParts parts = new PhraseParts(reading.sound())) {
      long heardNanos = 0;
      while (true) {
        VoicePhrase part = parts.next();
        if (!parts.hasMore()) {
          VoicePhrase whole = parts.whole();
          keep.accept(whole);
          out.accept(new Spoken(part, true));
          return whole;
        }
        out.accept(new Spoken(part, false));
        if (isAwaited) {
          isAwaited = false;
          firstSounds.heard();
          heardNanos = System.nanoTime();
        }
        firstSounds.giveWay(heardNanos + parts.madeNanos() - System.nanoTime());
      }
    } finally {
      if (isAwaited) {
        firstSounds.heard();
      }
    }
  }

  private synchronized @Nullable VoicePhrase cached(Sentence sentence) {
    return cache.get(sentence);
  }

  private synchronized void keep(Sentence sentence, VoicePhrase phrase) {
    VoicePhrase former = cache.put(sentence, phrase);
    cachedBytes += phrase.bytes() - (former == null ? 0 : former.bytes());
    var oldest = cache.entrySet().iterator();
    while (cachedBytes > MAX_CACHED_BYTES && oldest.hasNext()) {
      cachedBytes -= oldest.next().getValue().bytes();
      oldest.remove();
    }
  }

  /** Bytes of the phrases that are kept. */
  synchronized int cachedBytes() {
    return cachedBytes;
  }
}
