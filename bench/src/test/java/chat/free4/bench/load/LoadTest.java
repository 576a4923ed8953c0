package chat.free4.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.server.Server;
import chat.free4.server.config.ConfigReader;
import chat.free4.server.config.Invocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as users run it, against a whole server in this process. */
class LoadTest {
  @TempDir static Path directory;
  private static Server server;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void startServer() throws IOException {
    Path page = Files.createDirectories(directory.resolve("page"));
    Files.writeString(page.resolve("index.html"), "<!doctype html><title>test</title>");
    List<String> flags =
        List.of(
            "--http-port=0",
            "--https-port=0",
            "--media-port=0",
            "--admin-port=0",
            "--page-dir=" + page,
            "--state-dir=" + directory.resolve("state"));
    var invocation =
        (Invocation.Serve) ConfigReader.read(flags, TestEnvironment.ofServers(), "test");
    server = Server.start(invocation.config());
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  private static void nothing(List<Joined> joined) {}

  private String url() {
    return "http://localhost:" + server.httpPort();
  }

  private int load(Consumer<List<Joined>> onJoined, String... arguments) {
    Main main =
        new Main(
            new Engines(0),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    return main.run(List.of(arguments), onJoined);
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readString(file));
  }

  @Test
  void everyMemberHearsTheOthersOfItsRoom() throws IOException {
    Path json = directory.resolve("result.json");
    Path report = directory.resolve("result.html");
    int code =
        load(
            LoadTest::nothing,
            (url()
                    + " --rooms 2 --members 3 --publishers 3 --seconds 2 --warm-up 0 --pid "
                    + ProcessHandle.current().pid()
                    + " --json "
                    + json
                    + " --report "
                    + report)
                .split(" ", -1));
    assertThat(code).as(output() + errors()).isZero();
    JsonNode result = json(json);
    assertThat(result.at("/joins/joined").asInt()).isEqualTo(6);
    assertThat(result.at("/hearing/right").asInt()).isEqualTo(6);
    assertThat(result.at("/hearing/fewest").asInt()).isEqualTo(2);
    assertThat(result.at("/hearing/most").asInt()).isEqualTo(2);
    // A publisher sends fifty a second, each to two listeners.
    assertThat(result.at("/voice/sent").asLong()).isBetween(500L, 700L);
    assertThat(result.at("/voice/expected").asLong())
        .isEqualTo(2 * result.at("/voice/sent").asLong());
    assertThat(result.at("/voice/received").asLong()).isGreaterThan(1000);
    assertThat(result.at("/voice/decrypted").asLong())
        .isEqualTo(result.at("/voice/received").asLong());
    assertThat(result.at("/voice/duplicates").asLong()).isZero();
    assertThat(result.at("/latency/count").asLong())
        .isEqualTo(result.at("/voice/received").asLong());
    assertThat(result.at("/server/cpuSeconds").asDouble()).isPositive();
    assertThat(result.at("/samples")).hasSize(2);
    assertThat(Files.readString(report)).contains("<svg ");
    assertThat(output()).contains("Every member heard just whom it should.");
  }

  @Test
  void aPublisherWhoIsMutedForSomebodyMakesTheCheckFail() {
    int code =
        load(
            joined -> {
              Joined listener = joined.getFirst();
              Joined publisher = joined.getLast();
              listener.signal().muteForMe(publisher.member().number(), true);
            },
            (url() + " --members 3 --seconds 1 --warm-up 1").split(" ", -1));
    assertThat(code).isEqualTo(1);
    assertThat(output())
        .contains("2 of 3")
        .contains("did not hear [")
        .contains("Not every member heard just whom it should.");
  }

  @Test
  void whoLosesItsLineComesBackWhereItFollows() throws IOException {
    Path json = directory.resolve("follow.json");
    int code =
        load(
            joined -> joined.getFirst().signal().abort(), // it finds out by hearing nothing
            (url() + " " + url() + " --follow --members 3 --seconds 6 --warm-up 0 --json " + json)
                .split(" ", -1));
    assertThat(code).as(output() + errors()).isZero();
    JsonNode result = json(json);
    assertThat(result.at("/hearing/right").asInt()).isEqualTo(3);
    assertThat(result.at("/moves/reconnected").asInt()).isPositive();
    assertThat(result.at("/moves/moved").asInt()).isZero();
    assertThat(result.at("/moves/lost").asInt()).isZero();
    assertThat(result.at("/moves/silenceMaxMillis").asDouble()).isPositive();
    assertThat(output()).contains("line lost, and opened again").contains("Every member heard");
  }

  @Test
  void withFewerSlotsEachHearsItsSlotsWorthInTheOtherProfileToo() throws IOException {
    Path json = directory.resolve("slots.json");
    int code =
        load(
            LoadTest::nothing,
            (url()
                    + " --members 5 --publishers 4 --slots 2 --srtp sha1 --browser firefox"
                    + " --decrypt 10 --io nio --crypto jce --seconds 1 --warm-up 1 --json "
                    + json)
                .split(" ", -1));
    assertThat(code).as(output() + errors()).isZero();
    JsonNode result = json(json);
    assertThat(result.at("/hearing/someOf").asBoolean()).isTrue();
    assertThat(result.at("/hearing/fewest").asInt()).isGreaterThanOrEqualTo(2);
    long received = result.at("/voice/received").asLong();
    assertThat(received).isGreaterThan(300);
    long streams = 5 * 2; // the first packet of each is decrypted in any case
    long decrypted = streams + (received - streams) / 10;
    assertThat(result.at("/voice/decrypted").asLong()).isBetween(decrypted - 2, decrypted + 2);
    assertThat(output()).contains("publishers are more than slots");
  }

  @Test
  void aServersOwnCertificateIsTakenOnlyWhenAskedTo() {
    String https = "https://localhost:" + server.httpsPort();
    assertThat(load(LoadTest::nothing, https, "--members", "1", "--seconds", "1", "--warm-up", "0"))
        .isEqualTo(1);
    assertThat(output()).contains("0 of 1").contains("certificat");
    List<String> secure = new ArrayList<>(List.of(https, "--members=2", "--insecure"));
    secure.addAll(List.of("--seconds=1", "--warm-up=0"));
    assertThat(load(LoadTest::nothing, secure.toArray(String[]::new)))
        .as(output() + errors())
        .isZero();
  }

  @Test
  void resultsGoWhereTheyAreAskedFor() throws IOException {
    int code =
        load(LoadTest::nothing, url(), "--members=2", "--seconds=1", "--warm-up=0", "--json", "-");
    assertThat(code).as(errors()).isZero();
    assertThat(new ObjectMapper().readTree(output()).at("/right").asBoolean()).isTrue();
    assertThat(errors()).contains("Who heard whom");
  }

  @Test
  void aWrongFlagIsOneLineAndExitCode2() {
    assertThat(load(LoadTest::nothing, "--rooms", "none")).isEqualTo(2);
    assertThat(errors().lines()).hasSize(1);
    assertThat(output()).isEmpty();
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidBeforeTheRun() {
    assertThat(load(LoadTest::nothing, "--report", "/nowhere/at/all.html")).isEqualTo(2);
    assertThat(errors()).contains("/nowhere/at/all.html");
    assertThat(output()).isEmpty();
  }

  @Test
  void helpIsThere() {
    assertThat(load(LoadTest::nothing, "--help")).isZero();
    assertThat(output()).isEqualTo(OptionsReader.HELP);
  }

  @Test
  void whereNobodyAnswersItSaysSo() {
    assertThat(
            load(
                LoadTest::nothing,
                "http://localhost:1",
                "--members=1",
                "--seconds=1",
                "--warm-up=0"))
        .isEqualTo(1);
    assertThat(output()).contains("no WebSocket at ws://localhost:1/ws");
  }
}
