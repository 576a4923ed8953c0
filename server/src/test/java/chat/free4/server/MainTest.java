package chat.free4.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.server.support.MediaEnvironment;
import chat.free4.server.support.ServerProcess;
import chat.free4.server.support.TestServer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as the shell sees it. */
final class MainTest {
  /** Five times the promise of three seconds. */
  private static final long READY_MILLIS = 15_000;

  @TempDir private Path directory;

  private ServerProcess start(String... flags) {
    List<String> arguments = new ArrayList<>(TestServer.arguments(directory));
    for (String flag : flags) {
      String name = flag.substring(0, flag.indexOf('='));
      arguments.removeIf(argument -> argument.startsWith(name + "="));
      arguments.add(flag);
    }
    return ServerProcess.start(arguments);
  }

  private void assertRefused(String message, String... flags) {
    try (ServerProcess process = start(flags)) {
      assertThat(process.exitCode()).as(process.errors()).isEqualTo(2);
      assertThat(process.errors().lines()).containsExactly(message);
      assertThat(process.output()).isEmpty();
    }
  }

  @Test
  void wrongValueIsOneLineAndExitCodeTwo() {
    assertRefused("--workers none: want a number from 1 to 64", "--workers=none");
  }

  @Test
  void takenTcpPortIsOneLineAndExitCodeTwo() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(0));
      int port = taken.getLocalPort();
      assertRefused("--http-port " + port + ": the port is taken", "--http-port=" + port);
      assertRefused("--https-port " + port + ": the port is taken", "--https-port=" + port);
      assertRefused("--admin-port " + port + ": the port is taken", "--admin-port=" + port);
    }
  }

  @Test
  void takenUdpPortIsOneLineAndExitCodeTwo() throws SocketException {
    try (DatagramSocket taken = new DatagramSocket()) {
      int port = taken.getLocalPort();
      assertRefused("--media-port " + port + ": the port is taken (UDP)", "--media-port=" + port);
    }
  }

  @Test
  void unreadableCertificateIsOneLineAndExitCodeTwo() throws IOException {
    Path text = Files.writeString(directory.resolve("cert.pem"), "nothing");
    assertRefused(
        "--tls-cert " + text + ": holds no certificate in PEM",
        "--tls-cert=" + text,
        "--tls-key=" + text);
  }

  @Test
  void helpEndsWell() {
    try (ServerProcess process = ServerProcess.start(List.of("--help"))) {
      assertThat(process.exitCode()).isZero();
      assertThat(process.output()).contains("--http-port PORT", "FREE4CHAT_HTTP_PORT", "[8080]");
      assertThat(process.errors()).isEmpty();
    }
  }

  @Test
  void processSaysItsLinksServesAndEndsWellWhenAsked() {
    long began = System.nanoTime();
    try (ServerProcess process = start("--public-address=127.0.0.1")) {
      String link = process.awaitLine("On this machine:");
      long readyMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      assertThat(readyMillis).isLessThan(READY_MILLIS);
      URI page = URI.create(link.substring(link.indexOf("http://")));
      Closing closing = new Closing();
      HttpClient.newHttpClient()
          .newWebSocketBuilder()
          .header("Origin", "http://localhost:" + page.getPort())
          .buildAsync(URI.create("ws://localhost:" + page.getPort() + "/ws"), closing)
          .join();
      process.terminate();
      assertThat(closing.code.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo(1001);
      assertThat(process.exitCode()).isZero();
      assertThat(process.errors()).doesNotContain("Exception");
    }
  }

  @Test
  void aServerThatIsAloneLoadsNothingOfAClusters() throws IOException {
    Path loaded = directory.resolve("loaded");
    Map<String, String> environment = new HashMap<>(MediaEnvironment.current());
    environment.put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + loaded);
    try (ServerProcess process =
        ServerProcess.start(TestServer.arguments(directory), environment)) {
      process.awaitLine("On this machine:");
      process.terminate();
      assertThat(process.exitCode()).isZero();
    }
    assertThat(Files.readString(loaded))
        .contains("chat.free4.server.host.LocalRoomHost")
        .doesNotContain("org.apache.pekko.", "ClusteredRoomHost", " scala.");
  }

  private static final class Closing implements WebSocket.Listener {
    private final CompletableFuture<Integer> code = new CompletableFuture<>();

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      code.complete(status);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      code.completeExceptionally(error);
    }
  }
}
