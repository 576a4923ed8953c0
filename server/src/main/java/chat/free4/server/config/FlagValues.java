package chat.free4.server.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How values are read that many flags have. */
final class FlagValues {
  static final int MAX_PORT = 65_535;

  private FlagValues() {}

  static Flag<Integer> number(
      String name, String placeholder, int initial, int lowest, int highest, String help) {
    return new Flag<>(
        name,
        placeholder,
        Integer.toString(initial),
        help,
        text -> {
          try {
            int value = Integer.parseInt(text);
            if (value >= lowest && value <= highest) {
              return value;
            }
          } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
          }
          throw new IllegalArgumentException("want a number from " + lowest + " to " + highest);
        });
  }

  static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> throw new IllegalArgumentException("want true or false");
    };
  }

  static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("not a path", e);
    }
  }

  static Optional<Path> optionalPath(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(path(text));
  }
}
