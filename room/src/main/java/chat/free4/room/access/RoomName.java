package chat.free4.room.access;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of public rooms: many spellings, one canonical name, from which the room id is made. */
public final class RoomName {
  /** Most characters a person sees. */
  public static final int MAX_CHARACTERS = 40;

  /** Most bytes of UTF-8. */
  public static final int MAX_BYTES = 200;

  /** Longest text that is looked at; anything longer can't become a name. */
  static final int MAX_INPUT_CHARS = 2_000;

  private static final Pattern WHITE_SPACE = Pattern.compile("\\p{IsWhite_Space}+");

  private RoomName() {}

  /**
   * The canonical name: NFC, runs of white space folded to one space, trimmed, each character lower
   * case by itself, NFC again. Null when the name breaks the rules of {@link VisibleText}.
   */
  public static @Nullable String canonical(String name) {
    if (name.length() > MAX_INPUT_CHARS || VisibleText.hasLoneSurrogate(name)) {
      return null;
    }
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    String folded = WHITE_SPACE.matcher(composed).replaceAll(" ").strip();
    String canonical = Normalizer.normalize(lowerCase(folded), Normalizer.Form.NFC);
    boolean fits = canonical.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    return fits && VisibleText.isValid(canonical, MAX_CHARACTERS) ? canonical : null;
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
