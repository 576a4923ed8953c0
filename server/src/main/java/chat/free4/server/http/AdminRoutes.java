package chat.free4.server.http;

import chat.free4.server.metrics.ServerMetrics;
import chat.free4.server.status.Status;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BooleanSupplier;

/**
 * {@code /metrics} for Prometheus, {@code /healthz}, and a page for people at {@code /}: for this
 * machine alone.
 */
public final class AdminRoutes implements Handler<HttpServerRequest> {
  private final ServerMetrics metrics;
  private final BooleanSupplier healthy;
  private final StatusPage page = new StatusPage();
  private final Status status;

  /** Routes to these. */
  public AdminRoutes(ServerMetrics metrics, BooleanSupplier healthy, Status status) {
    this.metrics = metrics;
    this.healthy = healthy;
    this.status = status;
  }

  @Override
  public void handle(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    switch (path) {
      case "/metrics" ->
          request
              .response()
              .putHeader("Content-Type", ServerMetrics.contentType())
              .end(Buffer.buffer(metrics.scrape()));
      case "/healthz" -> {
        boolean well = healthy.getAsBoolean();
        Answers.sendText(request, well ? 200 : 503, well ? "ok" : "not ready");
      }
      case StatusPage.DATA_PATH ->
          request
              .response()
              .putHeader("Content-Type", "application/json")
              .putHeader("Cache-Control", "no-store")
              .end(StatusPage.data(status.history(), status.watch()));
      default ->
          page.find(path)
              .ifPresentOrElse(
                  asset -> {
                    request.response().putHeader("Content-Security-Policy", StatusPage.POLICY);
                    Answers.send(request, asset);
                  },
                  () -> Answers.sendText(request, 404, "Not found"));
    }
  }
}
