package chat.free4.server.http;

import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.SignalFault;
import chat.free4.server.host.RoomHost;
import chat.free4.server.host.SignalSocket;
import chat.free4.server.metrics.Refusal;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.server.rpc.Decoded;
import chat.free4.server.rpc.RpcDecoder;
import chat.free4.server.rpc.RpcEncoder;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One open WebSocket between its event loop and the control task. Neither side can be drowned: a
 * client with many messages unanswered is not read from, and one that does not read what it is sent
 * is closed.
 */
final class SocketSession implements SignalSocket {
  /** Messages of one socket that may wait for the control task. */
  static final int MAX_WAITING = 32;

  /** Bytes that may wait to be read by the client: a whole log, and somewhat more. */
  static final int MAX_UNSENT_BYTES = 8 << 20;

  private static final int RETRY_MILLIS = 1000;
  private static final int NO_STATUS = 1006;

  private final ServerWebSocket socket;
  private final RoomHost host;
  private final RpcDecoder decoder;
  private final RpcEncoder encoder;
  private final ServerMetrics metrics;
  private final int messageBytes;
  private final UnsentBudget budget;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger unsentBytes = new AtomicInteger();
  private final AtomicBoolean tooSlow = new AtomicBoolean();
  private final Context context;

  /** How it is closed: unless we say otherwise, because the server goes. */
  private volatile Closing closing =
      new Closing(CloseCode.GOING_AWAY.code(), CloseCode.GOING_AWAY.reason());

  /** What it has of the budget; on the event loop. */
  private int charged;

  private volatile boolean isClosed;

  private long handle;
  private Buffer message = Buffer.buffer();
  private boolean isText;

  private record Closing(int code, String reason) {}

  SocketSession(
      ServerWebSocket socket,
      RoomHost host,
      RpcDecoder decoder,
      RpcEncoder encoder,
      ServerMetrics metrics,
      UnsentBudget budget,
      int messageBytes) {
    this.socket = socket;
    this.context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
    this.host = host;
    this.decoder = decoder;
    this.encoder = encoder;
    this.metrics = metrics;
    this.budget = budget;
    this.messageBytes = messageBytes;
  }

  /** Opens the session; on the socket's event loop. */
  void start(String origin, byte[] address, Runnable onClosed) {
    handle = host.open(origin, address, this);
    socket.shutdownHandler(nothing -> onShutdown());
    socket.closeHandler(
        nothing -> {
          onClosed.run();
          isClosed = true;
          budget.giveBack(charged);
          Short code = socket.closeStatusCode();
          if (handle != RoomHost.REFUSED) {
            host.closed(handle, code == null ? NO_STATUS : code);
          }
        });
    if (handle == RoomHost.REFUSED) {
      metrics.countRefused(Refusal.CONTROL_BUSY);
      sayBusy(ClientMessage.NO_ID);
      close(CloseCode.GOING_AWAY);
      return;
    }
    socket.exceptionHandler(this::onBroken);
    socket.frameHandler(this::onFrame);
  }

  /** The server goes; or we close, which Vert.x asks us here to go through with. */
  private void onShutdown() {
    Closing how = closing;
    socket.close((short) how.code(), how.reason());
  }

  /** A frame that breaks RFC 6455, or is so long that it is not read; or a line that broke. */
  private void onBroken(Throwable failure) {
    metrics.countRefused(Refusal.BROKEN_SOCKET);
    if (failure instanceof CorruptedWebSocketFrameException corrupt) {
      WebSocketCloseStatus status = corrupt.closeStatus();
      // At once: what comes after a broken frame can't be read, and Vert.x closes with another
      // code.
      closing = new Closing(status.code(), status.reasonText());
      onShutdown();
    }
  }

  /** Puts a message together from its frames (RFC 6455 section 5.4), up to the limit. */
  private void onFrame(WebSocketFrame frame) {
    switch (frame.type()) {
      case TEXT, BINARY -> {
        message = Buffer.buffer();
        isText = frame.isText();
      }
      case CONTINUATION -> {}
      case CLOSE, PING, PONG -> {
        return; // Vert.x sees to them
      }
    }
    Buffer data = frame.binaryData();
    if (message.length() + data.length() > messageBytes) {
      message = Buffer.buffer();
      receive(new Decoded.TooLarge(messageBytes), "");
      return;
    }
    message.appendBuffer(data);
    if (frame.isFinal()) {
      String text = message.toString(StandardCharsets.UTF_8);
      message = Buffer.buffer();
      if (isText) {
        receive(decoder.decode(text), text);
      } else {
        receive(new Decoded.NotJson(), ""); // the contract has text frames alone
      }
    }
  }

  private void receive(Decoded frame, String text) {
    if (waiting.incrementAndGet() == MAX_WAITING) {
      socket.pause();
      if (waiting.get() <= MAX_WAITING / 2) {
        socket.resume(); // control was quicker, and its resume came too early
      }
    }
    if (!host.receive(handle, frame, text, this::handled)) {
      handled();
      metrics.countRefused(Refusal.CONTROL_BUSY);
      long id = frame instanceof Decoded.Message message ? message.id() : ClientMessage.NO_ID;
      sayBusy(id);
    }
  }

  private void sayBusy(long id) {
    SignalFault fault = SignalFault.busy(RETRY_MILLIS);
    metrics.countError(fault.error());
    send(encoder.error(id, fault));
  }

  /** One message less waits; on the control task. */
  private void handled() {
    if (waiting.decrementAndGet() == MAX_WAITING / 2) {
      context.runOnContext(nothing -> socket.resume());
    }
  }

  /**
   * Leaves it to the event loop, which makes bytes of it when it comes to that: until then a frame
   * for thousands is one string, however far behind the event loop is.
   */
  @Override
  public void send(String frame) {
    int length = frame.length();
    if (unsentBytes.addAndGet(length) > MAX_UNSENT_BYTES) {
      unsentBytes.addAndGet(-length);
      closeTooSlow();
    } else {
      context.runOnContext(nothing -> write(frame));
    }
  }

  private void write(String frame) {
    int length = frame.length();
    if (isClosed || !budget.take(length, unsentBytes.get())) {
      unsentBytes.addAndGet(-length);
      closeTooSlow();
      return;
    }
    charged += length;
    socket
        .writeFinalTextFrame(frame)
        .onComplete(
            written -> {
              unsentBytes.addAndGet(-length);
              if (!isClosed) {
                charged -= length;
                budget.giveBack(length);
              }
            });
  }

  private void closeTooSlow() {
    if (!isClosed && tooSlow.compareAndSet(false, true)) {
      metrics.countRefused(Refusal.SLOW_READER);
      // A client that reads no frames reads no close frame either; the code is for the books.
      close(CloseCode.GOING_AWAY);
    }
  }

  @Override
  public void close(CloseCode code) {
    closing = new Closing(code.code(), code.reason());
    context.runOnContext(nothing -> onShutdown());
  }
}
