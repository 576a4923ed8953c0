package chat.free4.sim.live;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.EnterProof;
import chat.free4.room.access.OfferProof;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.RoomName;
import chat.free4.room.access.SigningKey;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One member's WebSocket (protocol/README.md): says hello, enters, answers heartbeats. Its calls
 * block, and throw {@link SignalException} where the server says no, and where the room moves
 * before it has answered; each member has a thread of its own.
 */
public final class SignalClient implements WebSocket.Listener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int VERSION = 1;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

  /** Heartbeats come each second; nothing for this long means that the line is lost. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

  private static final long WATCH_MILLIS = 500;
  private static final String MEDIA_LOST = "\"media.lost\"";
  private static final String HEARTBEAT =
      "{\"jsonrpc\":\"2.0\",\"method\":\"heartbeat\",\"params\":{}}";

  /**
   * Leaves out what is about the others, which is not read here: in a large room that is nearly all
   * that comes.
   */
  private static final TokenFilter ABOUT_ONESELF =
      new TokenFilter() {
        @Override
        public @Nullable TokenFilter includeProperty(String name) {
          return switch (name) {
            case "params", "members", "log" -> null;
            default -> this;
          };
        }
      };

  private final URI server;
  private final Consumer<String> listener;
  private final SigningKey identity;
  private final SigningKey device;
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final StringBuilder frame = new StringBuilder();
  private final WebSocket socket;
  private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
  private final Object disturbing = new Object();
  private volatile CompletableFuture<Disturbance> disturbance = new CompletableFuture<>();
  private final Semaphore mediaRestarts = new Semaphore(0);
  private volatile @Nullable SignalException ended;
  private volatile long heardNanos = System.nanoTime();
  private long lastId;

  /** What a member who is in a room has to do something about; the later ones matter more. */
  public enum Disturbance {
    /** What served its voice is gone: an offer comes next, on this WebSocket. */
    VOICE_LOST,
    /** Its room has another node: hello comes next, on this WebSocket. */
    MOVED,
    /** This WebSocket is gone: another one is wanted. */
    ENDED
  }

  /** What the server said to hello. */
  public record Challenge(Bytes nonce, Bytes session, Bytes fingerprint) {}

  /** What the server said to enter. */
  public record Entered(int member, @Nullable String answer) {}

  /** Connects somebody new. */
  public SignalClient(HttpClient http, URI server, SecureRandom random) {
    this(http, server, random, frame -> {});
  }

  /** The same; {@code listener} gets every frame as it came, on a thread of the socket's. */
  public SignalClient(HttpClient http, URI server, SecureRandom random, Consumer<String> listener) {
    this(
        http,
        server,
        SigningKey.ofSeed(randomBytes(random)),
        SigningKey.ofSeed(randomBytes(random)),
        listener);
  }

  private SignalClient(
      HttpClient http,
      URI server,
      SigningKey identity,
      SigningKey device,
      Consumer<String> listener) {
    this.server = server;
    this.identity = identity;
    this.device = device;
    this.listener = listener;
    String scheme = "https".equals(server.getScheme()) ? "wss" : "ws";
    URI address = URI.create(scheme + "://" + server.getAuthority() + "/ws");
    CompletableFuture<WebSocket> connecting =
        http.newWebSocketBuilder().header("Origin", origin()).buildAsync(address, this);
    this.socket = await(connecting, "no WebSocket at " + address);
  }

  /** Connects the same person again, to this server. */
  public SignalClient again(HttpClient http, URI to) {
    return new SignalClient(http, to, identity, device, listener);
  }

  /** The server that it was connected to. */
  public URI server() {
    return server;
  }

  /** False once this WebSocket is gone. */
  public boolean isOpen() {
    return ended == null;
  }

  /**
   * Waits until a member who has entered must offer its voice again, or enter again. A WebSocket on
   * which nothing is heard for 3 s is gone, and is ended here.
   */
  public Disturbance awaitDisturbance() {
    while (true) {
      try {
        return disturbance.get(WATCH_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() - heardNanos > SILENCE_NANOS) {
          end(SignalException.failed("the server said nothing for 3 s"));
          abort();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Disturbance.ENDED;
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The next disturbance; done from when it is there until something is done about it. */
  public CompletableFuture<Disturbance> disturbance() {
    return disturbance.copy();
  }

  private static Bytes randomBytes(SecureRandom random) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    random.nextBytes(seed);
    return Bytes.of(seed);
  }

  private String origin() {
    return server.getScheme() + "://" + server.getAuthority();
  }

  private static <T> T await(CompletableFuture<T> future, String complaint) {
    try {
      return future.orTimeout(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof SignalException refused) {
        throw refused;
      }
      String why =
          cause instanceof TimeoutException
              ? "no answer within " + ANSWER_LIMIT.toSeconds() + " s"
              : String.valueOf(cause);
      throw SignalException.failed(complaint + ": " + why);
    }
  }

  /** Introduces itself, to enter this public room. */
  public Challenge hello(String room) {
    forget(Disturbance.MOVED); // hello is the answer to it
    DeviceCertificate certificate = DeviceCertificate.issue(identity, device.publicKey());
    ObjectNode params = JSON.createObjectNode();
    params.put("version", VERSION);
    params.put("identity", identity.publicKey().toBase64Url());
    params.put("device", device.publicKey().toBase64Url());
    params.put("certificate", certificate.signature().toBase64Url());
    params.put("room", publicRoom(room).value().toBase64Url());
    JsonNode result = request("hello", params);
    return new Challenge(
        bytes(result, "nonce"), bytes(result, "session"), bytes(result, "fingerprint"));
  }

  private static RoomId publicRoom(String name) {
    return RoomId.ofPublic(Objects.requireNonNull(RoomName.canonical(name), "room name"));
  }

  /** Enters a public room. */
  public Entered enter(
      Challenge challenge, String room, String nickname, String offer, Bytes clientFingerprint) {
    ObjectNode profile = JSON.createObjectNode().put("nickname", nickname);
    Bytes bytes = Bytes.utf8(profile.toString());
    return enter(challenge, room, bytes, offer, clientFingerprint);
  }

  /** Enters a public room with a whole profile. */
  public Entered enter(
      Challenge challenge, String room, Bytes profile, String offer, Bytes clientFingerprint) {
    EnterProof proof =
        new EnterProof(
            challenge.nonce(),
            challenge.session(),
            origin(),
            publicRoom(room),
            identity.publicKey(),
            device.publicKey(),
            clientFingerprint,
            challenge.fingerprint());
    ObjectNode params = JSON.createObjectNode();
    params.put("kind", "public");
    params.put("room", room);
    params.put("proof", device.sign(proof.transcript()).toBase64Url());
    params.put("profile", profile.toBase64Url());
    params.put("offer", offer);
    JsonNode result = request("enter", params);
    JsonNode answer = result.get("answer");
    return new Entered(
        (int) result.get("member").asLong(), answer == null ? null : answer.asText());
  }

  /** Hears no more of a member, or hears it again: "mute for me". */
  public void muteForMe(int member, boolean muted) {
    ObjectNode params = JSON.createObjectNode();
    params.put("member", Integer.toUnsignedLong(member)).put("muted", muted);
    request("listen.mute", params);
  }

  /** Says something else of itself. */
  public void setProfile(Bytes profile) {
    request("member.update", JSON.createObjectNode().put("profile", profile.toBase64Url()));
  }

  /** Has a robot come in that speaks English. */
  public void addRobot(String kind) {
    request("robot.add", JSON.createObjectNode().put("robot", kind).put("language", "en"));
  }

  /**
   * Waits until the server says that it has lost our voice, as it does when what served it is gone.
   *
   * @return false when it does not
   */
  public boolean awaitMediaRestart(Duration limit) throws InterruptedException {
    return mediaRestarts.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Offers voice anew, in the room that was entered; gives the answer. */
  public String offer(Challenge challenge, String room, String offer, Bytes clientFingerprint) {
    forget(Disturbance.VOICE_LOST); // an offer is the answer to it
    OfferProof proof =
        new OfferProof(
            challenge.session(),
            publicRoom(room),
            identity.publicKey(),
            device.publicKey(),
            clientFingerprint,
            challenge.fingerprint());
    ObjectNode params = JSON.createObjectNode();
    params.put("offer", offer);
    params.put("signature", device.sign(proof.transcript()).toBase64Url());
    return request("media.offer", params).get("answer").asText();
  }

  /** Leaves the room. */
  public void leave() {
    request("leave", JSON.createObjectNode());
  }

  /** Leaves the room if it can, and ends the WebSocket in any case: the server closes it. */
  public void leaveQuietly() {
    try {
      leave();
      var _ = over.completeOnTimeout(null, CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (SignalException e) {
      // The line is gone, and so is the member.
    }
    abort();
  }

  private JsonNode request(String method, ObjectNode params) {
    long id = ++lastId;
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    SignalException end = ended;
    if (end != null) {
      throw end;
    }
    ObjectNode message = JSON.createObjectNode();
    message.put("jsonrpc", "2.0").put("id", id).put("method", method).set("params", params);
    send(socket, message.toString());
    try {
      return await(answer, method);
    } finally {
      waiting.remove(id);
    }
  }

  private synchronized void send(WebSocket to, String message) {
    var _ = await(to.sendText(message, true), "cannot send");
  }

  private static Bytes bytes(JsonNode node, String field) {
    return Objects.requireNonNull(Bytes.ofBase64Url(node.get(field).asText()), field);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    heardNanos = System.nanoTime();
    frame.append(data);
    if (last) {
      String text = frame.toString();
      frame.setLength(0);
      listener.accept(text);
      if (text.contains(MEDIA_LOST) && text.contains("\"restarted\"")) {
        mediaRestarts.release();
        disturb(Disturbance.VOICE_LOST);
      }
      if (!concernsUs(text)) {
        from.request(1);
        return null;
      }
      try {
        JsonNode message = read(text);
        if (message.isArray()) {
          message.forEach(each -> handle(from, each));
        } else {
          handle(from, message);
        }
      } catch (IOException e) {
        throw new IllegalStateException("the server sent no JSON", e);
      }
    }
    from.request(1);
    return null;
  }

  /**
   * Whether a frame may hold an answer, a heartbeat or the word that the room has moved. In a large
   * room nearly none does, and reading them all as JSON would take more time than the voices.
   */
  private static boolean concernsUs(String text) {
    return text.contains("\"id\":") || text.contains("\"heartbeat\"") || text.contains("\"moved\"");
  }

  private static JsonNode read(String text) throws IOException {
    try (JsonParser all = JSON.createParser(text);
        JsonParser some =
            new FilteringParserDelegate(
                all, ABOUT_ONESELF, TokenFilter.Inclusion.INCLUDE_ALL_AND_PATH, true)) {
      return JSON.readTree(some);
    }
  }

  private void handle(WebSocket from, JsonNode message) {
    if (message.has("method")) {
      switch (message.get("method").asText()) {
        case "heartbeat" -> send(from, HEARTBEAT);
        case "moved" -> fail(SignalException.moved(), Disturbance.MOVED);
        default -> {} // is about others
      }
      return;
    }
    CompletableFuture<JsonNode> answer = waiting.get(message.path("id").asLong());
    if (answer == null) {
      return;
    }
    JsonNode error = message.get("error");
    if (error == null) {
      answer.complete(message.get("result"));
    } else {
      JsonNode data = error.path("data");
      answer.completeExceptionally(
          SignalException.refused(
              data.path("reason").asText(error.path("message").asText("no reason")),
              data.path("retryMillis").asLong(-1)));
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    end(SignalException.closed(code, reason));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    end(SignalException.failed("the WebSocket failed: " + error));
  }

  private void end(SignalException why) {
    ended = why;
    fail(why, Disturbance.ENDED);
    over.complete(null);
  }

  private void fail(SignalException why, Disturbance what) {
    waiting.values().forEach(answer -> answer.completeExceptionally(why));
    disturb(what);
  }

  private void disturb(Disturbance what) {
    synchronized (disturbing) {
      if (!disturbance.complete(what) && disturbance.join().compareTo(what) < 0) {
        disturbance = CompletableFuture.completedFuture(what);
      }
    }
  }

  /** What was to be done about this, and about all that matters less, is being done. */
  private void forget(Disturbance most) {
    synchronized (disturbing) {
      if (disturbance.isDone() && disturbance.join().compareTo(most) <= 0) {
        disturbance = new CompletableFuture<>();
      }
    }
  }

  /** Ends the WebSocket at once, without a word. */
  public void abort() {
    socket.abort();
  }

  @Override
  public void close() {
    var _ = await(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""), "cannot close");
  }
}
