package chat.free4.server.http;

import chat.free4.room.signal.CloseCode;
import chat.free4.server.config.Flags;
import chat.free4.server.host.FullNotice;
import chat.free4.server.host.RoomHost;
import chat.free4.server.host.SocketGate;
import chat.free4.server.metrics.Refusal;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.server.rpc.RpcDecoder;
import chat.free4.server.rpc.RpcEncoder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns requests for {@code /ws} into signal sessions (RFC 6455): checks where the page is from and
 * how many sockets its address has, then leaves each socket to a {@link SocketSession}.
 */
public final class WebSocketEdge {
  /** Where it is. */
  static final String PATH = "/ws";

  /** A frame up to so many times the limit is read, so that it can be answered with an error. */
  static final int READ_FACTOR = 4;

  private final RoomHost host;
  private final SocketGate gate;
  private final int messageBytes;
  private final RpcDecoder decoder;
  private final RpcEncoder encoder;
  private final ServerMetrics metrics;
  private final UnsentBudget budget;
  private final Optional<String> pageOrigin;
  private final FullNotice full;

  /**
   * An edge to {@code host} for frames up to {@code messageBytes}.
   *
   * @param pageOrigin of a page elsewhere that may come, too
   */
  public WebSocketEdge(
      RoomHost host,
      SocketGate gate,
      int messageBytes,
      Optional<String> pageOrigin,
      RpcEncoder encoder,
      ServerMetrics metrics) {
    this.pageOrigin = pageOrigin;
    this.host = host;
    this.gate = gate;
    this.messageBytes = messageBytes;
    this.decoder = new RpcDecoder(messageBytes);
    this.encoder = encoder;
    this.metrics = metrics;
    this.full = new FullNotice("WebSockets", Flags.MAX_SOCKETS.name(), gate.maxSockets());
    this.budget = UnsentBudget.ofHeap(gate::sockets);
    metrics.gauge("free4chat_sockets", "WebSockets.", gate::sockets);
    metrics.gauge("free4chat_unsent_bytes", "Bytes that clients have yet to read.", budget::bytes);
  }

  void upgrade(HttpServerRequest request, RequestOrigin origin) {
    if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      metrics.countRefused(Refusal.NO_HANDSHAKE);
      request.response().putHeader("Upgrade", "websocket");
      Answers.sendText(request, 426, "Want a WebSocket");
      return;
    }
    String page = pageOf(request.getHeader("Origin"), origin);
    if (page == null) {
      metrics.countRefused(Refusal.WRONG_ORIGIN);
      Answers.sendText(request, 403, "Wrong origin");
      return;
    }
    byte[] address = origin.client().toBytes();
    SocketGate.Verdict verdict = gate.open(address);
    if (verdict == SocketGate.Verdict.SERVER_FULL) {
      metrics.countRefused(Refusal.SERVER_FULL);
      full.refuse(System.nanoTime());
      Answers.sendText(request, 503, "Too many WebSockets");
      return;
    }
    request
        .toWebSocket()
        .onSuccess(socket -> opened(socket, origin, page, verdict))
        .onFailure(
            failure -> {
              if (verdict == SocketGate.Verdict.WELCOME) {
                gate.close(address);
              }
              metrics.countRefused(Refusal.NO_HANDSHAKE);
            });
  }

  /** RFC 6455 section 10.2: a page of another origin must not speak for its visitor: null. */
  private @Nullable String pageOf(@Nullable String header, RequestOrigin origin) {
    String page = header == null ? "" : header.toLowerCase(Locale.ROOT);
    return page.equals(origin.origin()) || pageOrigin.filter(page::equals).isPresent()
        ? page
        : null;
  }

  private void opened(
      ServerWebSocket socket, RequestOrigin origin, String page, SocketGate.Verdict verdict) {
    if (verdict == SocketGate.Verdict.ADDRESS_FULL) {
      metrics.countClose(CloseCode.TOO_MANY_SOCKETS);
      CloseCode code = CloseCode.TOO_MANY_SOCKETS;
      socket.close((short) code.code(), code.reason());
      return;
    }
    SocketSession session =
        new SocketSession(socket, host, decoder, encoder, metrics, budget, messageBytes);
    byte[] address = origin.client().toBytes();
    session.start(page, address, () -> gate.close(address));
  }
}
