package chat.free4.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.server.Server;
import chat.free4.server.config.ConfigReader;
import chat.free4.server.config.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A room that one worker may not carry, in a whole server with two, heard by real listeners. */
class SpannedRoomTest {
  @TempDir static Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private static Server start() throws IOException {
    Path page = Files.createDirectories(directory.resolve("page"));
    Files.writeString(page.resolve("index.html"), "<!doctype html><title>test</title>");
    List<String> flags =
        List.of(
            "--http-port=0",
            "--https-port=0",
            "--media-port=0",
            "--admin-port=0",
            "--workers=2",
            "--members-per-worker=2",
            "--page-dir=" + page,
            "--state-dir=" + directory.resolve("state"));
    var invocation = (Invocation.Serve) ConfigReader.read(flags, Map.of(), "test");
    return Server.start(invocation.config());
  }

  private static long metric(Server server, String series) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.adminPort() + "/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      String metrics =
          http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      return metrics
          .lines()
          .filter(line -> line.startsWith(series + " "))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(series.length() + 1)))
          .findFirst()
          .orElse(0);
    }
  }

  @Test
  void everyoneHearsEveryoneAcrossTheWorkers() throws Exception {
    try (Server server = start()) {
      PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
      Main main = new Main(new Engines(0), print, print, false);
      String arguments =
          "http://localhost:"
              + server.httpPort()
              + " --rooms 1 --members 6 --publishers 6 --seconds 1 --warm-up 0";
      int code = main.run(List.of(arguments.split(" ", -1)), joined -> {});
      String output = out.toString(StandardCharsets.UTF_8);
      assertThat(code).as(output).isZero();
      assertThat(output).contains("Every member heard just whom it should.");
      for (int worker = 0; worker < 2; worker++) {
        String label = "{worker=\"" + worker + "\"}";
        // Three members with each, who say 50 packets a second for at least a second.
        assertThat(metric(server, "free4chat_media_relayed_in_total" + label))
            .isGreaterThan(3 * 40);
        assertThat(
                metric(
                    server,
                    "free4chat_media_drops_total{reason=\"relay_ring_full\",worker=\""
                        + worker
                        + "\"}"))
            .isZero();
      }
    }
  }
}
