package chat.free4.bench.janus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Janus's API over one WebSocket, for all members: in one session each connection has a handle. Its
 * calls block, from any thread, and throw IllegalStateException where Janus says no.
 */
final class JanusClient implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUBPROTOCOL = "janus-protocol";
  private static final long ANSWER_SECONDS = 20;

  private final Map<String, CompletableFuture<JanusReply>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong lastTransaction = new AtomicLong();
  private final StringBuilder frame = new StringBuilder();
  private final WebSocket socket;
  private final long session;

  /** Connects, and opens a session. */
  JanusClient(HttpClient http, URI address) {
    socket =
        http.newWebSocketBuilder()
            .subprotocols(SUBPROTOCOL)
            .buildAsync(address, this)
            .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
            .join();
    session = ask(JanusRequest.create()).id();
  }

  /** A new handle. */
  long attach() {
    return ask(JanusRequest.attach(session)).id();
  }

  /** Tells a handle's VideoRoom something; returns its answer. */
  JanusReply tell(long handle, ObjectNode body, JanusRequest.@Nullable Sdp sdp) {
    return ask(JanusRequest.message(session, handle, body, sdp));
  }

  private JanusReply ask(ObjectNode question) {
    String transaction = Long.toString(lastTransaction.incrementAndGet());
    CompletableFuture<JanusReply> answer = new CompletableFuture<>();
    waiting.put(transaction, answer);
    send(question.put("transaction", transaction).toString());
    try {
      JanusReply reply = answer.orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
      if (reply.complaint() != null) {
        throw new IllegalStateException("Janus refused: " + reply.complaint());
      }
      return reply;
    } finally {
      waiting.remove(transaction);
    }
  }

  private synchronized void send(String text) {
    var _ = socket.sendText(text, true).orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    frame.append(data);
    if (last) {
      String text = frame.toString();
      frame.setLength(0);
      handle(text);
    }
    from.request(1);
    return null;
  }

  private void handle(String text) {
    try {
      JanusReply reply = JanusReply.of(JSON.readTree(text));
      CompletableFuture<JanusReply> answer = waiting.get(reply.transaction());
      if (answer != null && reply.isFinal()) {
        answer.complete(reply);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Janus sent no JSON", e);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    end("Janus closed the WebSocket: " + code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    end("the WebSocket failed: " + error);
  }

  private void end(String why) {
    waiting.values().forEach(one -> one.completeExceptionally(new IllegalStateException(why)));
  }

  @Override
  public void close() {
    socket.abort();
  }
}
