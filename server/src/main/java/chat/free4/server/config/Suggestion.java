package chat.free4.server.config;

import java.util.List;
import java.util.Optional;

/** Finds what somebody may have meant to type. */
final class Suggestion {
  /** Edits between a word and what was meant; with more, a hint would only confuse. */
  private static final int MAX_DISTANCE = 3;

  /** Longest word that is looked at. */
  private static final int MAX_LENGTH = 64;

  private Suggestion() {}

  /** The word nearest to {@code typed}, when one is near. */
  static Optional<String> nearest(String typed, List<String> words) {
    if (typed.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String best = null;
    int bestDistance = MAX_DISTANCE + 1;
    for (String word : words) {
      int distance = distance(typed, word);
      if (distance < bestDistance) {
        best = word;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** Levenshtein distance: insertions, deletions and replacements from one to the other. */
  private static int distance(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replace = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[to.length()];
  }
}
