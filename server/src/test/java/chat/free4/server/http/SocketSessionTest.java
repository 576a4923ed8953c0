package chat.free4.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.signal.CloseCode;
import chat.free4.server.host.RoomHost;
import chat.free4.server.host.SignalSocket;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.server.rpc.Decoded;
import chat.free4.server.rpc.RpcDecoder;
import chat.free4.server.rpc.RpcEncoder;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The two sides of a socket that could be drowned, with a socket and a host that only take. */
final class SocketSessionTest {
  private static final int MEGABYTE = 1 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final ServerMetrics metrics = new ServerMetrics();
  private final FakeSocket socket = new FakeSocket();
  private final FakeHost host = new FakeHost();
  private final SocketSession session = session();

  /** Writes that nobody reads, and what was done to it. */
  private static final class FakeSocket {
    private final List<Promise<Void>> writes = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private Handler<WebSocketFrame> frames = frame -> {};

    @SuppressWarnings("unchecked")
    ServerWebSocket asSocket() {
      return (ServerWebSocket)
          Proxy.newProxyInstance(
              ServerWebSocket.class.getClassLoader(),
              new Class<?>[] {ServerWebSocket.class},
              (proxy, method, arguments) -> {
                calls.add(method.getName());
                if (method.getName().equals("frameHandler")) {
                  frames = (Handler<WebSocketFrame>) arguments[0];
                }
                if (method.getName().equals("writeFinalTextFrame")) {
                  Promise<Void> write = Promise.promise();
                  writes.add(write);
                  return write.future();
                }
                return method.getReturnType() == Future.class ? Future.succeededFuture() : proxy;
              });
    }
  }

  /** A control task that is busy until somebody says otherwise. */
  private static final class FakeHost implements RoomHost {
    private final List<Decoded> received = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean full;

    @Override
    public long open(String origin, byte[] address, SignalSocket socket) {
      return 1;
    }

    @Override
    public boolean receive(long session, Decoded frame, Runnable done) {
      if (!full) {
        received.add(frame);
        waiting.add(done);
      }
      return !full;
    }

    @Override
    public void closed(long session, int code) {}
  }

  private SocketSession session() {
    CompletableFuture<SocketSession> made = new CompletableFuture<>();
    vertx.runOnContext(
        nothing -> {
          SocketSession fresh =
              new SocketSession(
                  socket.asSocket(), host, new RpcDecoder(1000), new RpcEncoder(), metrics, 1000);
          fresh.start("https://a.example", new byte[4], () -> {});
          made.complete(fresh);
        });
    return made.join();
  }

  @AfterEach
  void close() {
    vertx.close();
  }

  private String scrape() {
    return new String(metrics.scrape(), StandardCharsets.UTF_8);
  }

  @Test
  void readerThatDoesNotReadIsClosedAndCounted() {
    String frame = "x".repeat(MEGABYTE);
    for (int i = 0; i < SocketSession.MAX_UNSENT_BYTES / MEGABYTE; i++) {
      session.send(frame);
    }
    assertThat(socket.calls).doesNotContain("close");
    session.send(frame);
    session.send(frame);
    assertThat(socket.calls.stream().filter("close"::equals)).hasSize(1);
    assertThat(socket.writes).hasSize(SocketSession.MAX_UNSENT_BYTES / MEGABYTE);
    assertThat(scrape()).contains("free4chat_signal_refused_total{reason=\"slow_reader\"} 1.0");
  }

  @Test
  void readerThatReadsMayBeSentForEver() {
    String frame = "x".repeat(MEGABYTE);
    for (int i = 0; i < 100; i++) {
      session.send(frame);
      socket.writes.getLast().complete();
    }
    assertThat(socket.calls).doesNotContain("close");
  }

  @Test
  void clientWithManyMessagesUnansweredIsNotReadFrom() {
    WebSocketFrame frame = WebSocketFrame.textFrame("{}", true);
    for (int i = 0; i < SocketSession.MAX_WAITING - 1; i++) {
      socket.frames.handle(frame);
    }
    assertThat(socket.calls).doesNotContain("pause");
    socket.frames.handle(frame);
    assertThat(socket.calls).contains("pause").doesNotContain("resume");
    host.waiting.forEach(Runnable::run);
    CompletableFuture<Void> turn = new CompletableFuture<>();
    vertx.runOnContext(nothing -> turn.complete(null));
    turn.join();
    org.awaitility.Awaitility.await()
        .untilAsserted(() -> assertThat(List.copyOf(socket.calls)).contains("resume"));
  }

  @Test
  void requestThatControlCannotTakeIsAnsweredAsBusy() {
    host.full = true;
    socket.frames.handle(
        WebSocketFrame.textFrame("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"leave\"}", true));
    assertThat(socket.writes).hasSize(1);
    assertThat(scrape())
        .contains("free4chat_signal_refused_total{reason=\"control_busy\"} 1.0")
        .contains("free4chat_signal_errors_total{reason=\"busy\"} 1.0");
  }

  @Test
  void messageIsPutTogetherFromItsFrames() {
    socket.frames.handle(WebSocketFrame.textFrame("{\"jsonrpc\":\"2.0\",", false));
    socket.frames.handle(
        WebSocketFrame.continuationFrame(
            io.vertx.core.buffer.Buffer.buffer("\"id\":1,\"method\":\"leave\"}"), true));
    assertThat(host.received)
        .containsExactly(new Decoded.Message(1, new chat.free4.room.signal.ClientMessage.Leave()));
  }

  @Test
  void messageOverTheLimitIsTooLargeAndItsBytesAreForgotten() {
    socket.frames.handle(WebSocketFrame.textFrame("x".repeat(999), false));
    socket.frames.handle(
        WebSocketFrame.continuationFrame(io.vertx.core.buffer.Buffer.buffer("xy"), false));
    assertThat(host.received).containsExactly(new Decoded.TooLarge(1000));
  }

  @Test
  void closeCodeGoesOutWithItsReason() {
    session.close(CloseCode.SUPERSEDED);
    assertThat(socket.calls).contains("close");
  }
}
