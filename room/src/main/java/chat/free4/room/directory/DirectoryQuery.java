package chat.free4.room.directory;

import chat.free4.room.access.TextFolding;
import chat.free4.room.description.RoomDescription;
import org.jspecify.annotations.Nullable;

/**
 * Which rooms, and from where on. Two that mean the same are equal.
 *
 * @param tag rooms with this canonical tag alone; null for all
 * @param language rooms of this language alone; null for all
 * @param search rooms with this folded text in their name or topic alone; null for all
 * @param after the page behind this place; null for the first
 */
public record DirectoryQuery(
    @Nullable String tag,
    @Nullable String language,
    @Nullable String search,
    @Nullable DirectoryCursor after) {
  /** Longest text that is searched for, in UTF-16 units. */
  public static final int MAX_SEARCH_CHARS = 120;

  /** The first page of all rooms. */
  public static final DirectoryQuery ALL = new DirectoryQuery(null, null, null, null);

  /** What came of reading one. */
  public sealed interface Reading {
    /** It can be asked. */
    record Accepted(DirectoryQuery query) implements Reading {}

    /** {@code field} is wrong. */
    record Refused(String field) implements Reading {}
  }

  /** Reads what was asked for; what is left out or blank does not narrow. */
  public static Reading read(
      @Nullable String tag,
      @Nullable String language,
      @Nullable String search,
      @Nullable String after) {
    String askedTag = given(tag);
    String wantedTag = askedTag == null ? null : RoomDescription.canonicalTag(askedTag);
    if (askedTag != null && wantedTag == null) {
      return new Reading.Refused("tag");
    }
    String wantedLanguage = given(language);
    if (wantedLanguage != null && !RoomDescription.LANGUAGES.contains(wantedLanguage)) {
      return new Reading.Refused("language");
    }
    String askedText = given(search);
    String wantedText =
        askedText == null || askedText.length() > MAX_SEARCH_CHARS
            ? null
            : TextFolding.fold(askedText);
    if (askedText != null && wantedText == null) {
      return new Reading.Refused("search");
    }
    String askedAfter = given(after);
    DirectoryCursor wantedAfter = askedAfter == null ? null : DirectoryCursor.parse(askedAfter);
    if (askedAfter != null && wantedAfter == null) {
      return new Reading.Refused("after");
    }
    return new Reading.Accepted(
        new DirectoryQuery(wantedTag, wantedLanguage, wantedText, wantedAfter));
  }

  private static @Nullable String given(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
