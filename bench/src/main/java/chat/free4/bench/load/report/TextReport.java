package chat.free4.bench.load.report;

import chat.free4.bench.load.measure.LoadResult;
import java.util.List;

/** A result as a table of plain text. */
public final class TextReport {
  private TextReport() {}

  /** Writes it. */
  public static String of(LoadResult result) {
    List<Rows.Section> sections = Rows.of(result);
    int width = 0;
    for (Rows.Section section : sections) {
      for (Rows.Row row : section.rows()) {
        width = Math.max(width, row.name().length());
      }
    }
    StringBuilder text = new StringBuilder();
    text.append(result.plan().url()).append(": ").append(Rows.plan(result.plan())).append('\n');
    for (Rows.Section section : sections) {
      text.append('\n').append(section.title()).append('\n');
      for (Rows.Row row : section.rows()) {
        text.append(row.good() ? "  " : "! ").append(row.name());
        text.repeat(' ', width - row.name().length() + 2).append(row.value()).append('\n');
      }
    }
    text.append('\n').append(Rows.verdict(result)).append('\n');
    if (result.generator().wasBottleneck()) {
      text.append(
          """
          The load generator was itself the bottleneck: the figures above are not the server's. Ask \
          for less, take more --threads, or run it on another machine.
          """);
    }
    return text.toString();
  }
}
