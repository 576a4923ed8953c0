package chat.free4.server.support;

import chat.free4.server.Server;
import chat.free4.server.config.ConfigReader;
import chat.free4.server.config.Invocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A whole server on free ports of this machine, with a page of its own. */
public final class TestServer implements AutoCloseable {
  /** What its page is. */
  public static final String INDEX =
      """
      <!doctype html>
      <html lang="en"><head><title>test</title>
      <meta name="free4chat-build" content="" />
      <script type="module" src="/assets/index-1.js"></script></head></html>
      """;

  /** A script that is worth compressing. */
  public static final String SCRIPT = "console.log('hello');\n".repeat(100);

  private final Server server;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestServer(Server server) {
    this.server = server;
  }

  /** Starts one that keeps everything in {@code directory}. */
  public static TestServer start(Path directory, String... flags) {
    List<String> arguments = new ArrayList<>(arguments(directory));
    arguments.addAll(List.of(flags));
    Invocation invocation = ConfigReader.read(arguments, MediaEnvironment.current(), "test");
    return new TestServer(Server.start(((Invocation.Serve) invocation).config()));
  }

  /** Flags for free ports, a page and a state directory in {@code directory}. */
  public static List<String> arguments(Path directory) {
    Path page = directory.resolve("page");
    try {
      Files.createDirectories(page.resolve("assets"));
      Files.writeString(page.resolve("index.html"), INDEX);
      Files.writeString(page.resolve("assets/index-1.js"), SCRIPT);
      Files.writeString(page.resolve("icon.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(
        "--http-port=0",
        "--https-port=0",
        "--media-port=0",
        "--admin-port=0",
        "--page-dir=" + page,
        "--state-dir=" + directory.resolve("state"));
  }

  /** The server. */
  public Server server() {
    return server;
  }

  /** Where the page is for this machine. */
  public URI uri(String path) {
    return URI.create(origin() + path);
  }

  /** The page's origin. */
  public String origin() {
    return "http://localhost:" + server.httpPort();
  }

  /** Fetches a document. */
  public HttpResponse<String> get(String path, String... headers) {
    return send(request(uri(path), headers).GET().build());
  }

  /** A request with headers. */
  public HttpRequest.Builder request(URI uri, String... headers) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      builder.headers(headers);
    }
    return builder;
  }

  /** Sends a request. */
  public HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The metrics page. */
  public String metrics() {
    return send(request(URI.create("http://127.0.0.1:" + server.adminPort() + "/metrics")).build())
        .body();
  }

  /** One number of it: that of the line that starts with {@code series}; 0 when there is none. */
  public double metric(String series) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }
}
