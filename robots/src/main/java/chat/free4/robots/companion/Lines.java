package chat.free4.robots.companion;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Lines in an order of chance; none comes again before all others have. */
final class Lines {
  private final List<String> all;
  private final RandomGenerator random;
  private final List<String> left = new ArrayList<>();
  private String last = "";

  Lines(List<String> all, RandomGenerator random) {
    this.all = all;
    this.random = random;
  }

  /** The next line, said to somebody. */
  String next(String nickname) {
    if (left.isEmpty()) {
      left.addAll(all);
      if (left.size() > 1) {
        left.remove(last); // not twice in a row
      }
    }
    last = left.remove(random.nextInt(left.size()));
    return last.replace("{name}", nickname);
  }
}
