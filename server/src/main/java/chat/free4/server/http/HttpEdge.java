package chat.free4.server.http;

import chat.free4.server.config.ConfigException;
import chat.free4.server.config.Flag;
import chat.free4.server.config.Flags;
import chat.free4.server.config.LocalAddresses;
import chat.free4.server.config.ServerConfig;
import chat.free4.server.host.OpenShards;
import chat.free4.server.host.PublicNode;
import chat.free4.server.host.PublicRooms;
import chat.free4.server.tls.PageCertificate;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import java.net.BindException;
import java.net.Inet6Address;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The listening sockets of the page, plain and TLS. */
public final class HttpEdge implements AutoCloseable {
  private static final int MAX_REQUEST_LINE_BYTES = 4096;
  private static final int MAX_HEADER_BYTES = 16_384;
  private static final int IDLE_SECONDS = 75;
  private static final int BACKLOG = 1024;
  private static final long LISTEN_LIMIT_SECONDS = 10;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  /** IPv4 and IPv6 where the machine has both. */
  private static final String ANY_ADDRESS =
      LocalAddresses.all().stream().anyMatch(Inet6Address.class::isInstance) ? "::" : "0.0.0.0";

  private final Vertx vertx;
  private final ServerConfig config;
  private final Page page;
  private final List<HttpServer> servers = new ArrayList<>();
  private int httpPort;
  private int httpsPort;

  /**
   * Reads the page; nothing listens yet.
   *
   * @throws ConfigException when there is no page
   */
  public HttpEdge(Vertx vertx, ServerConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.page = Page.load(config.pageDirectory());
  }

  /** Names the page's build. */
  public String build() {
    return page.build();
  }

  /**
   * Listens.
   *
   * @param nodes of the cluster that people can reach one by one
   * @param shards where new rooms had best be
   * @param certificate null behind a proxy: no TLS of our own
   * @param authority who signed it; null when that is not ours to explain
   * @throws ConfigException when a port is taken
   */
  public void listen(
      WebSocketEdge sockets,
      PublicRooms rooms,
      Supplier<List<PublicNode>> nodes,
      Supplier<OpenShards> shards,
      @Nullable PageCertificate certificate,
      @Nullable X509Certificate authority) {
    Routes routes =
        new Routes(
            page,
            authority == null ? null : TrustPage.of(authority),
            sockets,
            new RoomsRoute(rooms),
            new NodesRoute(nodes, shards),
            config.nodeUrls().all(),
            config.behindProxy());
    if (certificate != null) {
      HttpServerOptions tls =
          options().setSsl(true).setKeyCertOptions(KeyCertOptions.wrap(certificate.keyManagers()));
      httpsPort = listen(tls, routes, Flags.HTTPS_PORT, config.httpsPort(), ANY_ADDRESS);
      routes.redirectTo(httpsPort);
    }
    httpPort = listen(options(), routes, Flags.HTTP_PORT, config.httpPort(), ANY_ADDRESS);
  }

  /**
   * Listens on 127.0.0.1 alone.
   *
   * @return the port
   */
  public int listenLocally(Flag<Integer> flag, int port, Handler<HttpServerRequest> handler) {
    return listen(options(), handler, flag, port, "127.0.0.1");
  }

  private HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setIdleTimeout(IDLE_SECONDS)
        .setAcceptBacklog(BACKLOG)
        .setMaxWebSocketFrameSize(WebSocketEdge.READ_FACTOR * config.messageBytes())
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false);
  }

  private int listen(
      HttpServerOptions options,
      Handler<HttpServerRequest> handler,
      Flag<Integer> flag,
      int port,
      String host) {
    HttpServer server = vertx.createHttpServer(options).requestHandler(handler);
    try {
      await(server.listen(port, host));
    } catch (ExecutionException e) {
      String problem =
          e.getCause() instanceof BindException ? "the port is taken" : "cannot listen";
      throw new ConfigException(flag, Integer.toString(port), problem);
    }
    servers.add(server);
    return server.actualPort();
  }

  private static <T> T await(Future<T> future) throws ExecutionException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(LISTEN_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (TimeoutException e) {
      throw new ExecutionException(e);
    }
  }

  /** The port of plain HTTP. */
  public int httpPort() {
    return httpPort;
  }

  /** The port of HTTPS; 0 when there is none. */
  public int httpsPort() {
    return httpsPort;
  }

  /** Stops listening, and closes what is open. */
  @Override
  public void close() {
    for (HttpServer server : servers) {
      try {
        await(server.shutdown(CLOSE_LIMIT));
      } catch (ExecutionException e) {
        // It is closed all the same when the process ends.
      }
    }
  }
}
