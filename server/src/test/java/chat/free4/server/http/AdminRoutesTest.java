package chat.free4.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.server.support.RawHttp;
import chat.free4.server.support.SignalClient;
import chat.free4.server.support.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminRoutesTest {
  @Test
  void metricsCountWhatHappensAndHealthIsSaid(@TempDir Path directory) {
    try (TestServer server = TestServer.start(directory);
        SignalClient ada = SignalClient.connect(server, 1)) {
      int port = server.server().adminPort();
      assertThat(RawHttp.get(port, "localhost", "/healthz").body()).isEqualTo("ok\n");
      assertThat(RawHttp.get(port, "localhost", "/").status()).isEqualTo(404);
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
