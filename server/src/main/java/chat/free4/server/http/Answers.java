package chat.free4.server.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Writes answers to requests for documents. */
final class Answers {
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private Answers() {}

  /** Sends {@code asset}, or says that the browser has it. */
  static void send(HttpServerRequest request, Page.Asset asset) {
    HttpServerResponse response = request.response();
    response
        .putHeader("Cache-Control", asset.immutable() ? IMMUTABLE : "no-cache")
        .putHeader("ETag", asset.etag())
        .putHeader("Vary", "Accept-Encoding");
    if (asset.etag().equals(request.getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader("Content-Type", asset.type());
    boolean compressed = asset.gzip() != null && acceptsGzip(request.getHeader("Accept-Encoding"));
    var body = compressed && asset.gzip() != null ? asset.gzip() : asset.plain();
    if (compressed) {
      response.putHeader("Content-Encoding", "gzip");
    }
    response.putHeader("Content-Length", Integer.toString(body.length()));
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(body);
    }
  }

  private static boolean acceptsGzip(@Nullable String header) {
    return header != null && header.contains("gzip");
  }

  /** Sends a line of text. */
  static void sendText(HttpServerRequest request, int status, String text) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end(text + "\n");
  }

  /** Sends the browser elsewhere, this time: ports and hosts of a home server change. */
  static void redirect(HttpServerRequest request, String location) {
    request
        .response()
        .setStatusCode(307)
        .putHeader("Location", location)
        .putHeader("Cache-Control", "no-store")
        .end();
  }
}
