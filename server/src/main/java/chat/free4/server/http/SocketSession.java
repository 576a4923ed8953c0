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
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
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
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger unsentBytes = new AtomicInteger();
  private final AtomicBoolean tooSlow = new AtomicBoolean();
  private final Context context;
  private long handle;

  SocketSession(
      ServerWebSocket socket,
      RoomHost host,
      RpcDecoder decoder,
      RpcEncoder encoder,
      ServerMetrics metrics,
      int messageBytes) {
    this.socket = socket;
    this.context = Objects.requireNonNull(Vertx.currentContext(), "not on an event loop");
    this.host = host;
    this.decoder = decoder;
    this.encoder = encoder;
    this.metrics = metrics;
    this.messageBytes = messageBytes;
  }

  /** Opens the session; on the socket's event loop. */
  void start(String origin, Runnable onClosed) {
    handle = host.open(origin, this);
    socket.closeHandler(
        nothing -> {
          onClosed.run();
          Short code = socket.closeStatusCode();
          if (handle != RoomHost.REFUSED) {
            host.closed(handle, code == null ? NO_STATUS : code);
          }
        });
    if (handle == RoomHost.REFUSED) {
      metrics.countRefused(Refusal.CONTROL_BUSY);
      send(encoder.error(ClientMessage.NO_ID, SignalFault.busy(RETRY_MILLIS)));
      close(CloseCode.GOING_AWAY);
      return;
    }
    // A frame longer than is read ends in here; Vert.x has closed the socket with 1009 then.
    socket.exceptionHandler(failure -> metrics.countRefused(Refusal.BROKEN_SOCKET));
    socket.textMessageHandler(this::onText);
    socket.binaryMessageHandler(this::onBinary);
  }

  private void onText(String frame) {
    if (isTooLarge(frame)) {
      receive(new Decoded.TooLarge(messageBytes));
    } else {
      receive(decoder.decode(frame));
    }
  }

  /** The contract has text frames alone. */
  private void onBinary(Buffer frame) {
    receive(
        frame.length() > messageBytes ? new Decoded.TooLarge(messageBytes) : new Decoded.NotJson());
  }

  private boolean isTooLarge(String frame) {
    if (frame.length() * 3L <= messageBytes) {
      return false; // a character is at most 3 bytes of UTF-8 for each of its chars
    }
    return frame.length() > messageBytes
        || frame.getBytes(StandardCharsets.UTF_8).length > messageBytes;
  }

  private void receive(Decoded frame) {
    if (waiting.incrementAndGet() == MAX_WAITING) {
      socket.pause();
      if (waiting.get() <= MAX_WAITING / 2) {
        socket.resume(); // control was quicker, and its resume came too early
      }
    }
    if (!host.receive(handle, frame, this::handled)) {
      handled();
      metrics.countRefused(Refusal.CONTROL_BUSY);
      long id = frame instanceof Decoded.Message message ? message.id() : ClientMessage.NO_ID;
      send(encoder.error(id, SignalFault.busy(RETRY_MILLIS)));
    }
  }

  /** One message less waits; on the control task. */
  private void handled() {
    if (waiting.decrementAndGet() == MAX_WAITING / 2) {
      context.runOnContext(nothing -> socket.resume());
    }
  }

  @Override
  public void send(String frame) {
    int length = frame.length();
    if (unsentBytes.addAndGet(length) > MAX_UNSENT_BYTES) {
      unsentBytes.addAndGet(-length);
      if (tooSlow.compareAndSet(false, true)) {
        metrics.countRefused(Refusal.SLOW_READER);
        // A close frame would only wait behind the others.
        socket.close();
      }
      return;
    }
    socket.writeFinalTextFrame(frame).onComplete(written -> unsentBytes.addAndGet(-length));
  }

  @Override
  public void close(CloseCode code) {
    WebSocketEdge.close(socket, code);
  }
}
