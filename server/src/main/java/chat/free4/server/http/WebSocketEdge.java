package chat.free4.server.http;

import io.vertx.core.http.HttpServerRequest;

/** Turns requests for {@code /ws} into signal sessions. */
public final class WebSocketEdge {
  /** Where it is. */
  static final String PATH = "/ws";

  /** A frame up to so many times the limit is read, so that it can be answered with an error. */
  static final int READ_FACTOR = 4;

  void upgrade(HttpServerRequest request, RequestOrigin origin) {
    Answers.sendText(request, 503, "Not ready");
  }
}
