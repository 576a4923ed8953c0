package chat.free4.room.access;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules that names and texts share, in characters a person sees. */
public final class VisibleText {
  /** Extended grapheme clusters (UAX #29). */
  private static final Pattern GRAPHEME = Pattern.compile("\\X");

  /** Controls, bidi controls, line and paragraph separators, and what has no width by itself. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "[\\p{Cc}\\u061C\\u200B\\u200E\\u200F\\u2028-\\u202E\\u2060\\u2066-\\u2069\\uFEFF]");

  /** Something that can be seen: a letter, number, punctuation mark or symbol. */
  private static final Pattern VISIBLE = Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S}]");

  private VisibleText() {}

  /**
   * True for 1 to {@code maxCharacters} grapheme clusters, one visible at least, none forbidden.
   */
  public static boolean isValid(String text, int maxCharacters) {
    return !hasLoneSurrogate(text)
        && !FORBIDDEN.matcher(text).find()
        && VISIBLE.matcher(text).find()
        && characters(text, maxCharacters + 1) <= maxCharacters;
  }

  /** The text with a space for each that is forbidden, and for each half of a pair. */
  public static String withoutForbidden(String text) {
    StringBuilder allowed = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? ' ' : c)
        .forEach(allowed::appendCodePoint);
    return FORBIDDEN.matcher(allowed).replaceAll(" ");
  }

  /** Number of characters a person sees, counted no further than {@code atMost}. */
  public static int characters(String text, int atMost) {
    Matcher graphemes = GRAPHEME.matcher(text);
    int count = 0;
    while (count < atMost && graphemes.find()) {
      count++;
    }
    return count;
  }

  /** True when half of a surrogate pair stands alone. */
  static boolean hasLoneSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
