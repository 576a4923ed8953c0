package chat.free4.server.http;

import chat.free4.server.status.ClusterView;
import chat.free4.server.status.ClusterWatch;
import chat.free4.server.status.StatusHistory;
import chat.free4.server.status.StatusSample;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code /} of the admin port: how this node and its cluster are doing, for who runs it. */
final class StatusPage {
  /** The page asks this for everything it shows. */
  static final String DATA_PATH = "/status.json";

  /** Nothing but its own script, style and data. */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final double HUNDREDTHS = 100;

  private final Map<String, Page.Asset> assets =
      Map.of(
          "/",
          Page.Asset.of("text/html; charset=utf-8", resource("status.html"), false),
          "/status.css",
          Page.Asset.of("text/css; charset=utf-8", resource("status.css"), false),
          "/status.js",
          Page.Asset.of("text/javascript; charset=utf-8", resource("status.js"), false));

  /** The document of this path. */
  Optional<Page.Asset> find(String path) {
    return Optional.ofNullable(assets.get(path));
  }

  private static byte[] resource(String name) {
    try (InputStream stream = StatusPage.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What the page shows now. Samples are {@code [ms since 1970, members, rooms, forwards, cores]}.
   */
  static String data(StatusHistory history, ClusterWatch watch) {
    JsonArray samples = new JsonArray();
    for (StatusSample sample : history.samples()) {
      samples.add(
          new JsonArray()
              .add(sample.atMillis())
              .add(sample.members())
              .add(sample.rooms())
              .add(Math.round(sample.forwardsASecond()))
              .add(Math.round(sample.cores() * HUNDREDTHS) / HUNDREDTHS));
    }
    JsonObject data =
        new JsonObject().put("stepMillis", StatusHistory.STEP_MILLIS).put("samples", samples);
    ClusterView view = watch.view();
    if (view != null) {
      data.put("cluster", cluster(view)).put("events", events(watch));
    }
    return data.encode();
  }

  private static JsonObject cluster(ClusterView view) {
    JsonArray nodes = new JsonArray();
    for (ClusterView.Node node : view.nodes()) {
      nodes.add(
          new JsonObject()
              .put("address", node.address())
              .put("state", node.state().name().toLowerCase(Locale.ROOT))
              .put("self", node.isSelf()));
    }
    JsonObject shards = new JsonObject();
    new TreeMap<>(view.shards()).forEach((shard, node) -> shards.put(shard.toString(), node));
    return new JsonObject()
        .put("nodes", nodes)
        .put("shards", shards)
        .put("shardCount", view.shardCount());
  }

  private static JsonArray events(ClusterWatch watch) {
    JsonArray events = new JsonArray();
    for (ClusterWatch.Event event : watch.events()) {
      events.add(new JsonObject().put("at", event.atMillis()).put("what", event.what()));
    }
    return events;
  }
}
