package chat.free4.room.access;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is done to a name, topic or tag before its rules are asked, by steps that Java and
 * JavaScript take alike.
 */
public final class TextFolding {
  /** Longest text that is looked at; anything longer breaks every limit there is. */
  static final int MAX_INPUT_CHARS = 2_000;

  private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}+");

  private TextFolding() {}

  /**
   * NFC, runs of white space made one space, trimmed. Null when the text is too long to look at or
   * holds half of a surrogate pair.
   */
  public static @Nullable String tidy(String text) {
    if (text.length() > MAX_INPUT_CHARS || VisibleText.hasLoneSurrogate(text)) {
      return null;
    }
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    return WHITE_SPACE.matcher(composed).replaceAll(" ").strip();
  }

  /** As {@link #tidy}, then each character lower case by itself, then NFC again. */
  public static @Nullable String fold(String text) {
    String tidy = tidy(text);
    return tidy == null ? null : Normalizer.normalize(lowerCase(tidy), Normalizer.Form.NFC);
  }

  /**
   * Character by character, so that no rule depends on its neighbours: languages' libraries differ
   * in what ends a word, and so in which sigma they write. All sigmas become one.
   */
  private static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints().forEach(c -> lower.append(Character.toString(c).toLowerCase(Locale.ROOT)));
    return lower.toString().replace('\u03c2', '\u03c3');
  }
}
