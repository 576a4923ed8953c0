package chat.free4.room.description;

import chat.free4.room.access.TextFolding;
import chat.free4.room.access.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a public room is about, in canonical form (protocol/README.md, "Describing a room").
 *
 * @param topic tidied text, empty when there is none
 * @param tags folded as room names are, each once, in the order they were given
 * @param language one of {@link #LANGUAGES}
 */
public record RoomDescription(String topic, List<String> tags, String language) {
  /** Most characters of a topic that a person sees. */
  public static final int MAX_TOPIC_CHARACTERS = 120;

  /** Most bytes of a topic in UTF-8. */
  public static final int MAX_TOPIC_BYTES = 600;

  /** Most tags. */
  public static final int MAX_TAGS = 5;

  /** Fewest characters of a tag. */
  public static final int MIN_TAG_CHARACTERS = 2;

  /** Most characters of a tag. */
  public static final int MAX_TAG_CHARACTERS = 24;

  /** Most bytes of a tag in UTF-8. */
  public static final int MAX_TAG_BYTES = 120;

  /** The language of a room that says nothing of it. */
  public static final String ANY_LANGUAGE = "any";

  /** Languages that a room can name (BCP 47, RFC 5646), and {@link #ANY_LANGUAGE}. */
  public static final List<String> LANGUAGES =
      List.of(
          ANY_LANGUAGE,
          "ar",
          "bn",
          "cs",
          "da",
          "de",
          "el",
          "en",
          "es",
          "fa",
          "fi",
          "fr",
          "he",
          "hi",
          "hu",
          "id",
          "it",
          "ja",
          "ko",
          "nb",
          "nl",
          "pl",
          "pt",
          "ro",
          "ru",
          "sv",
          "sw",
          "ta",
          "th",
          "tr",
          "uk",
          "ur",
          "vi",
          "zh");

  /** Of a room that nobody has described. */
  public static final RoomDescription NONE = new RoomDescription("", List.of(), ANY_LANGUAGE);

  /** What came of reading one. */
  public sealed interface Reading {
    /** It holds the rules, and this is its canonical form. */
    record Accepted(RoomDescription description) implements Reading {}

    /** {@code field} breaks them. */
    record Refused(String field) implements Reading {}
  }

  /** Makes the list immutable. */
  public RoomDescription {
    tags = List.copyOf(tags);
  }

  /** Reads what a person has typed. */
  public static Reading read(String topic, List<String> tags, String language) {
    String canonicalTopic = canonicalTopic(topic);
    if (canonicalTopic == null) {
      return new Reading.Refused("topic");
    }
    List<String> canonicalTags = canonicalTags(tags);
    if (canonicalTags == null) {
      return new Reading.Refused("tags");
    }
    if (!LANGUAGES.contains(language)) {
      return new Reading.Refused("language");
    }
    return new Reading.Accepted(new RoomDescription(canonicalTopic, canonicalTags, language));
  }

  /** A topic as it is shown; empty for none, null for one that breaks the rules. */
  static @Nullable String canonicalTopic(String topic) {
    String tidy = TextFolding.tidy(topic);
    if (tidy == null || tidy.isEmpty()) {
      return tidy;
    }
    return fits(tidy, MAX_TOPIC_BYTES) && VisibleText.isValid(tidy, MAX_TOPIC_CHARACTERS)
        ? tidy
        : null;
  }

  /** A tag as it is compared and shown; null for one that breaks the rules. */
  public static @Nullable String canonicalTag(String tag) {
    String folded = TextFolding.fold(tag);
    boolean valid =
        folded != null
            && fits(folded, MAX_TAG_BYTES)
            && VisibleText.isValid(folded, MAX_TAG_CHARACTERS)
            && VisibleText.characters(folded, MIN_TAG_CHARACTERS) == MIN_TAG_CHARACTERS;
    return valid ? folded : null;
  }

  /** All of them, or null when one breaks the rules, stands there twice or is one too many. */
  private static @Nullable List<String> canonicalTags(List<String> tags) {
    if (tags.size() > MAX_TAGS) {
      return null;
    }
    List<String> canonical = new ArrayList<>(tags.size());
    for (String tag : tags) {
      String folded = canonicalTag(tag);
      if (folded == null || canonical.contains(folded)) {
        return null;
      }
      canonical.add(folded);
    }
    return canonical;
  }

  private static boolean fits(String text, int maxBytes) {
    return text.getBytes(StandardCharsets.UTF_8).length <= maxBytes;
  }
}
