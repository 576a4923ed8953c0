package chat.free4.robots.guesser;

import chat.free4.robots.draw.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The words that players draw: the very files that pages deal from. */
final class Deck {
  /** Of a longer file the rest is not read, as in pages. */
  static final int MAX_WORDS = 2_000;

  private Deck() {}

  /** The words of a language and a theme that tables have ({@link Table}). */
  static List<String> in(String language, String theme) {
    String name = "decks/" + language + "/" + theme + ".txt";
    try (InputStream file = Deck.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("there are no words " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .limit(MAX_WORDS)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
