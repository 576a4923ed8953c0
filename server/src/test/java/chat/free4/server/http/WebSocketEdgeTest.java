package chat.free4.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.free4.room.access.Bytes;
import chat.free4.server.support.RawHttp;
import chat.free4.server.support.RawWebSocket;
import chat.free4.server.support.SignalClient;
import chat.free4.server.support.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bad input over a real WebSocket: each gets its documented error or close, and a member who sits
 * in a room meanwhile notices nothing.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class WebSocketEdgeTest {
  private static final int MESSAGE_BYTES = 65_536;
  private static final AtomicInteger SEEDS = new AtomicInteger(1);

  private TestServer server;
  private SignalClient witness;
  private String room = "";
  private long said;

  @BeforeAll
  void start(@TempDir Path directory) {
    server = TestServer.start(directory, "--max-address-sockets=20");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void seatAWitness() {
    room = "room " + SEEDS.get();
    witness = connect();
    witness.enter(room);
  }

  /** Nobody came or went, and what one says still comes back. */
  @AfterEach
  void witnessNoticedNothing() {
    said = witness.append(1, "still here").get("result").get("cursor").asLong();
    JsonNode next =
        witness.await(
            frame -> frame.has("method") && !frame.get("method").asText().equals("heartbeat"));
    assertThat(next.get("method").asText()).isEqualTo("log.entry");
    assertThat(next.get("params").get("cursor").asLong()).isEqualTo(said);
    assertThat(witness.isOpen()).isTrue();
    witness.close();
  }

  private SignalClient connect() {
    return SignalClient.connect(server, SEEDS.getAndIncrement());
  }

  private static void assertError(JsonNode error, int code, String reason) {
    assertThat(error.get("code").asInt()).isEqualTo(code);
    assertThat(error.get("data").get("reason").asText()).isEqualTo(reason);
  }

  @Test
  void thirdFrameThatIsNotJsonCloses() {
    try (SignalClient client = connect()) {
      for (int i = 0; i < 3; i++) {
        client.sendText("{nonsense");
        assertError(client.error(), -32700, "not-json");
      }
      assertThat(client.closeCode()).isEqualTo(4000);
    }
  }

  @Test
  void unknownMethodIsAnsweredAndTheConversationGoesOn() {
    try (SignalClient client = connect()) {
      assertError(
          client.call("shout", SignalClient.params()).get("error"), -32601, "unknown-method");
      assertThat(client.hello().get("build").asText()).isEqualTo(buildOfThePage());
    }
  }

  private String buildOfThePage() {
    return server
        .get("/")
        .body()
        .replaceAll("(?s).*free4chat-build\" content=\"([^\"]*)\".*", "$1");
  }

  @Test
  void wrongTypesNameTheField() {
    try (SignalClient client = connect()) {
      ObjectNode params = SignalClient.params().put("version", "one");
      JsonNode error = client.call("hello", params).get("error");
      assertError(error, -32602, "invalid-params");
      assertThat(error.get("data").get("field").asText()).isEqualTo("version");
    }
  }

  @Test
  void frameOverTheLimitIsTooLargeAndCloses() {
    try (SignalClient client = connect()) {
      client.sendText("\"" + "x".repeat(MESSAGE_BYTES) + "\"");
      JsonNode error = client.error();
      assertError(error, 1011, "too-large");
      assertThat(error.get("data").get("limit").asInt()).isEqualTo(MESSAGE_BYTES);
      assertThat(client.closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void messageOfAMegabyteInManyFramesIsTooLargeAndCloses() {
    try (SignalClient client = connect()) {
      client.sendText("x".repeat(1 << 20));
      assertError(client.error(), 1011, "too-large");
      assertThat(client.closeCode()).isIn(1009, 1006);
    }
  }

  @Test
  void frameOfAMegabyteIsNotReadAndCloses() throws IOException {
    String series = "free4chat_signal_refused_total{reason=\"broken_socket\"}";
    double before = server.metric(series);
    try (RawWebSocket client = RawWebSocket.connect(server)) {
      client.announceTextFrame(1 << 20);
      assertThat(client.closeCode()).isEqualTo(1009);
    }
    await().untilAsserted(() -> assertThat(server.metric(series)).isGreaterThan(before));
  }

  @Test
  void thousandMessagesASecondAreTooManyAndClose() {
    try (SignalClient client = connect()) {
      client.hello();
      client.flood(1000, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"log.after\"}");
      assertError(
          client.await(frame -> frame.path("error").path("code").asInt() == 1010).get("error"),
          1010,
          "too-many-messages");
      assertThat(client.closeCode()).isEqualTo(4008);
    }
  }

  @Test
  void secondEnterIsRefusedAndTheFirstStands() {
    try (SignalClient client = connect()) {
      client.enter("elsewhere " + room);
      JsonNode answer = client.call("enter", client.enterParams("third " + room, Bytes.EMPTY));
      assertError(answer.get("error"), 1004, "already-entered");
      assertThat(client.append(1, "hello").has("result")).isTrue();
    }
  }

  @Test
  void replayedProofOfAnotherSocketIsRefused() {
    try (SignalClient first = connect();
        SignalClient second = connect()) {
      first.hello();
      ObjectNode stolen = first.enterParams(room + " x", Bytes.EMPTY);
      second.hello();
      assertError(second.call("enter", stolen).get("error"), 1006, "proof-invalid");
    }
  }

  @Test
  void offerForWhatThereIsNotIsRefused() {
    try (SignalClient client = connect()) {
      client.hello();
      ObjectNode params = client.enterParams(room + " y", Bytes.EMPTY).put("offer", "v=0\r\n");
      JsonNode error = client.call("enter", params).get("error");
      assertError(error, 1012, "offer-unacceptable");
      assertThat(error.get("data").get("problem").asText()).isNotEmpty();
    }
  }

  @Test
  void requestsBeforeHelloAndEnterAreRefused() {
    try (SignalClient client = connect()) {
      ObjectNode after = SignalClient.params().put("cursor", 0);
      assertError(client.call("log.after", after).get("error"), 1002, "hello-required");
      client.hello();
      assertError(client.call("log.after", after).get("error"), 1003, "not-entered");
    }
  }

  @Test
  void binaryFramesAreNotJson() {
    try (SignalClient client = connect()) {
      client.sendBinary(new byte[] {1, 2, 3});
      assertError(client.error(), -32700, "not-json");
    }
  }

  @Test
  void pageOfAnotherOriginIsRefused() {
    int port = server.server().httpPort();
    String[] handshake = {
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="
    };
    for (String origin :
        new String[] {"http://evil.example", "null", "https://localhost:" + port}) {
      String[] headers = java.util.Arrays.copyOf(handshake, handshake.length + 1);
      headers[handshake.length] = "Origin: " + origin;
      assertThat(RawHttp.get(port, "localhost:" + port, "/ws", headers).status())
          .as(origin)
          .isEqualTo(403);
    }
    assertThat(RawHttp.get(port, "localhost:" + port, "/ws", handshake).status()).isEqualTo(403);
    assertThat(RawHttp.get(port, "localhost:" + port, "/ws").status()).isEqualTo(426);
  }

  @Test
  void socketsOverTheLimitOfOneAddressAreClosed() {
    SignalClient[] clients = new SignalClient[20];
    try {
      for (int i = 0; i < clients.length; i++) {
        clients[i] = connect();
      }
      // The witness holds the twentieth place.
      assertThat(clients[19].closeCode()).isEqualTo(4010);
      assertThat(clients[18].isOpen()).isTrue();
    } finally {
      for (SignalClient client : clients) {
        client.close();
      }
    }
    await().untilAsserted(() -> assertThat(server.metric("free4chat_sockets")).isEqualTo(1));
  }

  @Test
  void errorsAreCountedByReason() {
    double before = server.metric("free4chat_signal_errors_total{reason=\"unknown-method\"}");
    try (SignalClient client = connect()) {
      client.call("shout", SignalClient.params());
    }
    assertThat(server.metric("free4chat_signal_errors_total{reason=\"unknown-method\"}"))
        .isEqualTo(before + 1);
  }
}
