package chat.free4.server.media;

import chat.free4.ffi.UdpCounters;
import chat.free4.sfu.MediaCounters;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** What workers have counted, asked for when somebody looks. */
final class MediaMetrics {
  private final PrometheusRegistry registry;
  private final List<Worker> workers;
  private final RelayMesh relays;

  private MediaMetrics(PrometheusRegistry registry, List<Worker> workers, RelayMesh relays) {
    this.registry = registry;
    this.workers = workers;
    this.relays = relays;
  }

  static void register(PrometheusRegistry registry, List<Worker> workers, RelayMesh relays) {
    new MediaMetrics(registry, workers, relays).register();
  }

  /** What crosses between nodes. */
  static void register(PrometheusRegistry registry, RelayPort port) {
    GaugeWithCallback.builder()
        .name("free4chat_relay_nodes")
        .help("Other nodes that voice can cross to and from.")
        .callback(callback -> callback.call(port.reachable()))
        .register(registry);
    between(registry, "sent", "Voice packets to other nodes.", port::voiceSent);
    between(registry, "received", "Voice packets from other nodes.", port::voiceReceived);
    between(registry, "refused", "Datagrams between nodes that were not taken.", port::refused);
    between(registry, "send_failed", "Datagrams to nodes that did not go.", port::sendFailed);
    between(registry, "ring_full", "Packets of nodes that found no room.", port::ringFull);
  }

  private static void between(
      PrometheusRegistry registry, String name, String help, LongSupplier value) {
    CounterWithCallback.builder()
        .name("free4chat_relay_" + name + "_total")
        .help(help)
        .callback(callback -> callback.call((double) value.getAsLong()))
        .register(registry);
  }

  private void register() {
    total("datagrams_received", "Datagrams that came.", w -> w.ioCounters().received());
    total("datagrams_sent", "Datagrams that were sent.", w -> w.ioCounters().sent());
    engineTotal("rtp_received", "Voice packets that passed SRTP.", MediaCounters::rtpReceived);
    engineTotal("rtcp_received", "Control packets that passed SRTP.", MediaCounters::rtcpReceived);
    engineTotal("rtcp_sent", "Control packets sent.", MediaCounters::rtcpSent);
    engineTotal("forwarded", "Voice packets sent to listeners.", MediaCounters::forwarded);
    engineTotal("resent", "Voice packets sent again on a NACK.", MediaCounters::resent);
    engineTotal("nacks_sent", "Packets asked for again.", MediaCounters::nacksSent);
    engineTotal("slot_switches", "Changes of a slot's speaker.", MediaCounters::slotSwitches);
    engineTotal("relayed_out", "Packets to other workers.", MediaCounters::relayedOut);
    engineTotal("relayed_in", "Packets from other workers.", MediaCounters::relayedIn);
    engineTotal("data_received", "Data channel messages sent.", MediaCounters::dataReceived);
    engineTotal("data_sent", "Data channel messages passed on.", MediaCounters::dataSent);
    engineTotal("commands_refused", "Commands refused.", MediaCounters::commandsRefused);
    gauge("rooms", "Rooms with voice.", MediaCounters::rooms);
    gauge("peers", "Transports.", MediaCounters::peers);
    gauge("connected_peers", "Transports that voice flows on.", MediaCounters::connectedPeers);
    gauge("bound_paths", "Addresses that belong to a peer.", MediaCounters::boundPaths);
    CounterWithCallback.builder()
        .name("free4chat_media_drops_total")
        .help("Datagrams and forwards refused.")
        .labelNames("worker", "reason")
        .callback(this::collectDrops)
        .register(registry);
  }

  private void collectDrops(CounterWithCallback.Callback callback) {
    for (int i = 0; i < workers.size(); i++) {
      String worker = Integer.toString(i);
      workers
          .get(i)
          .counters()
          .drops()
          .forEach((reason, count) -> callback.call((double) count, worker, reason));
      UdpCounters io = workers.get(i).ioCounters();
      callback.call((double) io.tooLong(), worker, "datagram_too_long");
      callback.call((double) io.noPath(), worker, "no_path_free");
      callback.call((double) io.sendFull(), worker, "send_buffer_full");
      callback.call((double) io.sendFailed(), worker, "send_failed");
      callback.call((double) relays.dropped(i), worker, "relay_ring_full");
    }
  }

  private void engineTotal(String name, String help, ToLongFunction<MediaCounters> value) {
    total(name, help, worker -> value.applyAsLong(worker.counters()));
  }

  private void total(String name, String help, ToLongFunction<Worker> value) {
    CounterWithCallback.builder()
        .name("free4chat_media_" + name + "_total")
        .help(help)
        .labelNames("worker")
        .callback(
            callback -> {
              for (int i = 0; i < workers.size(); i++) {
                callback.call((double) value.applyAsLong(workers.get(i)), Integer.toString(i));
              }
            })
        .register(registry);
  }

  private void gauge(String name, String help, ToLongFunction<MediaCounters> value) {
    GaugeWithCallback.builder()
        .name("free4chat_media_" + name)
        .help(help)
        .labelNames("worker")
        .callback(
            callback -> {
              for (int i = 0; i < workers.size(); i++) {
                callback.call(
                    (double) value.applyAsLong(workers.get(i).counters()), Integer.toString(i));
              }
            })
        .register(registry);
  }
}
