package chat.free4.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.free4.server.support.RawHttp;
import chat.free4.server.support.SignalClient;
import chat.free4.server.support.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminRoutesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void metricsCountWhatHappensAndHealthIsSaid(@TempDir Path directory) {
    try (TestServer server = TestServer.start(directory);
        SignalClient ada = SignalClient.connect(server, 1)) {
      int port = server.server().adminPort();
      assertThat(RawHttp.get(port, "localhost", "/healthz").body()).isEqualTo("ok\n");
      assertThat(RawHttp.get(port, "localhost", "/elsewhere").status()).isEqualTo(404);
      RawHttp.Answer metrics = RawHttp.get(port, "localhost", "/metrics");
      assertThat(metrics.header("content-type")).startsWith("text/plain; version=0.0.4");

      assertThat(server.metric("free4chat_sockets")).isEqualTo(1);
      assertThat(server.metric("free4chat_rooms")).isZero();
      ada.enter("metrics");
      assertThat(server.metric("free4chat_rooms")).isEqualTo(1);
      assertThat(server.metric("free4chat_members")).isEqualTo(1);
      assertThat(server.metric("free4chat_joins_total{resumed=\"false\"}")).isEqualTo(1);
      assertThat(server.metric("free4chat_signal_messages_total")).isEqualTo(2);
      assertThat(server.metric("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
      assertThat(server.metrics()).doesNotContain("Ada", "room=\"");
    }
  }

  @Test
  void aPageShowsHowTheServerIsDoing(@TempDir Path directory) {
    try (TestServer server = TestServer.start(directory);
        SignalClient ada = SignalClient.connect(server, 1)) {
      int port = server.server().adminPort();
      RawHttp.Answer page = RawHttp.get(port, "localhost", "/");
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("content-security-policy")).contains("default-src 'none'");
      assertThat(page.body()).contains("/status.css", "/status.js");
      assertThat(RawHttp.get(port, "localhost", "/status.css").header("content-type"))
          .startsWith("text/css");
      assertThat(RawHttp.get(port, "localhost", "/status.js").header("content-type"))
          .startsWith("text/javascript");
      ada.enter("status");
      await()
          .atMost(PATIENCE)
          .until(() -> newestMembers(RawHttp.get(port, "localhost", "/status.json").body()) == 1);
      JsonObject data = new JsonObject(RawHttp.get(port, "localhost", "/status.json").body());
      assertThat(data.containsKey("cluster")).as("it is alone").isFalse();
    }
  }

  private static int newestMembers(String body) {
    JsonArray samples = new JsonObject(body).getJsonArray("samples");
    return samples.isEmpty() ? 0 : samples.getJsonArray(samples.size() - 1).getInteger(1);
  }

  @Test
  void metricsAreForThisMachineAlone(@TempDir Path directory) throws IOException {
    try (TestServer server = TestServer.start(directory);
        Socket probe =
            new Socket(InetAddress.ofLiteral("127.0.0.1"), server.server().adminPort())) {
      assertThat(probe.isConnected()).isTrue();
      // It listens at 127.0.0.1 and nowhere else, so not even at another loopback address.
      assertThatThrownBy(
              () -> new Socket(InetAddress.ofLiteral("127.0.0.2"), server.server().adminPort()))
          .isInstanceOf(IOException.class);
    }
  }
}
