package chat.free4.robots.companion;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a companion says: a file that people can edit. A line in brackets begins a part, every other
 * line is said as it stands, {@code {name}} is who it is said to, {@code #} begins what is for
 * readers of the file.
 *
 * @param parts each with one line at least
 * @param faults what was left out, by line
 */
record Script(Map<Part, List<String>> parts, List<String> faults) {
  /** A line is no longer, in UTF-16 units. */
  static final int MAX_LINE = 300;

  /** Of a longer part the rest is not read. */
  static final int MAX_LINES = 500;

  /** What a line is for. */
  enum Part {
    /** Somebody comes. */
    GREETING,
    /** Somebody asks it something. */
    QUESTION,
    /** Somebody names it. */
    NAMED,
    /** Nobody says anything. */
    TOPIC,
    /** Its mind is away: said once, before it goes by these lines again. */
    ABSENT,
    /** What its mind is told of it, where it has one. */
    MIND
  }

  /** Reads a file; what is wrong is left out and named. */
  static Script read(String file) {
    Map<Part, List<String>> parts = new EnumMap<>(Part.class);
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
        Part named = part(line.substring(1, line.length() - 1));
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
    for (Part needed : Part.values()) {
      if (parts.computeIfAbsent(needed, _ -> new ArrayList<>()).isEmpty()) {
        faults.add("line " + number + ": nothing in [" + label(needed) + "]");
      }
    }
    return new Script(parts, List.copyOf(faults));
  }

  /** What may be said at such a moment. */
  List<String> lines(Part part) {
    return parts.getOrDefault(part, List.of());
  }

  private static @Nullable Part part(String label) {
    for (Part part : Part.values()) {
      if (label(part).equals(label)) {
        return part;
      }
    }
    return null;
  }

  private static String label(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }
}
