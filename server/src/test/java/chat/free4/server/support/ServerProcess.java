package chat.free4.server.support;

import chat.free4.server.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server as a process of its own, ended when the test ends. */
public final class ServerProcess implements AutoCloseable {
  private static final long LIMIT_SECONDS = 180;

  private final Process process;
  private final BufferedReader outputReader;
  private final StringBuilder output = new StringBuilder();
  private final FutureTask<String> errors;

  private ServerProcess(Process process) {
    this.process = process;
    this.outputReader = process.inputReader(StandardCharsets.UTF_8);
    this.errors =
        new FutureTask<>(
            () -> new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    Thread.ofVirtual().start(errors);
  }

  /** Starts it with these arguments, and of the environment only {@link MediaEnvironment}. */
  public static ServerProcess start(List<String> arguments) {
    return start(arguments, MediaEnvironment.current());
  }

  /** Starts it with these arguments, in this environment. */
  public static ServerProcess start(List<String> arguments, Map<String, String> environment) {
    return start(List.of(), arguments, environment);
  }

  /** Starts it by a command before it, which becomes it (a namespace, say). */
  public static ServerProcess startBy(List<String> prefix, List<String> arguments) {
    return start(prefix, arguments, MediaEnvironment.current());
  }

  private static ServerProcess start(
      List<String> prefix, List<String> arguments, Map<String, String> environment) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new ServerProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line of its output that holds {@code text}. */
  public String awaitLine(String text) {
    FutureTask<String> line = new FutureTask<>(() -> readUntil(text));
    Thread.ofVirtual().start(line);
    return get(line);
  }

  private String readUntil(String text) throws IOException {
    for (String line = outputReader.readLine(); line != null; line = outputReader.readLine()) {
      output.append(line).append('\n');
      if (line.contains(text)) {
        return line;
      }
    }
    throw new IOException("the process ended without saying: " + text);
  }

  private static String get(FutureTask<String> task) {
    try {
      return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.toHandle().destroy(); // leaves its output to be read
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Waits for its end. */
  public int exitCode() {
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the process does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  /** All that it said, once it has ended. */
  public String output() {
    exitCode();
    outputReader.lines().forEach(line -> output.append(line).append('\n'));
    return output.toString();
  }

  /** All that it complained of, once it has ended. */
  public String errors() {
    exitCode();
    return get(errors);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
