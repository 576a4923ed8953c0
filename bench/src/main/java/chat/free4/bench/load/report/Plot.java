package chat.free4.bench.load.report;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * A plot as inline SVG: axes with a grid, and lines or bars whose colours the page's style sets.
 */
final class Plot {
  /** Of a plot across the page. */
  static final int WIDE = 720;

  /** Of one of two side by side. */
  static final int NARROW = 480;

  private static final int HEIGHT = 260;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 14;
  private static final int BOTTOM = 40;
  private static final int GRID_LINES = 5;
  private static final double BAR_GAP = 1.5;

  private final StringBuilder svg = new StringBuilder();
  private final int width;
  private final double top;

  /** A named row of points, in a colour that the page's style gives {@code kind}. */
  record Line(String name, String kind, List<Point> points) {}

  /** A point of a line. */
  record Point(double x, double y) {}

  /** A bar, as wide as its neighbours; where {@code label} is not empty, it stands below. */
  record Bar(String name, String label, double value) {}

  private Plot(String title, int width, double top, DoubleFunction<String> unit) {
    this.width = width;
    this.top = top;
    add(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
            width,
            HEIGHT,
            Html.escape(title)));
    for (int i = 0; i <= GRID_LINES; i++) {
      double value = top * i / GRID_LINES;
      add(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
              LEFT,
              width - RIGHT,
              y(value),
              y(value)));
      add(
          String.format(
              Locale.ROOT,
              "<text class=\"label\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
              LEFT - 8,
              y(value) + 4,
              Html.escape(unit.apply(value))));
    }
  }

  private void add(String element) {
    svg.append(element).append('\n');
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (top == 0 ? 0 : value / top);
  }

  private double x(double value, double most) {
    return LEFT + (width - LEFT - RIGHT) * (most == 0 ? 0 : value / most);
  }

  /** The lowest round number (1, 2, 2.5 or 5 times a power of ten) that is not below. */
  static double roundUp(double value) {
    if (value <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double step : new double[] {1, 2, 2.5, 5}) {
      if (step * power >= value * (1 - 1e-9)) {
        return step * power;
      }
    }
    return 10 * power;
  }

  /** Lines over the seconds of a run. */
  static String overTime(String title, List<Line> lines, DoubleFunction<String> unit) {
    double highest = 0;
    double longest = 0;
    for (Line line : lines) {
      for (Point point : line.points()) {
        highest = Math.max(highest, point.y());
        longest = Math.max(longest, point.x());
      }
    }
    Plot plot = new Plot(title, NARROW, roundUp(highest), unit);
    double step = Math.max(1, roundUp(longest / 10));
    for (double second = 0; second <= longest + 1e-9; second += step) {
      plot.add(
          String.format(
              Locale.ROOT,
              "<text class=\"label\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f s</text>",
              plot.x(second, longest),
              HEIGHT - BOTTOM + 18,
              second));
    }
    for (Line line : lines) {
      plot.line(line, longest, unit);
    }
    return plot.end();
  }

  private void line(Line line, double longest, DoubleFunction<String> unit) {
    StringBuilder path = new StringBuilder();
    for (Point point : line.points()) {
      path.append(path.isEmpty() ? 'M' : 'L')
          .append(String.format(Locale.ROOT, "%.1f %.1f", x(point.x(), longest), y(point.y())));
    }
    add(String.format(Locale.ROOT, "<path class=\"line %s\" d=\"%s\"/>", line.kind(), path));
    for (Point point : line.points()) {
      add(
          String.format(
              Locale.ROOT,
              "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s, %.0f s: %s</title>"
                  + "</circle>",
              line.kind(),
              x(point.x(), longest),
              y(point.y()),
              Html.escape(line.name()),
              point.x(),
              Html.escape(unit.apply(point.y()))));
    }
  }

  /** Bars side by side. */
  static String ofBars(String title, List<Bar> bars, DoubleFunction<String> unit) {
    double highest = 0;
    for (Bar bar : bars) {
      highest = Math.max(highest, bar.value());
    }
    Plot plot = new Plot(title, WIDE, roundUp(highest), unit);
    double width = (double) (WIDE - LEFT - RIGHT) / Math.max(1, bars.size());
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double left = LEFT + i * width;
      if (bar.value() > 0) {
        plot.add(
            String.format(
                Locale.ROOT,
                "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"1.5\">"
                    + "<title>%s: %s</title></rect>",
                left + BAR_GAP / 2,
                plot.y(bar.value()),
                Math.max(1, width - BAR_GAP),
                Math.max(0.5, HEIGHT - BOTTOM - plot.y(bar.value())),
                Html.escape(bar.name()),
                Html.escape(unit.apply(bar.value()))));
      }
      if (!bar.label().isEmpty()) {
        plot.add(
            String.format(
                Locale.ROOT,
                "<text class=\"label\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                left,
                HEIGHT - BOTTOM + 18,
                Html.escape(bar.label())));
      }
    }
    return plot.end();
  }

  private String end() {
    return svg.append("</svg>\n").toString();
  }
}
