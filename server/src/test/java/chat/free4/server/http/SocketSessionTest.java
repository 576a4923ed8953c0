package chat.free4.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.signal.CloseCode;
import chat.free4.server.host.RoomHost;
import chat.free4.server.host.SignalSocket;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.server.rpc.Decoded;
import chat.free4.server.rpc.RpcDecoder;
import chat.free4.server.rpc.RpcEncoder;
import io.vertx.core.Context;
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
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The two sides of a socket that could be drowned, with a socket and a host that only take. */
final class SocketSessionTest {
  private static final int MEGABYTE = 1 << 20;

  private static final int SOCKETS = 50;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final ServerMetrics metrics = new ServerMetrics();
  private final FakeSocket socket = new FakeSocket();
  private final FakeHost host = new FakeHost();
  private final UnsentBudget budget = new UnsentBudget(20 * MEGABYTE, () -> SOCKETS);
  private final SocketSession session = session();

  /** Writes that nobody reads, and what was done to it. */
  private static final class FakeSocket {
    private final List<Promise<Void>> writes = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private Handler<WebSocketFrame> frames = frame -> {};
    private Handler<Void> closed = nothing -> {};

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
                if (method.getName().equals("closeHandler")) {
                  closed = (Handler<Void>) arguments[0];
                }
                if (method.getName().equals("writeFinalTextFrame")) {
                  Promise<Void> write = Promise.promise();
                  writes.add(write);
                  return write.future();
                }
                if (method.getReturnType() == Short.class) {
                  return null;
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
    public boolean receive(long session, Decoded frame, String text, Runnable done) {
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
    onTheLoop(
        () -> {
          SocketSession fresh =
              new SocketSession(
                  socket.asSocket(),
                  host,
                  new RpcDecoder(1000),
                  new RpcEncoder(),
                  metrics,
                  budget,
                  1000);
          fresh.start("https://a.example", new byte[4], () -> {});
          made.complete(fresh);
        });
    return made.join();
  }

  /** After all that was left to the event loop before. */
  private void onTheLoop(Runnable action) {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    context.runOnContext(
        nothing -> {
          action.run();
          turn.complete(null);
        });
    turn.join();
  }

  private void awaitTheLoop() {
    onTheLoop(() -> {});
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
    awaitTheLoop();
    assertThat(socket.calls).doesNotContain("close");
    session.send(frame);
    session.send(frame);
    awaitTheLoop();
    assertThat(socket.calls.stream().filter("close"::equals)).hasSize(1);
    assertThat(socket.writes).hasSize(SocketSession.MAX_UNSENT_BYTES / MEGABYTE);
    assertThat(scrape()).contains("free4chat_signal_refused_total{reason=\"slow_reader\"} 1.0");
  }

  @Test
  void readerThatReadsMayBeSentForEver() {
    String frame = "x".repeat(MEGABYTE);
    for (int i = 0; i < 100; i++) {
      session.send(frame);
      awaitTheLoop();
      onTheLoop(() -> socket.writes.getLast().complete());
    }
    assertThat(socket.calls).doesNotContain("close");
    assertThat(budget.bytes()).isZero();
  }

  @Test
  void withoutRoomForAllItMayHaveNoMoreThanItsShare() {
    assertThat(budget.take(20 * MEGABYTE, 0)).isTrue(); // for all the others
    session.send("x".repeat(20 * MEGABYTE / SOCKETS));
    awaitTheLoop();
    assertThat(socket.calls).doesNotContain("close");
    session.send("x");
    awaitTheLoop();
    awaitTheLoop(); // it closes in a turn of its own
    assertThat(socket.calls).contains("close");
    assertThat(socket.writes).hasSize(1);
    assertThat(scrape()).contains("free4chat_signal_refused_total{reason=\"slow_reader\"} 1.0");
  }

  @Test
  void whatWaitedForOneThatIsGoneWaitsNoLonger() {
    session.send("x".repeat(MEGABYTE));
    awaitTheLoop();
    assertThat(budget.bytes()).isEqualTo(MEGABYTE);
    onTheLoop(() -> socket.closed.handle(null));
    assertThat(budget.bytes()).isZero();
    onTheLoop(() -> socket.writes.getLast().fail("closed"));
    assertThat(budget.bytes()).isZero();
    session.send("nobody is there");
    awaitTheLoop();
    assertThat(socket.writes).hasSize(1);
    assertThat(budget.bytes()).isZero();
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
    awaitTheLoop();
    assertThat(socket.calls).contains("resume");
  }

  @Test
  void requestThatControlCannotTakeIsAnsweredAsBusy() {
    host.full = true;
    socket.frames.handle(
        WebSocketFrame.textFrame("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"leave\"}", true));
    awaitTheLoop();
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
    awaitTheLoop();
    assertThat(socket.calls).contains("close");
  }
}
