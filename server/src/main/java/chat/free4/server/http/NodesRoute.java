package chat.free4.server.http;

import chat.free4.server.host.OpenShards;
import chat.free4.server.host.PublicNode;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * {@code GET /api/nodes}: where else people find this cluster, and where new rooms had best be
 * (protocol/README.md). Nothing in it that a visitor may not know; no CORS header, as {@link
 * RoomsRoute}.
 */
final class NodesRoute {
  /** Where it is. */
  static final String PATH = "/api/nodes";

  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Supplier<List<PublicNode>> nodes;
  private final Supplier<OpenShards> shards;

  NodesRoute(Supplier<List<PublicNode>> nodes, Supplier<OpenShards> shards) {
    this.nodes = nodes;
    this.shards = shards;
  }

  /** Answers. */
  void handle(HttpServerRequest request) {
    if (!READING.contains(request.method())) {
      request.response().putHeader("Allow", "GET, HEAD");
      Answers.sendText(request, 405, "Method not allowed");
      return;
    }
    JsonArray listed = new JsonArray();
    for (PublicNode node : nodes.get()) {
      listed.add(
          new JsonObject()
              .put("url", node.url())
              .put("state", node.state().name().toLowerCase(Locale.ROOT))
              .put("load", node.load()));
    }
    JsonObject answer = new JsonObject().put("nodes", listed);
    OpenShards open = shards.get();
    if (!open.best().isEmpty()) {
      JsonObject said = new JsonObject().put("count", open.count());
      answer.put("shards", said.put("best", new JsonArray(open.best())));
    }
    request
        .response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(answer.encode());
  }
}
