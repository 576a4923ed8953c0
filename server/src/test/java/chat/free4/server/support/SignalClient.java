package chat.free4.server.support;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.EnterProof;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.RoomName;
import chat.free4.room.access.SigningKey;
import chat.free4.room.description.DescribeProof;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.moderation.SignedAct;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A member as a browser is one, but for voice: says hello, signs, enters, and keeps what it hears.
 */
public final class SignalClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long WAIT_SECONDS = 20;
  private static final int ABNORMAL = 1006;

  private final HttpClient http = HttpClient.newHttpClient();
  private final LinkedBlockingQueue<JsonNode> inbox = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final String origin;
  private final SigningKey identity;
  private final SigningKey device;
  private final WebSocket socket;
  private long nextId = 1;
  private @Nullable JsonNode challenge;

  private SignalClient(URI uri, String origin, int seed) {
    this.origin = origin;
    this.identity = SigningKey.ofSeed(seed(seed));
    this.device = SigningKey.ofSeed(seed(seed + 1_000_000));
    this.socket =
        http.newWebSocketBuilder().header("Origin", origin).buildAsync(uri, new Listener()).join();
  }

  private static Bytes seed(int number) {
    byte[] seed = new byte[SigningKey.SEED_BYTES];
    java.nio.ByteBuffer.wrap(seed).putInt(number);
    return Bytes.of(seed);
  }

  /** Connects; the same {@code seed} is the same member. */
  public static SignalClient connect(TestServer server, int seed) {
    return connect(server.origin(), seed);
  }

  /** Connects to the server of this page. */
  public static SignalClient connect(String origin, int seed) {
    URI uri = URI.create(origin.replaceFirst("http", "ws") + "/ws");
    return new SignalClient(uri, origin, seed);
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder frame = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      frame.append(data);
      if (last) {
        JsonNode message = parse(frame.toString());
        if (message.isArray()) {
          message.forEach(inbox::add);
        } else {
          inbox.add(message);
        }
        frame.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      closed.complete(ABNORMAL);
    }
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("the server sent what is not JSON", e);
    }
  }

  /** Parameters to fill. */
  public static ObjectNode params() {
    return JSON.createObjectNode();
  }

  /** Sends a frame as it is. */
  public void sendText(String frame) {
    try {
      socket.sendText(frame, true).join();
    } catch (CompletionException e) {
      // The server may close while a frame that it does not want is on its way.
      closed.complete(ABNORMAL);
    }
  }

  /** Sends a binary frame. */
  public void sendBinary(byte[] frame) {
    socket.sendBinary(java.nio.ByteBuffer.wrap(frame), true).join();
  }

  /** Sends a frame again and again, as fast as it goes, until the server closes. */
  public void flood(int times, String frame) {
    for (int i = 0; i < times && isOpen(); i++) {
      try {
        socket.sendText(frame, true).join();
      } catch (CompletionException e) {
        return; // closed meanwhile
      }
    }
  }

  /** Sends a request; returns its id. */
  public long request(String method, ObjectNode params) {
    long id = nextId++;
    ObjectNode frame =
        JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method);
    frame.set("params", params);
    sendText(frame.toString());
    return id;
  }

  /** The next frame that is like this; others are passed over. */
  public JsonNode await(Predicate<JsonNode> wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (true) {
      JsonNode frame;
      try {
        frame = inbox.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
      if (frame == null) {
        throw new AssertionError("nothing like that came within " + WAIT_SECONDS + " s");
      }
      if (wanted.test(frame)) {
        return frame;
      }
    }
  }

  /** The answer to a request, result or error. */
  public JsonNode answer(long id) {
    return await(frame -> frame.path("id").asLong(-1) == id);
  }

  /** The answer to a request that is sent now. */
  public JsonNode call(String method, ObjectNode params) {
    return answer(request(method, params));
  }

  /** The next error, of any request or none. */
  public JsonNode error() {
    return await(frame -> frame.has("error")).get("error");
  }

  /** The next notification of this method. */
  public JsonNode notification(String method) {
    return await(frame -> frame.path("method").asText().equals(method)).get("params");
  }

  /** Whether a notification of this method waits to be read. */
  public boolean heard(String method) {
    return inbox.stream().anyMatch(frame -> frame.path("method").asText().equals(method));
  }

  /** The code that the socket was closed with. */
  public int closeCode() {
    return closed.orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join();
  }

  /** True while nobody has closed. */
  public boolean isOpen() {
    return !closed.isDone();
  }

  /** Says hello; returns the challenge. */
  public JsonNode hello() {
    return hello(helloParams());
  }

  /** Says hello for a room, as a page does; returns the challenge. */
  public JsonNode hello(RoomId room) {
    return hello(helloParams().put("room", room.value().toBase64Url()));
  }

  /** Says hello for a public room. */
  public JsonNode hello(String room) {
    return hello(publicRoom(room));
  }

  /** Says hello for a public room; null when the server asks to come again. */
  public @Nullable JsonNode tryHello(String room) {
    JsonNode answer =
        call("hello", helloParams().put("room", publicRoom(room).value().toBase64Url()));
    challenge = answer.get("result");
    if (challenge == null && !answer.at("/error/data/reason").asText().equals("busy")) {
      throw new AssertionError("hello was refused: " + answer);
    }
    return challenge;
  }

  private static RoomId publicRoom(String name) {
    return RoomId.ofPublic(Objects.requireNonNull(RoomName.canonical(name), "no room name"));
  }

  private ObjectNode helloParams() {
    DeviceCertificate certificate = DeviceCertificate.issue(identity, device.publicKey());
    return params()
        .put("version", 1)
        .put("identity", identity.publicKey().toBase64Url())
        .put("device", device.publicKey().toBase64Url())
        .put("certificate", certificate.signature().toBase64Url());
  }

  private JsonNode hello(ObjectNode params) {
    challenge = call("hello", params).get("result");
    return Objects.requireNonNull(challenge, "hello was refused");
  }

  /** What {@code enter} says in answer to the challenge. */
  public ObjectNode enterParams(String room, Bytes clientFingerprint) {
    JsonNode asked = Objects.requireNonNull(challenge, "no hello yet");
    EnterProof proof =
        new EnterProof(
            bytes(asked, "nonce"),
            bytes(asked, "session"),
            origin,
            publicRoom(room),
            identity.publicKey(),
            device.publicKey(),
            clientFingerprint,
            bytes(asked, "fingerprint"));
    return params()
        .put("kind", "public")
        .put("room", room)
        .put("proof", device.sign(proof.transcript()).toBase64Url())
        .put("profile", Bytes.utf8("{\"nickname\":\"Ada\"}").toBase64Url());
  }

  /** What is signed to enter a sealed room in answer to the challenge. */
  public EnterProof sealedProof(RoomId room, long version) {
    JsonNode asked = Objects.requireNonNull(challenge, "no hello yet");
    return new EnterProof(
        bytes(asked, "nonce"),
        bytes(asked, "session"),
        origin,
        room,
        version,
        identity.publicKey(),
        device.publicKey(),
        Bytes.EMPTY,
        bytes(asked, "fingerprint"));
  }

  /** What {@code enter} says of a sealed room, with a door proof over something. */
  public ObjectNode sealedParams(EnterProof proof, Bytes doorProof) {
    return params()
        .put("kind", "sealed")
        .put("room", proof.room().value().toBase64Url())
        .put("version", proof.version())
        .put("proof", device.sign(proof.transcript()).toBase64Url())
        .put("doorProof", doorProof.toBase64Url())
        .put("profile", Bytes.utf8("sealed").toBase64Url());
  }

  private static Bytes bytes(JsonNode node, String field) {
    return Objects.requireNonNull(Bytes.ofBase64Url(node.get(field).asText()), field);
  }

  /** Says hello and enters, to write alone; returns the welcome. */
  public JsonNode enter(String room) {
    hello(room);
    JsonNode answer = call("enter", enterParams(room, Bytes.EMPTY));
    return Objects.requireNonNull(answer.get("result"), () -> "refused: " + answer);
  }

  /** Says what a room is about, in words that are canonical or wrong; returns the answer. */
  public JsonNode describe(String room, RoomDescription description) {
    JsonNode asked = Objects.requireNonNull(challenge, "no hello yet");
    DescribeProof proof =
        new DescribeProof(
            bytes(asked, "session"),
            RoomId.ofPublic(room),
            identity.publicKey(),
            device.publicKey(),
            description);
    ObjectNode params =
        params()
            .put("topic", description.topic())
            .put("language", description.language())
            .put("signature", device.sign(proof.transcript()).toBase64Url());
    description.tags().forEach(params.putArray("tags")::add);
    return call("room.describe", params);
  }

  /** The public key it is known by. */
  public Bytes identity() {
    return identity.publicKey();
  }

  /** Hands in an act that follows another; returns the answer. */
  public JsonNode act(String room, long number, Bytes previous, SignedAct.Deed deed) {
    return call("room.act", params().put("act", sign(room, number, previous, deed).toBase64Url()));
  }

  /** An act, signed. */
  public Bytes sign(String room, long number, Bytes previous, SignedAct.Deed deed) {
    DeviceCertificate certificate = DeviceCertificate.issue(identity, device.publicKey());
    RoomId where = RoomId.ofPublic(room);
    return SignedAct.sign(device, certificate, where, number, previous, deed).encode();
  }

  /** Adds an entry to the log; returns the answer. */
  public JsonNode append(long sequence, String text) {
    return call(
        "log.append",
        params()
            .put("doc", "chat")
            .put("sequence", sequence)
            .put("bytes", Bytes.utf8(text).toBase64Url()));
  }

  /** Closes with a code. */
  public void close(int code) {
    socket.sendClose(code, "").join();
  }

  /** Breaks the line without a word. */
  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
    http.close();
  }
}
