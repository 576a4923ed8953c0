package chat.free4.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.free4.server.host.FullNotice;
import chat.free4.server.support.LogLines;
import chat.free4.server.support.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that people reach by an address of its own. */
final class NodesRouteTest {
  private static final String PAGE = "https://chat.example";

  @TempDir private Path directory;

  private TestServer node() throws IOException {
    Path secret =
        Files.writeString(directory.resolve("secret"), "the secret of one node of this test");
    return TestServer.start(
        directory,
        "--cluster-port=0",
        "--cluster-host=127.0.0.1",
        "--cluster-secret-file=" + secret,
        "--bootstrap",
        "--max-sockets=2",
        "--node-url=wss://n1.example",
        "--node-urls=wss://n1.example,wss://n2.example:8443",
        "--page-origin=" + PAGE);
  }

  private static WebSocket open(TestServer server, String origin) {
    URI uri = URI.create("ws://localhost:" + server.server().httpPort() + "/ws");
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Origin", origin)
        .buildAsync(uri, new WebSocket.Listener() {})
        .join();
  }

  /** By which status. */
  private static int refused(TestServer server, String origin) {
    CompletionException thrown =
        catchThrowableOfType(CompletionException.class, () -> open(server, origin));
    assertThat(thrown).hasCauseInstanceOf(WebSocketHandshakeException.class);
    var refused = (WebSocketHandshakeException) Objects.requireNonNull(thrown.getCause());
    return refused.getResponse().statusCode();
  }

  private static JsonNode nodes(TestServer server) throws IOException {
    return new ObjectMapper().readTree(server.get("/api/nodes").body()).get("nodes");
  }

  @Test
  void itIsListedAndThePageMayGoThereAndNoOther() throws IOException {
    try (TestServer node = node()) {
      JsonNode listed = nodes(node);
      assertThat(listed).hasSize(1);
      assertThat(listed.get(0).fieldNames()).toIterable().containsExactly("url", "state", "load");
      assertThat(listed.get(0).get("url").asText()).isEqualTo("wss://n1.example");
      assertThat(listed.get(0).get("state").asText()).isEqualTo("up");
      assertThat(listed.get(0).get("load").asInt()).isBetween(0, 100);
      assertThat(node.get("/").headers().firstValue("content-security-policy").orElse(""))
          .containsPattern("connect-src 'self' ws://\\S+ wss://n1.example wss://n2.example:8443;");

      WebSocket page = open(node, PAGE);
      WebSocket same = open(node, node.origin());
      assertThat(nodes(node).get(0).get("state").asText()).as("2 of 2 sockets").isEqualTo("full");
      assertThat(nodes(node).get(0).get("load").asInt()).isEqualTo(100);
      try (LogLines log = new LogLines(FullNotice.class)) {
        for (int i = 0; i < 3; i++) {
          assertThat(refused(node, PAGE)).as("one more").isEqualTo(503);
        }
        assertThat(log.with("")).hasSize(1);
        assertThat(log.with("2 WebSockets, as many as it takes (--max-sockets)")).hasSize(1);
      }
      page.abort();
      same.abort();
      assertThat(refused(node, "https://evil.example")).isEqualTo(403);
    }
  }

  @Test
  void whoIsAloneListsNobodyAndTheListIsOnlyRead() throws IOException {
    try (TestServer alone = TestServer.start(directory)) {
      assertThat(nodes(alone)).isEmpty();
      var posted =
          alone.send(
              alone.request(alone.uri("/api/nodes")).POST(BodyPublishers.ofString("{}")).build());
      assertThat(posted.statusCode()).isEqualTo(405);
    }
  }
}
