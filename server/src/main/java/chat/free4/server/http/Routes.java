package chat.free4.server.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which request gets what. A page that may use a microphone is served over HTTPS, and over plain
 * HTTP under a loopback name; plain requests for other hosts are sent to HTTPS, but for {@code
 * /trust}, which a device needs before HTTPS works.
 */
final class Routes implements Handler<HttpServerRequest> {
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Page page;
  private final @Nullable TrustPage trust;
  private final WebSocketEdge sockets;
  private final RoomsRoute rooms;
  private final NodesRoute nodes;
  private final String nodeUrls;
  private final boolean behindProxy;
  private volatile int httpsPort;

  /**
   * Routes to these.
   *
   * @param trust null where the certificate is not the local authority's
   * @param nodeUrls where pages may go beside this server
   */
  Routes(
      Page page,
      @Nullable TrustPage trust,
      WebSocketEdge sockets,
      RoomsRoute rooms,
      NodesRoute nodes,
      List<String> nodeUrls,
      boolean behindProxy) {
    this.nodes = nodes;
    this.nodeUrls = String.join(" ", nodeUrls);
    this.page = page;
    this.trust = trust;
    this.sockets = sockets;
    this.rooms = rooms;
    this.behindProxy = behindProxy;
  }

  /** Where plain requests are sent; 0 sends them nowhere. */
  void redirectTo(int httpsPort) {
    this.httpsPort = httpsPort;
  }

  @Override
  public void handle(HttpServerRequest request) {
    Optional<RequestOrigin> known = RequestOrigin.of(request, behindProxy);
    if (known.isEmpty() || request.path() == null) {
      Answers.sendText(request, 400, "Bad request");
      return;
    }
    RequestOrigin origin = known.get();
    SecurityHeaders.add(request.response().headers(), origin, nodeUrls);
    String path = request.path();
    if (path.equals(TrustPage.PATH) || path.startsWith(TrustPage.PATH + "/")) {
      document(request, trust == null ? Optional.empty() : trust.find(path));
    } else if (mustUseHttps(origin)) {
      String host = origin.host() + (httpsPort == 443 ? "" : ":" + httpsPort);
      Answers.redirect(request, "https://" + host + request.uri());
    } else if (path.equals(WebSocketEdge.PATH)) {
      sockets.upgrade(request, origin);
    } else if (path.equals(RoomsRoute.PATH)) {
      rooms.handle(request);
    } else if (path.equals(NodesRoute.PATH)) {
      nodes.handle(request);
    } else if (path.equals("/") || path.startsWith("/r/") || path.startsWith("/s/")) {
      document(request, Optional.of(page.index()));
    } else {
      document(request, page.find(path));
    }
  }

  private boolean mustUseHttps(RequestOrigin origin) {
    return origin.scheme().equals("http") && !behindProxy && httpsPort != 0 && !origin.isLoopback();
  }

  private static void document(HttpServerRequest request, Optional<Page.Asset> asset) {
    if (asset.isEmpty()) {
      Answers.sendText(request, 404, "Not found");
    } else if (!READING.contains(request.method())) {
      request.response().putHeader("Allow", "GET, HEAD");
      Answers.sendText(request, 405, "Method not allowed");
    } else {
      Answers.send(request, asset.get());
    }
  }
}
