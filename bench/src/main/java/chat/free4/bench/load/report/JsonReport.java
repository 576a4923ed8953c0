package chat.free4.bench.load.report;

import chat.free4.bench.load.measure.LatencyHistogram;
import chat.free4.bench.load.measure.LoadResult;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A result as JSON; what is not known is left out. */
public final class JsonReport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double NANOS_A_MICRO = 1e3;
  private static final double NANOS_A_MILLI = 1e6;

  private JsonReport() {}

  /** Writes it. */
  public static String of(LoadResult result) {
    ObjectNode root = JSON.createObjectNode();
    root.put("right", result.isRight());
    root.set("plan", JSON.valueToTree(result.plan()));
    root.set("setup", JSON.valueToTree(result.setup()));
    joins(root.putObject("joins"), result.joins());
    LoadResult.Storm storm = result.storm();
    if (storm != null) {
      ObjectNode to = root.putObject("storm");
      joins(to, storm.joins());
      to.put("seconds", storm.seconds()).put("lost", storm.lost());
    }
    LoadResult.Moves moves = result.moves();
    if (moves != null) {
      ObjectNode to = root.putObject("moves");
      to.put("moved", moves.moved()).put("offered", moves.offered());
      to.put("reconnected", moves.reconnected()).put("lost", moves.lost());
      to.put("silenceP50Millis", moves.silenceP50Nanos() / NANOS_A_MILLI);
      to.put("silenceMaxMillis", moves.silenceMaxNanos() / NANOS_A_MILLI);
    }
    LoadResult.Hearing hearing = result.hearing();
    ObjectNode heard = root.putObject("hearing");
    heard.put("members", hearing.members()).put("right", hearing.right());
    heard.put("fewest", hearing.fewest()).put("most", hearing.most());
    heard.put("someOf", hearing.someOf());
    hearing.complaints().forEach(heard.putArray("complaints")::add);
    traffic(root.putObject("voice"), result.traffic());
    latency(root.putObject("latency"), result);
    LoadResult.ServerCost server = result.server();
    if (server != null) {
      ObjectNode cost = root.putObject("server");
      cost.put("pid", server.pid()).put("cpuSeconds", server.cpuSeconds());
      cost.put("cores", server.cores());
      cost.put("packetsPerCpuSecond", server.packetsPerCpuSecond());
      cost.put("residentBytes", server.residentBytes());
      cost.put("peakResidentBytes", server.peakResidentBytes());
    }
    generator(root.putObject("generator"), result.generator());
    samples(root.putArray("samples"), result);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void joins(ObjectNode to, LoadResult.Joins joins) {
    to.put("wanted", joins.wanted()).put("joined", joins.joined());
    to.put("perSecond", joins.perSecond());
    to.put("p50Millis", joins.p50Nanos() / NANOS_A_MILLI);
    to.put("p99Millis", joins.p99Nanos() / NANOS_A_MILLI);
    to.put("maxMillis", joins.maxNanos() / NANOS_A_MILLI);
    to.put("busyRetries", joins.busyRetries());
    joins.failures().forEach(to.putArray("failures")::add);
  }

  private static void traffic(ObjectNode to, LoadResult.Traffic traffic) {
    to.put("seconds", traffic.seconds());
    to.put("sent", traffic.sent());
    if (traffic.expected() >= 0) {
      to.put("expected", traffic.expected());
    }
    to.put("received", traffic.received());
    to.put("lost", traffic.missing());
    to.put("lossShare", traffic.lossShare());
    to.put("duplicates", traffic.duplicates());
    to.put("reordered", traffic.reordered());
    to.put("stray", traffic.stray());
    to.put("decrypted", traffic.decrypted());
    to.put("undecryptable", traffic.undecryptable());
    to.put("untrue", traffic.untrue());
  }

  private static void latency(ObjectNode to, LoadResult result) {
    LatencyHistogram histogram = result.latency().histogram();
    to.put("clock", result.setup().kernelTimes() ? "kernel" : "user-space");
    to.put("count", histogram.count());
    if (histogram.count() > 0) {
      to.put("p50Micros", histogram.percentileNanos(0.5) / NANOS_A_MICRO);
      to.put("p90Micros", histogram.percentileNanos(0.9) / NANOS_A_MICRO);
      to.put("p99Micros", histogram.percentileNanos(0.99) / NANOS_A_MICRO);
      to.put("maxMicros", histogram.maxNanos() / NANOS_A_MICRO);
      to.put("meanMicros", histogram.meanNanos() / NANOS_A_MICRO);
    }
  }

  private static void generator(ObjectNode to, LoadResult.Generator generator) {
    to.put("cores", generator.cores());
    to.put("lateFrames", generator.late());
    to.put("skippedFrames", generator.skipped());
    to.put("sendFailed", generator.sendFailed());
    to.put("dropped", generator.dropped());
    to.put("latenessP99Micros", generator.latenessP99Nanos() / NANOS_A_MICRO);
    to.put("latenessMaxMicros", generator.latenessMaxNanos() / NANOS_A_MICRO);
    to.put("wasBottleneck", generator.wasBottleneck());
    generator.bottlenecks().forEach(to.putArray("bottlenecks")::add);
  }

  private static void samples(ArrayNode to, LoadResult result) {
    for (LoadResult.Sample sample : result.samples()) {
      ObjectNode one = to.addObject();
      one.put("atSeconds", sample.atSeconds());
      one.put("sentPerSecond", sample.sentPerSecond());
      one.put("receivedPerSecond", sample.receivedPerSecond());
      one.put("loadCores", sample.loadCores());
      if (sample.serverCores() >= 0) {
        one.put("serverCores", sample.serverCores());
        one.put("serverResidentBytes", sample.serverResidentBytes());
      }
    }
  }
}
