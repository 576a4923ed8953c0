package chat.free4.server.voice;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The built-in voice: espeak-ng, a process for each sentence. The text goes in by its standard
 * input, so that nothing in it is an option or a command; sound comes back as WAVE, of which no
 * more is read than a phrase may have.
 */
public final class Espeak implements Tts {
  /** Sound that is read at most. */
  static final int MAX_SECONDS = 40;

  private static final Logger LOG = LoggerFactory.getLogger(Espeak.class);
  private static final String NAME = "espeak-ng";
  private static final String FALLBACK = "en";

  /** What a voice is made by: a variant of the language's own voice, and how high it is (0-99). */
  private record Timbre(String variant, int pitch) {}

  private static final Timbre PLAIN = new Timbre("", 50);

  /** From deep to high. */
  private static final List<Timbre> TIMBRES =
      List.of(
          new Timbre("+m7", 20),
          new Timbre("+m3", 40),
          new Timbre("+m1", 60),
          new Timbre("+f4", 40),
          new Timbre("+f2", 55),
          new Timbre("+f3", 75));

  private final String command;
  private final long limitMillis;

  /** The one on the path, which has so long for a sentence. */
  public Espeak(long limitMillis) {
    this(NAME, limitMillis);
  }

  /** A program that takes the arguments of espeak-ng. */
  Espeak(String command, long limitMillis) {
    this.command = command;
    this.limitMillis = limitMillis;
  }

  @Override
  public String summary() {
    return NAME;
  }

  @Override
  public boolean isThere() {
    String path = System.getenv("PATH");
    Path program = Path.of(command);
    return program.isAbsolute()
        ? Files.isExecutable(program)
        : path != null
            && Stream.of(path.split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
  }

  @Override
  public Sound speak(String text, String language) throws IOException, InterruptedException {
    return speak(text, language, PLAIN);
  }

  @Override
  public Sound speak(String text, String language, int voice)
      throws IOException, InterruptedException {
    return speak(text, language, TIMBRES.get(Math.clamp(voice, 0, TIMBRES.size() - 1)));
  }

  @Override
  public boolean readsForPeople() {
    return isThere();
  }

  private Sound speak(String text, String language, Timbre timbre)
      throws IOException, InterruptedException {
    try {
      return run(text, language.toLowerCase(Locale.ROOT), timbre);
    } catch (NoVoiceException e) {
      return run(text, FALLBACK, timbre);
    }
  }

  /** It has no voice of that language. */
  private static final class NoVoiceException extends IOException {
    private static final long serialVersionUID = 1L;

    NoVoiceException() {
      super("no sound came");
    }
  }

  private Sound run(String text, String language, Timbre timbre)
      throws IOException, InterruptedException {
    String voice = language + timbre.variant;
    String pitch = Integer.toString(timbre.pitch);
    Process process =
        new ProcessBuilder(command, "-b", "1", "-v", voice, "-p", pitch, "--stdin", "--stdout")
            .redirectError(Redirect.DISCARD)
            .start();
    AtomicBoolean late = new AtomicBoolean();
    Thread watch =
        Thread.ofVirtual()
            .name("espeak-watch")
            .start(
                () -> {
                  try {
                    if (!process.waitFor(limitMillis, TimeUnit.MILLISECONDS)) {
                      late.set(true);
                      process.destroyForcibly();
                    }
                  } catch (InterruptedException e) {
                    process.destroyForcibly();
                  }
                });
    try (InputStream out = process.getInputStream()) {
      write(process, text);
      byte[] wave = out.readNBytes(Wave.HEADER_BYTES + 2 * Resampler.RATE * MAX_SECONDS);
      if (late.get()) {
        throw new IOException("it took longer than " + limitMillis + " ms");
      }
      return read(wave);
    } finally {
      watch.interrupt();
      process.destroyForcibly();
    }
  }

  /** A program that has ended already does not take it: what sound has come then says the rest. */
  private static void write(Process process, String text) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.debug("the voice did not take all of its text: {}", e.getMessage());
    }
  }

  /** Of a stream its length is not known when its header is written: all that came counts. */
  private static Sound read(byte[] wave) throws IOException {
    if (wave.length <= Wave.HEADER_BYTES) {
      throw new NoVoiceException();
    }
    return Wave.read(wave, MAX_SECONDS);
  }
}
