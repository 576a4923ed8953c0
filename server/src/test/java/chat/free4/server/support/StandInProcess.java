package chat.free4.server.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** {@link StandIn} as a process of its own, ended when the test ends. */
public final class StandInProcess implements AutoCloseable {
  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final int port;

  private StandInProcess(Process process) {
    this.process = process;
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(() -> reader.lines().forEach(lines::add));
    this.port = Integer.parseInt(next().substring("port ".length()));
  }

  /** Starts one. */
  public static StandInProcess start() {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            StandIn.class.getName());
    try {
      return new StandInProcess(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String next() {
    try {
      String line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("the stand-in says nothing");
      }
      return line;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where it behaves so. */
  public URI uri(String mode, String path) {
    return URI.create("http://127.0.0.1:" + port + "/" + mode + path);
  }

  /** The next thing that it was asked. */
  public JsonNode asked() {
    try {
      return new JsonMapper().readTree(next());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets what it was asked. */
  public void forget() {
    lines.clear();
  }

  /** What it was asked and nobody has looked at. */
  public int questions() {
    return lines.size();
  }

  /** A file with its key. */
  public static Path keyFile(Path directory) {
    try {
      return Files.writeString(directory.resolve("key"), StandIn.KEY + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
