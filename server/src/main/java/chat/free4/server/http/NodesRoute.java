package chat.free4.server.http;

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
 * {@code GET /api/nodes}: where else people find this cluster (protocol/README.md). Nothing in it
 * that a visitor may not know; no CORS header, as {@link RoomsRoute}.
 */
final class NodesRoute {
  /** Where it is. */
  static final String PATH = "/api/nodes";

  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Supplier<List<PublicNode>> nodes;

  NodesRoute(Supplier<List<PublicNode>> nodes) {
    this.nodes = nodes;
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
    request
        .response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(new JsonObject().put("nodes", listed).encode());
  }
}
