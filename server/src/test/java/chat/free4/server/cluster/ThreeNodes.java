package chat.free4.server.cluster;

import static org.awaitility.Awaitility.await;

import chat.free4.server.support.ServerProcess;
import chat.free4.server.support.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Nodes on 127.0.0.1, 2 and 3; the second and the third are processes, which can be killed. */
final class ThreeNodes implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final TestServer first;
  private final List<ServerProcess> processes = new ArrayList<>();
  private final String secondOrigin;

  private ThreeNodes(Path directory, int rooms) throws IOException {
    Path secret =
        Files.writeString(directory.resolve("secret"), "the secret of these three nodes!");
    String[] flags = flags(1, secret, rooms, "--bootstrap").toArray(String[]::new);
    first = TestServer.start(directory.resolve("1"), flags);
    String join = "--join=127.0.0.1:" + first.server().clusterPort();
    for (int number = 2; number <= 3; number++) {
      List<String> all = new ArrayList<>(TestServer.arguments(directory.resolve("" + number)));
      all.addAll(flags(number, secret, rooms, join));
      processes.add(ServerProcess.start(all));
    }
    String link = second().awaitLine("On this machine:");
    secondOrigin =
        "http://localhost:" + URI.create(link.substring(link.indexOf("http://"))).getPort();
    await().atMost(PATIENCE).until(() -> first.server().nodes() == 3);
  }

  /** Starts them; each lets one address open so many rooms. */
  static ThreeNodes start(Path directory, int rooms) throws IOException {
    return new ThreeNodes(directory, rooms);
  }

  private static List<String> flags(int number, Path secret, int rooms, String more) {
    return List.of(
        "--cluster-port=0",
        "--cluster-host=127.0.0." + number,
        "--cluster-secret-file=" + secret,
        "--workers=1",
        "--max-address-rooms=" + rooms,
        more);
  }

  String firstOrigin() {
    return first.origin();
  }

  String secondOrigin() {
    return secondOrigin;
  }

  /** What the first one counts. */
  String firstMetrics() {
    return first.metrics();
  }

  ServerProcess second() {
    return processes.getFirst();
  }

  ServerProcess third() {
    return processes.getLast();
  }

  @Override
  public void close() {
    processes.forEach(ServerProcess::close);
    first.close();
  }
}
