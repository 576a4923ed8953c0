package chat.free4.server;

import chat.free4.server.config.ConfigReader;
import chat.free4.server.config.Invocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A short life of a server, for the JVM to learn from: {@code ./run} starts it once after a build
 * with {@code -XX:AOTCacheOutput} (JEP 514, JEP 515), so that the real one starts with its classes
 * linked and its hot methods known. Listens at free ports, keeps nothing. Who shall fill its rooms
 * meanwhile is another program: what it says and forwards then is the life that is learned from.
 */
public final class Training {
  private static final long WARM_LIMIT_MILLIS = 60_000;
  private static final long VISIT_LIMIT_SECONDS = 60;
  private static final int REQUESTS = 20;

  private Training() {}

  /**
   * Runs it.
   *
   * @param arguments the directory of the page, and the command that fills the rooms; the server's
   *     URL is added to it
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path state = Files.createTempDirectory("free4chat-training");
    try {
      List<String> flags =
          List.of(
              "--http-port=0",
              "--https-port=0",
              "--media-port=0",
              "--admin-port=0",
              "--page-dir=" + arguments[0],
              "--state-dir=" + state);
      if (ConfigReader.read(flags, Map.of(), "training") instanceof Invocation.Serve serve) {
        try (Server server = Server.start(serve.config())) {
          Welcome.text(server);
          for (int i = 0; i < REQUESTS; i++) {
            get(server.httpPort(), "/");
            get(server.adminPort(), "/metrics");
          }
          server.awaitWarm(WARM_LIMIT_MILLIS);
          List<String> visitors = List.of(arguments).subList(1, arguments.length);
          if (!visitors.isEmpty()) {
            visit(visitors, "http://localhost:" + server.httpPort());
          }
        }
      }
    } finally {
      delete(state);
    }
  }

  private static void visit(List<String> command, String url)
      throws IOException, InterruptedException {
    List<String> withUrl = new ArrayList<>(command);
    withUrl.add(url);
    Process visitors = new ProcessBuilder(withUrl).inheritIO().start();
    try {
      if (!visitors.waitFor(VISIT_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the visitors stay for too long");
      }
    } finally {
      visitors.destroyForcibly();
    }
    // On a slow machine not everybody may have heard everybody: there is enough to learn from.
    System.out.println("the visitors ended with " + visitors.exitValue());
  }

  private static void get(int port, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
