package chat.free4.server.metrics;

import chat.free4.room.descriptor.DescriptorDrop;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.SignalError;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;

/** Everything that is counted, for one server: several may stand in one process, in tests. */
public final class ServerMetrics {
  private static final double NANOS_A_SECOND = 1e9;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  private final Counter errors =
      Counter.builder()
          .name("free4chat_signal_errors_total")
          .help("Errors that requests were answered with.")
          .labelNames("reason")
          .register(registry);

  private final Counter closes =
      Counter.builder()
          .name("free4chat_socket_closes_total")
          .help("WebSockets that the server closed.")
          .labelNames("reason")
          .register(registry);

  private final Counter refused =
      Counter.builder()
          .name("free4chat_signal_refused_total")
          .help("What came over the WebSocket, or asked for one, and was not taken.")
          .labelNames("reason")
          .register(registry);

  private final Counter messages =
      Counter.builder()
          .name("free4chat_signal_messages_total")
          .help("Messages from clients.")
          .register(registry);

  private final Counter joins =
      Counter.builder()
          .name("free4chat_joins_total")
          .help("Members that entered a room, again or for the first time.")
          .labelNames("resumed")
          .register(registry);

  private final Counter chainDrops =
      Counter.builder()
          .name("free4chat_descriptor_drops_total")
          .help("Chains of sealed rooms that entrants brought and that were refused.")
          .labelNames("reason")
          .register(registry);

  private final Counter restarts =
      Counter.builder()
          .name("free4chat_worker_restarts_total")
          .help("Media workers that failed and began anew.")
          .register(registry);

  private final Histogram handshakes =
      Histogram.builder()
          .name("free4chat_dtls_handshake_seconds")
          .help("DTLS handshakes, from their first message to their end, whatever it was.")
          .classicOnly()
          .classicUpperBounds(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
          .register(registry);

  private final Histogram handovers =
      Histogram.builder()
          .name("free4chat_node_handover_seconds")
          .help("Shards that this node let go, until all in their rooms were told.")
          .classicOnly()
          .classicUpperBounds(0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
          .register(registry);

  private final Counter handshakesRefused =
      Counter.builder()
          .name("free4chat_dtls_handshakes_refused_total")
          .help("DTLS handshakes over the limit of those that wait.")
          .register(registry);

  private final Counter utterances =
      Counter.builder()
          .name("free4chat_ears_utterances_total")
          .help("What people said who agree to be listened to, and what became of it.")
          .labelNames("outcome")
          .register(registry);

  /** Metrics that all stand at nothing, but for the JVM's. */
  public ServerMetrics() {
    JvmMetrics.register(registry);
    for (boolean resumed : new boolean[] {false, true}) {
      joins.labelValues(Boolean.toString(resumed));
    }
  }

  /** For what registers itself. */
  public PrometheusRegistry registry() {
    return registry;
  }

  /** A number that is asked for when somebody looks. */
  public void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call((double) value.getAsLong()))
        .register(registry);
  }

  /** A request was answered with an error. */
  public void countError(SignalError error) {
    errors.labelValues(error.reason()).inc();
  }

  /** The server closed a WebSocket. */
  public void countClose(CloseCode code) {
    closes.labelValues(code.name().toLowerCase(java.util.Locale.ROOT)).inc();
  }

  /** Something was not taken. */
  public void countRefused(Refusal refusal) {
    refused.labelValues(refusal.label()).inc();
  }

  /** A chain that an entrant brought was refused. */
  public void countChainDrop(DescriptorDrop drop) {
    chainDrops.labelValues(drop.label()).inc();
  }

  /** A message came in. */
  public void countMessage() {
    messages.inc();
  }

  /** A member entered. */
  public void countJoin(boolean resumed) {
    joins.labelValues(Boolean.toString(resumed)).inc();
  }

  /** A media worker began anew. */
  public void countWorkerRestart() {
    restarts.inc();
  }

  /** Something was said that ears have heard; {@code outcome} is what became of it. */
  public void countUtterance(String outcome) {
    utterances.labelValues(outcome).inc();
  }

  /** A handshake ended. */
  public void observeHandshake(long nanos) {
    handshakes.observe(nanos / NANOS_A_SECOND);
  }

  /** This node has let a shard go. */
  public void observeHandover(long nanos) {
    handovers.observe(nanos / NANOS_A_SECOND);
  }

  /** A handshake was not begun. */
  public void countHandshakeRefused() {
    handshakesRefused.inc();
  }

  /**
   * The sum of all that stands under a name, which for a counter is without {@code _total}; 0 when
   * there is none.
   */
  public double sum(String name) {
    double sum = 0;
    for (MetricSnapshot snapshot : registry.scrape(name::equals)) {
      for (DataPointSnapshot point : snapshot.getDataPoints()) {
        sum +=
            switch (point) {
              case GaugeSnapshot.GaugeDataPointSnapshot gauge -> gauge.getValue();
              case CounterSnapshot.CounterDataPointSnapshot counter -> counter.getValue();
              default -> 0;
            };
      }
    }
    return sum;
  }

  /** All of it, in the text format of Prometheus. */
  public byte[] scrape() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(16_384);
    try {
      writer.write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The media type of {@link #scrape}. */
  public static String contentType() {
    return PrometheusTextFormatWriter.CONTENT_TYPE;
  }
}
