package chat.free4.robots.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a robot says: a file that people can edit. A line in brackets begins a part, every other
 * line is said as it stands, {@code #} begins what is for readers of the file. A part is named as a
 * constant of {@code P}, in lower case.
 *
 * @param parts each with one line at least
 * @param faults what was left out, by line
 */
public record Script<P extends Enum<P>>(Map<P, List<String>> parts, List<String> faults) {
  /** A line is no longer, in UTF-16 units. */
  public static final int MAX_LINE = 300;

  /** Of a longer part the rest is not read. */
  public static final int MAX_LINES = 500;

  /** Languages that each robot here has a file for; in others it speaks English. */
  public static final Set<String> LANGUAGES = Set.of("en", "es", "zh");

  /** The one of them that comes nearest, for a language tag (BCP 47). */
  public static String language(String wanted) {
    String primary = wanted.split("-", 2)[0];
    return LANGUAGES.contains(primary) ? primary : "en";
  }

  /** Reads what a robot says in a language: the file of that name beside its class. */
  public static <P extends Enum<P>> Script<P> in(Class<?> robot, String language, Class<P> all) {
    try (InputStream file = robot.getResourceAsStream(language + ".txt")) {
      if (file == null) {
        throw new IllegalStateException("there are no lines in " + language);
      }
      return read(new String(file.readAllBytes(), StandardCharsets.UTF_8), all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a file; what is wrong is left out and named. */
  public static <P extends Enum<P>> Script<P> read(String file, Class<P> all) {
    Map<P, List<String>> parts = new EnumMap<>(all);
    List<String> faults = new ArrayList<>();
    List<String> part = null;
    int number = 0;
    for (String written : file.lines().toList()) {
      number++;
      String line = written.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        P named = part(line.substring(1, line.length() - 1), all);
        part = named == null ? null : parts.computeIfAbsent(named, _ -> new ArrayList<>());
        if (named == null) {
          faults.add("line " + number + ": there is no part of that name");
        }
      } else if (part == null) {
        faults.add("line " + number + ": in no part");
      } else if (line.length() > MAX_LINE || part.size() == MAX_LINES) {
        faults.add("line " + number + ": too long");
      } else {
        part.add(line);
      }
    }
    for (P needed : all.getEnumConstants()) {
      if (parts.computeIfAbsent(needed, _ -> new ArrayList<>()).isEmpty()) {
        faults.add("line " + number + ": nothing in [" + label(needed) + "]");
      }
    }
    return new Script<>(parts, List.copyOf(faults));
  }

  /** What may be said at such a moment. */
  public List<String> lines(P part) {
    return parts.getOrDefault(part, List.of());
  }

  private static <P extends Enum<P>> @Nullable P part(String label, Class<P> all) {
    for (P part : all.getEnumConstants()) {
      if (label(part).equals(label)) {
        return part;
      }
    }
    return null;
  }

  private static String label(Enum<?> part) {
    return part.name().toLowerCase(Locale.ROOT);
  }
}
