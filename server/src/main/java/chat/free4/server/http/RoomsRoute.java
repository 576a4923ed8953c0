package chat.free4.server.http;

import chat.free4.server.host.PublicRooms;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * {@code GET /api/rooms}: a page of the directory as JSON, the same that {@code directory.watch}
 * answers with (protocol/README.md). It sends no CORS header, so pages of other origins cannot read
 * it.
 */
final class RoomsRoute {
  /** Where it is. */
  static final String PATH = "/api/rooms";

  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final Set<String> PARAMETERS = Set.of("tag", "language", "search", "after");
  private static final int ETAG_BYTES = 12;

  private final PublicRooms rooms;

  RoomsRoute(PublicRooms rooms) {
    this.rooms = rooms;
  }

  /** Answers, on the request's event loop. */
  void handle(HttpServerRequest request) {
    if (!READING.contains(request.method())) {
      request.response().putHeader("Allow", "GET, HEAD");
      sendError(request, 405, new JsonObject().put("error", "method-not-allowed"));
      return;
    }
    MultiMap parameters = request.params();
    for (String name : parameters.names()) {
      List<String> values = parameters.getAll(name);
      if (!PARAMETERS.contains(name) || values.size() > 1) {
        refuse(request, name);
        return;
      }
    }
    Context context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
    rooms.ask(
        parameters.get("tag"),
        parameters.get("language"),
        parameters.get("search"),
        parameters.get("after"),
        answer -> context.runOnContext(nothing -> send(request, answer)));
  }

  private static void send(HttpServerRequest request, PublicRooms.Answer answer) {
    switch (answer) {
      case PublicRooms.Answer.Page(String json) -> sendPage(request, json);
      case PublicRooms.Answer.Refused(String field) -> refuse(request, field);
      case PublicRooms.Answer.Busy() -> {
        request.response().putHeader("Retry-After", "1");
        sendError(request, 503, new JsonObject().put("error", "busy"));
      }
    }
  }

  private static void sendPage(HttpServerRequest request, String json) {
    String etag = etag(json);
    HttpServerResponse response =
        request.response().putHeader("Cache-Control", "public, max-age=1").putHeader("ETag", etag);
    if (etag.equals(request.getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader("Content-Type", "application/json");
    if (request.method().equals(HttpMethod.HEAD)) {
      int length = json.getBytes(StandardCharsets.UTF_8).length;
      response.putHeader("Content-Length", Integer.toString(length)).end();
    } else {
      response.end(json);
    }
  }

  private static void refuse(HttpServerRequest request, String parameter) {
    sendError(
        request,
        400,
        new JsonObject().put("error", "invalid-parameter").put("parameter", parameter));
  }

  private static void sendError(HttpServerRequest request, int status, JsonObject error) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(error.encode() + "\n");
  }

  private static String etag(String json) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      byte[] start = Arrays.copyOf(hash, ETAG_BYTES);
      return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(start) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
