package chat.free4.sim.live;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.EnterProof;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.RoomName;
import chat.free4.room.access.SigningKey;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One member's WebSocket (protocol/README.md): says hello, enters, answers heartbeats. Its calls
 * block; each member has a thread of its own.
 */
final class SignalClient implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  private final URI server;
  private final SigningKey identity;
  private final SigningKey device;
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final StringBuilder frame = new StringBuilder();
  private final WebSocket socket;
  private long lastId;

  /** What the server said to hello. */
  record Challenge(Bytes nonce, Bytes session, Bytes fingerprint) {}

  /** What the server said to enter. */
  record Entered(int member, @Nullable String answer) {}

  /** Connects. */
  SignalClient(HttpClient http, URI server, SecureRandom random) {
    this.server = server;
    this.identity = SigningKey.ofSeed(randomBytes(random));
    this.device = SigningKey.ofSeed(randomBytes(random));
    String scheme = "https".equals(server.getScheme()) ? "wss" : "ws";
    URI address = URI.create(scheme + "://" + server.getAuthority() + "/ws");
    this.socket =
        http.newWebSocketBuilder().header("Origin", origin()).buildAsync(address, this).join();
  }

  private static Bytes randomBytes(SecureRandom random) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    random.nextBytes(seed);
    return Bytes.of(seed);
  }

  private String origin() {
    return server.getScheme() + "://" + server.getAuthority();
  }

  /** Introduces itself. */
  Challenge hello() {
    DeviceCertificate certificate = DeviceCertificate.issue(identity, device.publicKey());
    ObjectNode params = JSON.createObjectNode();
    params.put("version", VERSION);
    params.put("identity", identity.publicKey().toBase64Url());
    params.put("device", device.publicKey().toBase64Url());
    params.put("certificate", certificate.signature().toBase64Url());
    JsonNode result = request("hello", params);
    return new Challenge(
        bytes(result, "nonce"), bytes(result, "session"), bytes(result, "fingerprint"));
  }

  /** Enters a public room. */
  Entered enter(
      Challenge challenge, String room, String nickname, String offer, Bytes clientFingerprint) {
    String canonical = Objects.requireNonNull(RoomName.canonical(room), "room name");
    EnterProof proof =
        new EnterProof(
            challenge.nonce(),
            challenge.session(),
            origin(),
            RoomId.ofPublic(canonical),
            identity.publicKey(),
            device.publicKey(),
            clientFingerprint,
            challenge.fingerprint());
    ObjectNode profile = JSON.createObjectNode().put("nickname", nickname);
    ObjectNode params = JSON.createObjectNode();
    params.put("kind", "public");
    params.put("room", room);
    params.put("proof", device.sign(proof.transcript()).toBase64Url());
    params.put("profile", Bytes.utf8(profile.toString()).toBase64Url());
    params.put("offer", offer);
    JsonNode result = request("enter", params);
    JsonNode answer = result.get("answer");
    return new Entered(
        (int) result.get("member").asLong(), answer == null ? null : answer.asText());
  }

  /** Leaves the room. */
  void leave() {
    request("leave", JSON.createObjectNode());
  }

  private JsonNode request(String method, ObjectNode params) {
    long id = ++lastId;
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    ObjectNode message = JSON.createObjectNode();
    message.put("jsonrpc", "2.0").put("id", id).put("method", method).set("params", params);
    send(message);
    return answer.orTimeout(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private synchronized void send(ObjectNode message) {
    socket.sendText(message.toString(), true).join();
  }

  private static Bytes bytes(JsonNode node, String field) {
    return Objects.requireNonNull(Bytes.ofBase64Url(node.get(field).asText()), field);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    frame.append(data);
    if (last) {
      String text = frame.toString();
      frame.setLength(0);
      try {
        handle(JSON.readTree(text));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("the server sent no JSON", e);
      }
    }
    from.request(1);
    return null;
  }

  private void handle(JsonNode message) {
    if (message.has("method")) {
      if ("heartbeat".equals(message.get("method").asText())) {
        ObjectNode beat = JSON.createObjectNode();
        beat.put("jsonrpc", "2.0").put("method", "heartbeat").putObject("params");
        send(beat);
      }
      return;
    }
    CompletableFuture<JsonNode> answer = waiting.remove(message.get("id").asLong());
    if (answer == null) {
      return;
    }
    JsonNode error = message.get("error");
    if (error == null) {
      answer.complete(message.get("result"));
    } else {
      answer.completeExceptionally(new IllegalStateException("the server refused: " + error));
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    waiting
        .values()
        .forEach(w -> w.completeExceptionally(new IllegalStateException("closed " + code)));
    return null;
  }

  @Override
  public void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }
}
