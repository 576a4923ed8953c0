package chat.free4.room.directory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the order of the directory: the busiest first, of those the ones where somebody talks,
 * of those the newest. It stays a place when the room that stood there moves.
 *
 * @param ordinal counts the rooms that were ever listed; no two have the same
 */
record DirectoryCursor(int people, boolean talking, long ordinal)
    implements Comparable<DirectoryCursor> {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})\\.([01])\\.([0-9]{1,18})");

  /** Reads {@link #text}; null for anything else. */
  static @Nullable DirectoryCursor parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? new DirectoryCursor(
            Integer.parseInt(parts.group(1)),
            parts.group(2).equals("1"),
            Long.parseLong(parts.group(3)))
        : null;
  }

  /** As it goes over the wire, where it is opaque. */
  String text() {
    return people + "." + (talking ? 1 : 0) + "." + ordinal;
  }

  @Override
  public int compareTo(DirectoryCursor other) {
    if (people != other.people) {
      return Integer.compare(other.people, people);
    }
    if (talking != other.talking) {
      return talking ? -1 : 1;
    }
    return Long.compare(other.ordinal, ordinal);
  }
}
