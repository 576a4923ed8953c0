package chat.free4.bench.load.report;

import chat.free4.bench.load.measure.LatencyHistogram;
import chat.free4.bench.load.measure.LoadResult;
import chat.free4.bench.load.measure.LoadResult.Sample;
import chat.free4.bench.load.report.Plot.Bar;
import chat.free4.bench.load.report.Plot.Line;
import chat.free4.bench.load.report.Plot.Point;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A result as one page without scripts, in which nothing is fetched from elsewhere. */
public final class HtmlReport {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final double NANOS_A_MICRO = 1e3;
  private static final int BARS_A_DECADE = 10;

  /** So many bars have room for more labels than one a decade. */
  private static final int FEW_BARS = 32;

  private static final double BYTES_A_MEGABYTE = 1 << 20;
  private static final double MOST = 0.9999;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --page: #f6f5f1; --card: #fff; --ink: #1d2329; --soft: #5c6670;
        --rule: #e3e1da; --one: #2563a8; --two: #c2571a; --good: #1d7a46; --bad: #b3261e; }
      @media (prefers-color-scheme: dark) {
        :root { --page: #14171a; --card: #1d2226; --ink: #e8eaec; --soft: #9aa5af; --rule: #31383e;
          --one: #6fb1f2; --two: #f0995c; --good: #6fcf97; --bad: #ff8a80; } }
      * { box-sizing: border-box; }
      body { margin: 0; background: var(--page); color: var(--ink);
        font: 16px/1.5 system-ui, sans-serif; }
      main { max-width: 1080px; margin: 0 auto; padding: 40px 20px 64px; }
      h1 { font-size: 30px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; }
      h2 { font-size: 17px; margin: 0 0 12px; }
      p { margin: 0; }
      .soft, figcaption { color: var(--soft); }
      .verdict { display: inline-block; margin: 18px 0 0; padding: 7px 14px; border-radius: 999px;
        font-weight: 600; color: var(--good);
        background: color-mix(in srgb, var(--good) 12%, transparent); }
      .verdict.bad { color: var(--bad); background: color-mix(in srgb, var(--bad) 12%, transparent); }
      .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 14px;
        margin: 28px 0; }
      .figures div, section { background: var(--card); border: 1px solid var(--rule);
        border-radius: 14px; }
      .figures div { padding: 16px 18px; }
      .figures b { display: block; font-size: 26px; line-height: 1.25;
        font-variant-numeric: tabular-nums; }
      section { padding: 20px 22px; margin: 0 0 18px; overflow-x: auto; }
      .columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); gap: 18px; }
      .columns section { margin: 0; }
      @media (max-width: 520px) { .columns { grid-template-columns: 1fr; } }
      table { border-collapse: collapse; width: 100%; font-size: 15px; }
      th, td { text-align: left; padding: 6px 12px 6px 0; vertical-align: top;
        border-top: 1px solid var(--rule); }
      tr:first-child > * { border-top: 0; }
      th { font-weight: 400; color: var(--soft); width: 45%; }
      td { font-variant-numeric: tabular-nums; }
      .bad td { color: var(--bad); font-weight: 600; }
      figure { margin: 0; } figcaption { font-size: 14px; margin-top: 6px; }
      svg { width: 100%; height: auto; display: block; }
      .grid { stroke: var(--rule); } .label { fill: var(--soft); font: 12px system-ui, sans-serif; }
      .bar { fill: var(--one); } .line { fill: none; stroke-width: 2; stroke-linejoin: round; }
      .line.one { stroke: var(--one); } .line.two { stroke: var(--two); }
      .dot.one { fill: var(--one); } .dot.two { fill: var(--two); }
      .key { font-weight: 600; } .key.one { color: var(--one); } .key.two { color: var(--two); }
      """;

  private HtmlReport() {}

  /** Writes it. */
  public static String of(LoadResult result, Instant when) {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<title>What the server carried</title>\n<style>\n");
    page.append(STYLE).append("</style>\n</head>\n<body>\n<main>\n");
    head(page, result, when);
    figures(page, result);
    latency(page, result);
    overTime(page, result);
    page.append("<div class=\"columns\">\n");
    for (Rows.Section section : Rows.of(result)) {
      table(page, section);
    }
    page.append("</div>\n</main>\n</body>\n</html>\n");
    return page.toString();
  }

  private static void head(StringBuilder page, LoadResult result, Instant when) {
    page.append("<h1>What the server carried</h1>\n<p class=\"soft\">");
    page.append(Html.escape(result.plan().url())).append(" · ").append(WHEN.format(when));
    page.append("<br>").append(Html.escape(Rows.plan(result.plan()))).append("</p>\n");
    verdict(page, Rows.verdict(result), result.isRight());
    if (result.generator().wasBottleneck()) {
      verdict(
          page,
          "The load generator was itself the bottleneck: these figures are not the server's.",
          false);
    }
  }

  private static void verdict(StringBuilder page, String text, boolean good) {
    page.append(good ? "<p class=\"verdict\">" : "<p class=\"verdict bad\">");
    page.append(Html.escape(text)).append("</p>\n");
  }

  private static void figures(StringBuilder page, LoadResult result) {
    LatencyHistogram latency = result.latency().histogram();
    page.append("<div class=\"figures\">\n");
    figure(
        page,
        Figures.whole(result.traffic().received() / result.traffic().seconds()),
        "packets a second to listeners");
    figure(page, Figures.percent(result.traffic().lossShare()), "lost");
    if (latency.count() > 0) {
      figure(page, Figures.time(latency.percentileNanos(0.5)), "half take no longer");
      figure(page, Figures.time(latency.percentileNanos(0.99)), "99 of 100 take no longer");
    }
    LoadResult.ServerCost server = result.server();
    if (server != null) {
      figure(page, Figures.whole(server.packetsPerCpuSecond()), "packets a CPU-second");
      figure(page, Figures.percent(server.cores()), "of a core, the server");
      figure(page, Figures.megabytes(server.residentBytes()), "resident memory");
    }
    page.append("</div>\n");
  }

  private static void figure(StringBuilder page, String value, String what) {
    page.append("<div><b>").append(Html.escape(value)).append("</b>");
    page.append("<span class=\"soft\">").append(what).append("</span></div>\n");
  }

  private static void latency(StringBuilder page, LoadResult result) {
    LatencyHistogram histogram = result.latency().histogram();
    if (histogram.count() == 0) {
      return;
    }
    List<Bar> bars = new ArrayList<>();
    double last = Math.log10(Math.max(1, histogram.percentileNanos(MOST) / NANOS_A_MICRO));
    double first = Math.log10(Math.max(1, histogram.percentileNanos(1 - MOST) / NANOS_A_MICRO));
    int from = (int) Math.floor(first * BARS_A_DECADE);
    int to = (int) Math.ceil(last * BARS_A_DECADE) + 1;
    for (int i = from; i <= to; i++) {
      long low = (long) (Math.pow(10, (double) i / BARS_A_DECADE) * NANOS_A_MICRO);
      long high = (long) (Math.pow(10, (i + 1.0) / BARS_A_DECADE) * NANOS_A_MICRO);
      double share = (double) histogram.countBetween(low, high) / histogram.count();
      String name = Figures.time(low) + " to " + Figures.time(high);
      bars.add(new Bar(name, label(i, to - from < FEW_BARS), share));
    }
    String plot = Plot.ofBars("Latency", bars, HtmlReport::wholePercent);
    section(
        page,
        "Latency",
        plot,
        "Share of packets by the time from a publisher's send to a listener's arrival. "
            + (result.setup().kernelTimes()
                ? "Arrival by the kernel's receive timestamps."
                : "Arrival by the user-space clock, so the load generator's own delay is in it."));
  }

  /** A tenth of a decade that is, to a hundredth of itself, 1, 2 or 5 times a power of ten. */
  private static String label(int tenth, boolean all) {
    long decade = (long) (Math.pow(10, Math.floorDiv(tenth, BARS_A_DECADE)) * NANOS_A_MICRO);
    return switch (Math.floorMod(tenth, BARS_A_DECADE)) {
      case 0 -> Figures.roundTime(decade);
      case 3 -> all ? Figures.roundTime(2 * decade) : "";
      case 7 -> all ? Figures.roundTime(5 * decade) : "";
      default -> "";
    };
  }

  private static String wholePercent(double share) {
    return String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%.0f %%", 100 * share);
  }

  private static void overTime(StringBuilder page, LoadResult result) {
    List<Sample> samples = result.samples();
    if (samples.isEmpty()) {
      return;
    }
    page.append("<div class=\"columns\" style=\"margin-bottom:18px\">\n");
    section(
        page,
        "Packets",
        Plot.overTime(
            "Packets a second",
            List.of(
                line("to listeners", "one", samples, Sample::receivedPerSecond),
                line("from publishers", "two", samples, Sample::sentPerSecond)),
            Figures::whole),
        key("one", "to listeners") + ", " + key("two", "from publishers") + ", a second");
    List<Line> cores = new ArrayList<>();
    String caption = key("two", "load generator");
    if (result.server() != null) {
      cores.add(line("server", "one", samples, Sample::serverCores));
      caption = key("one", "server") + ", " + caption;
    }
    cores.add(line("load generator", "two", samples, Sample::loadCores));
    section(
        page,
        "CPU",
        Plot.overTime("CPU", cores, HtmlReport::wholePercent),
        caption + ", of a core");
    if (result.server() != null) {
      section(
          page,
          "Memory",
          Plot.overTime(
              "Resident memory",
              List.of(
                  line(
                      "server",
                      "one",
                      samples,
                      sample -> sample.serverResidentBytes() / BYTES_A_MEGABYTE)),
              megabytes -> Figures.whole(megabytes) + " MB"),
          key("one", "server") + ", resident");
    }
    page.append("</div>\n");
  }

  private static Line line(
      String name, String kind, List<Sample> samples, ToDoubleFunction<Sample> value) {
    List<Point> points = new ArrayList<>();
    for (Sample sample : samples) {
      points.add(new Point(sample.atSeconds(), Math.max(0, value.applyAsDouble(sample))));
    }
    return new Line(name, kind, points);
  }

  private static String key(String kind, String name) {
    return "<span class=\"key " + kind + "\">" + name + "</span>";
  }

  private static void section(StringBuilder page, String title, String plot, String caption) {
    page.append("<section>\n<h2>").append(title).append("</h2>\n<figure>\n").append(plot);
    page.append("<figcaption>").append(caption).append("</figcaption>\n</figure>\n</section>\n");
  }

  private static void table(StringBuilder page, Rows.Section section) {
    page.append("<section>\n<h2>").append(Html.escape(section.title())).append("</h2>\n<table>\n");
    for (Rows.Row row : section.rows()) {
      page.append(row.good() ? "<tr>" : "<tr class=\"bad\">");
      page.append("<th scope=\"row\">").append(Html.escape(row.name())).append("</th><td>");
      page.append(Html.escape(row.value())).append("</td></tr>\n");
    }
    page.append("</table>\n</section>\n");
  }
}
