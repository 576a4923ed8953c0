package chat.free4.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.free4.bench.load.socket.MemberSockets;
import chat.free4.server.Server;
import chat.free4.server.config.ConfigReader;
import chat.free4.server.config.Invocation;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.PacketBatch;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that takes one handshake at a time, and thirty who want in within a second. */
class JoinStormTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern STORM_REFUSALS =
      Pattern.compile("free4chat_signal_refused_total\\{reason=\"join_storm\"} (\\d+)");

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** While it is shut, nothing of the server's handshakes gets to a member. */
  private final AtomicBoolean shut = new AtomicBoolean();

  private Server startServer() throws IOException {
    Path page = Files.createDirectories(directory.resolve("page"));
    Files.writeString(page.resolve("index.html"), "<!doctype html><title>test</title>");
    List<String> flags =
        List.of(
            "--http-port=0",
            "--https-port=0",
            "--media-port=0",
            "--admin-port=0",
            "--max-handshakes=1",
            "--page-dir=" + page,
            "--state-dir=" + directory.resolve("state"));
    var invocation =
        (Invocation.Serve) ConfigReader.read(flags, TestEnvironment.ofServers(), "test");
    return Server.start(invocation.config());
  }

  /** Sockets over a line on which handshakes are lost while it is shut. */
  private record ShutSockets(MemberSockets line, AtomicBoolean shut) implements MemberSockets {
    @Override
    public String name() {
      return line.name();
    }

    @Override
    public boolean hasKernelTimes() {
      return line.hasKernelTimes();
    }

    @Override
    public int open(InetSocketAddress remote) throws IOException {
      return line.open(remote);
    }

    @Override
    public int localPort(int socket) {
      return line.localPort(socket);
    }

    @Override
    public boolean send(int socket, MemorySegment buffer, long offset, int length) {
      return line.send(socket, buffer, offset, length);
    }

    @Override
    public int receive(PacketBatch into, long[] arrivals) {
      int count = line.receive(into, arrivals);
      for (int i = 0; i < count && shut.get(); i++) {
        if (DatagramKind.of(into.slab(), into.offset(i), into.length(i)) == DatagramKind.DTLS) {
          into.setLength(i, 0);
        }
      }
      return count;
    }

    @Override
    public void await(long timeoutNanos) {
      line.await(timeoutNanos);
    }

    @Override
    public void wakeup() {
      line.wakeup();
    }

    @Override
    public void close() {
      line.close();
    }
  }

  private int load(String arguments, Consumer<List<Joined>> onJoined) {
    Engines engines =
        new Engines(0) {
          @Override
          MemberSockets sockets(LoadOptions.Io io, Consumer<String> say) throws IOException {
            return new ShutSockets(super.sockets(io, say), shut);
          }
        };
    Main main =
        new Main(
            engines,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return main.run(List.of(arguments.split(" ", -1)), onJoined);
  }

  private static int stormRefusals(HttpClient http, Server server) throws Exception {
    URI metrics = URI.create("http://127.0.0.1:" + server.adminPort() + "/metrics");
    String text =
        http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
    Matcher matcher = STORM_REFUSALS.matcher(text);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  @Test
  void whoIsTooManyIsAskedToComeAgainAndDoesWhileOthersTalkOn() throws Exception {
    Path json = directory.resolve("storm.json");
    try (Server server = startServer();
        HttpClient http = HttpClient.newHttpClient();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      String arguments =
          "http://localhost:%d --members 3 --publishers 2 --warm-up 0 --seconds 2"
                  .formatted(server.httpPort())
              + " --storm 30 --storm-seconds 1 --json "
              + json;
      Future<Integer> run = thread.submit(() -> load(arguments, joined -> shut.set(true)));
      // Nobody gets through the handshake, so the few who may wait are soon there.
      await().atMost(LIMIT).until(() -> stormRefusals(http, server) > 0);
      shut.set(false);
      assertThat(run.get(60, TimeUnit.SECONDS)).as(() -> out + "\n" + err).isZero();
    }
    JsonNode result = new ObjectMapper().readTree(Files.readString(json));
    assertThat(result.at("/storm/joined").asInt()).isEqualTo(30);
    assertThat(result.at("/storm/busyRetries").asInt()).isPositive();
    assertThat(result.at("/storm/lost").asInt()).isZero();
    assertThat(result.at("/hearing/right").asInt()).isEqualTo(33);
    assertThat(result.at("/voice/received").asLong()).isPositive();
    assertThat(result.at("/voice/lost").asLong()).isZero();
    assertThat(result.at("/voice/duplicates").asLong()).isZero();
  }
}
