package chat.free4.bench.load;

import java.io.PrintStream;
import java.util.Locale;

/** Says how far a run is: a bar on a terminal, else a line for each part. */
final class Progress {
  private static final int CELLS = 30;

  private final PrintStream out;
  private final boolean terminal;
  private String part = "";

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Shows that {@code done} of {@code all} is done of a part. */
  void show(String what, long done, long all, String unit) {
    if (terminal) {
      int cells = all == 0 ? CELLS : (int) (CELLS * done / all);
      String bar = "\u2588".repeat(cells) + "\u2591".repeat(CELLS - cells);
      out.print(
          String.format(Locale.ROOT, "\r%-10s %s %d of %d %s\u001b[K", what, bar, done, all, unit));
      out.flush();
    } else if (!what.equals(part)) {
      out.printf(Locale.ROOT, "%s: %d %s%n", what, all, unit);
    }
    part = what;
  }

  /** Says a line. */
  void say(String line) {
    end();
    out.println(line);
  }

  /** Takes the bar away. */
  void end() {
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    }
    part = "";
  }
}
