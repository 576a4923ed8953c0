package chat.free4.bench.load.report;

import chat.free4.bench.load.measure.LatencyHistogram;
import chat.free4.bench.load.measure.LoadResult;
import java.util.ArrayList;
import java.util.List;

/** A result in rows of words, for the table and the page alike. */
final class Rows {
  private static final double LOW = 0.5;
  private static final double HIGH = 0.99;

  private Rows() {}

  /** A heading with its rows. */
  record Section(String title, List<Row> rows) {}

  /** A name and a value; {@code good} is false where somebody should look. */
  record Row(String name, String value, boolean good) {
    Row(String name, String value) {
      this(name, value, true);
    }
  }

  /** The whole result. */
  static List<Section> of(LoadResult result) {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("Who heard whom", hearing(result)));
    sections.add(new Section("Voice", voice(result.traffic())));
    sections.add(new Section("Latency", latency(result)));
    sections.add(new Section("Joining", joining(result.joins())));
    LoadResult.Storm storm = result.storm();
    if (storm != null) {
      sections.add(new Section("Join storm, while those before talked", storm(storm, result)));
    }
    LoadResult.Moves moves = result.moves();
    if (moves != null) {
      sections.add(new Section("Rooms that moved", moves(moves)));
    }
    sections.add(new Section("Server", server(result)));
    sections.add(new Section("This load generator", generator(result)));
    return sections;
  }

  /** One sentence on what was done. */
  static String plan(LoadResult.Plan plan) {
    String storm =
        plan.storm() == 0
            ? ""
            : "; %s more in %d s".formatted(Figures.count(plan.storm()), plan.stormSeconds());
    return "%s of %s, %s in each%s; %d s after %d s of warm-up; %d bytes of voice a packet; %s"
        .formatted(
            Figures.counted(plan.rooms(), "room"),
            Figures.counted(plan.members(), "member"),
            Figures.counted(plan.publishers(), "publisher"),
            storm,
            plan.seconds(),
            plan.warmUpSeconds(),
            plan.payloadBytes(),
            plan.srtp());
  }

  /** One sentence on what came of it. */
  static String verdict(LoadResult result) {
    if (result.isRight()) {
      return "Every member heard just whom it should.";
    }
    if (!result.hasEverybody()) {
      return "Not everybody could join.";
    }
    return result.hearing().isRight()
        ? "Some packets said something false."
        : "Not every member heard just whom it should.";
  }

  private static List<Row> hearing(LoadResult result) {
    LoadResult.Hearing hearing = result.hearing();
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "members who heard just whom they should",
            hearing.right() + " of " + hearing.members(),
            hearing.isRight()));
    String range =
        hearing.fewest() == hearing.most()
            ? Integer.toString(hearing.most())
            : hearing.fewest() + " to " + hearing.most();
    rows.add(new Row("distinct publishers heard by each", range));
    if (hearing.someOf()) {
      rows.add(
          new Row(
              "note",
              "publishers are more than slots: each must hear its slots' worth of them, no stranger"));
    }
    for (String complaint : hearing.complaints()) {
      rows.add(new Row("wrong", complaint, false));
    }
    return rows;
  }

  private static List<Row> voice(LoadResult.Traffic traffic) {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("sent by publishers", packets(traffic.sent(), traffic.seconds())));
    rows.add(new Row("received by listeners", packets(traffic.received(), traffic.seconds())));
    rows.add(
        new Row(
            "loss",
            "%s (%s)"
                .formatted(Figures.count(traffic.missing()), Figures.percent(traffic.lossShare())),
            traffic.missing() == 0));
    rows.add(new Row("duplicates", Figures.count(traffic.duplicates()), traffic.duplicates() == 0));
    rows.add(new Row("out of order", Figures.count(traffic.reordered()), traffic.reordered() == 0));
    if (traffic.stray() > 0) {
      rows.add(new Row("of no slot, or nobody's", Figures.count(traffic.stray()), false));
    }
    rows.add(new Row("decrypted and checked", Figures.count(traffic.decrypted())));
    if (!traffic.isTrue()) {
      rows.add(new Row("not to be decrypted", Figures.count(traffic.undecryptable()), false));
      rows.add(new Row("contradicting their header", Figures.count(traffic.untrue()), false));
    }
    return rows;
  }

  private static String packets(long count, double seconds) {
    return "%s (%s/s)".formatted(Figures.count(count), Figures.whole(count / seconds));
  }

  private static List<Row> latency(LoadResult result) {
    LatencyHistogram histogram = result.latency().histogram();
    List<Row> rows = new ArrayList<>();
    if (histogram.count() == 0) {
      rows.add(new Row("note", "no packet was decrypted, so none told when it was sent"));
      return rows;
    }
    rows.add(new Row("p50", Figures.time(histogram.percentileNanos(LOW))));
    rows.add(new Row("p99", Figures.time(histogram.percentileNanos(HIGH))));
    rows.add(new Row("longest", Figures.time(histogram.maxNanos())));
    rows.add(
        new Row(
            "clock",
            result.setup().kernelTimes()
                ? "arrival by the kernel's receive timestamps"
                : "arrival by the user-space clock: this process's own delay is in it"));
    return rows;
  }

  private static List<Row> joining(LoadResult.Joins joins) {
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            "joined",
            "%d of %d, %s/s"
                .formatted(joins.joined(), joins.wanted(), Figures.tenth(joins.perSecond())),
            joins.isComplete()));
    rows.add(
        new Row(
            "time to join",
            "p50 %s, p99 %s, longest %s"
                .formatted(
                    Figures.time(joins.p50Nanos()),
                    Figures.time(joins.p99Nanos()),
                    Figures.time(joins.maxNanos()))));
    if (joins.busyRetries() > 0) {
      rows.add(new Row("told \"busy\" and tried again", Figures.count(joins.busyRetries())));
    }
    for (String failure : joins.failures()) {
      rows.add(new Row("failed", failure, false));
    }
    return rows;
  }

  private static List<Row> moves(LoadResult.Moves moves) {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("told of another node, and went there", Figures.count(moves.moved())));
    rows.add(new Row("voice lost, and offered again", Figures.count(moves.offered())));
    rows.add(new Row("line lost, and opened again", Figures.count(moves.reconnected())));
    rows.add(new Row("not back", Figures.count(moves.lost()), moves.lost() == 0));
    rows.add(
        new Row(
            "longest silence of a member",
            "p50 %s, longest %s"
                .formatted(
                    Figures.time(moves.silenceP50Nanos()), Figures.time(moves.silenceMaxNanos()))));
    return rows;
  }

  private static List<Row> storm(LoadResult.Storm storm, LoadResult result) {
    List<Row> rows = joining(storm.joins());
    rows.add(new Row("the last was in after", Figures.tenth(storm.seconds()) + " s"));
    long missed = result.traffic().missing();
    rows.add(new Row("lost by those before", Figures.count(missed), missed == 0));
    rows.add(new Row("lost by those who came", Figures.count(storm.lost()), storm.lost() == 0));
    return rows;
  }

  private static List<Row> server(LoadResult result) {
    LoadResult.ServerCost server = result.server();
    if (server == null) {
      return List.of(new Row("note", "not measured: name its process by --pid, on its machine"));
    }
    return List.of(
        new Row("forwarded packets per CPU-second", Figures.whole(server.packetsPerCpuSecond())),
        new Row(
            "CPU, user and system",
            "%s s, %s of a core"
                .formatted(Figures.tenth(server.cpuSeconds()), Figures.percent(server.cores()))),
        new Row(
            "resident memory",
            "%s, at most %s so far"
                .formatted(
                    Figures.megabytes(server.residentBytes()),
                    Figures.megabytes(server.peakResidentBytes()))));
  }

  private static List<Row> generator(LoadResult result) {
    LoadResult.Generator generator = result.generator();
    LoadResult.Setup setup = result.setup();
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("CPU", Figures.percent(Math.max(0, generator.cores())) + " of a core"));
    rows.add(
        new Row(
            "frames over 5 ms late",
            "%s; p99 %s, longest %s late"
                .formatted(
                    Figures.count(generator.late()),
                    Figures.time(generator.latenessP99Nanos()),
                    Figures.time(generator.latenessMaxNanos())),
            !generator.wasBottleneck()));
    rows.add(
        new Row(
            "machine",
            "%d cores, load average %s; datagrams by %s, SRTP by %s"
                .formatted(
                    setup.cores(),
                    Figures.tenth(setup.loadAverage()),
                    setup.sockets(),
                    setup.crypto())));
    for (String bottleneck : generator.bottlenecks()) {
      rows.add(new Row("ITSELF THE BOTTLENECK", bottleneck, false));
    }
    return rows;
  }
}
