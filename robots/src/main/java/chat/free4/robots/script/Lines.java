package chat.free4.robots.script;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines in an order of chance; none comes again before all others have. */
public final class Lines {
  /** What stands in a line for what it is said of. */
  private static final Pattern PLACE = Pattern.compile("\\{(?:name|word|count)\\}");

  private final List<String> all;
  private final RandomGenerator random;
  private final List<String> left = new ArrayList<>();
  private String last = "";

  /** These, of which there is one at least. */
  public Lines(List<String> all, RandomGenerator random) {
    this.all = all;
    this.random = random;
  }

  /** The next line, said of somebody or something. */
  public String next(String what) {
    if (left.isEmpty()) {
      left.addAll(all);
      if (left.size() > 1) {
        left.remove(last); // not twice in a row
      }
    }
    last = left.remove(random.nextInt(left.size()));
    return PLACE.matcher(last).replaceAll(Matcher.quoteReplacement(what));
  }
}
