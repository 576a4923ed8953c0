package chat.free4.server.http;

import chat.free4.server.metrics.ServerMetrics;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BooleanSupplier;

/** {@code /metrics} for Prometheus and {@code /healthz}, for this machine alone. */
public final class AdminRoutes implements Handler<HttpServerRequest> {
  private final ServerMetrics metrics;
  private final BooleanSupplier healthy;

  /** Routes to these. */
  public AdminRoutes(ServerMetrics metrics, BooleanSupplier healthy) {
    this.metrics = metrics;
    this.healthy = healthy;
  }

  @Override
  public void handle(HttpServerRequest request) {
    switch (String.valueOf(request.path())) {
      case "/metrics" ->
          request
              .response()
              .putHeader("Content-Type", ServerMetrics.contentType())
              .end(Buffer.buffer(metrics.scrape()));
      case "/healthz" -> {
        boolean well = healthy.getAsBoolean();
        Answers.sendText(request, well ? 200 : 503, well ? "ok" : "not ready");
      }
      default -> Answers.sendText(request, 404, "Not found");
    }
  }
}
