package chat.free4.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.room.RoomLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigReaderTest {
  @TempDir private Path directory;

  private static ServerConfig read(Map<String, String> environment, String... arguments) {
    Invocation invocation = ConfigReader.read(Arrays.asList(arguments), environment, "1.2.3");
    return ((Invocation.Serve) invocation).config();
  }

  private static String problem(Map<String, String> environment, String... arguments) {
    try {
      read(environment, arguments);
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("nothing was wrong with " + List.of(arguments));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("settings"), text);
  }

  @Test
  void defaultsAreThoseOfTheManual() {
    ServerConfig config = read(Map.of("HOME", "/home/ada"));
    assertThat(config.httpPort()).isEqualTo(8080);
    assertThat(config.httpsPort()).isEqualTo(8443);
    assertThat(config.mediaPort()).isEqualTo(10_000);
    assertThat(config.adminPort()).isEqualTo(9090);
    assertThat(config.io()).isEqualTo(IoChoice.AUTO);
    assertThat(config.workers())
        .isEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
    assertThat(config.publicAddresses()).isEmpty();
    assertThat(config.tlsFiles()).isEmpty();
    assertThat(config.behindProxy()).isFalse();
    assertThat(config.stateDirectory()).isEqualTo(Path.of("/home/ada/.local/state/free4chat"));
    assertThat(config.voiceSlots()).isEqualTo(24);
    assertThat(config.limits().graceMillis()).isEqualTo(30_000);
  }

  @Test
  void stateFollowsTheXdgDirectory() {
    assertThat(read(Map.of("HOME", "/home/ada", "XDG_STATE_HOME", "/var/state")).stateDirectory())
        .isEqualTo(Path.of("/var/state/free4chat"));
  }

  @Test
  void flagWinsOverEnvironmentOverFileOverDefault() throws IOException {
    String file = file("# ours\n\nhttp-port = 1\nhttps-port=2\nmedia-port = 3\n").toString();
    Map<String, String> environment =
        Map.of("FREE4CHAT_HTTP_PORT", "11", "FREE4CHAT_HTTPS_PORT", "12");
    ServerConfig config = read(environment, "--config", file, "--http-port=21");
    assertThat(config.httpPort()).isEqualTo(21);
    assertThat(config.httpsPort()).isEqualTo(12);
    assertThat(config.mediaPort()).isEqualTo(3);
    assertThat(config.adminPort()).isEqualTo(9090);
  }

  @Test
  void fileItselfCanBeNamedByTheEnvironment() throws IOException {
    Map<String, String> environment =
        Map.of("FREE4CHAT_CONFIG", file("behind-proxy = yes").toString());
    assertThat(read(environment).behindProxy()).isTrue();
  }

  @Test
  void switchStandsAloneOrWithAValue() {
    assertThat(read(Map.of(), "--behind-proxy", "--http-port", "1").behindProxy()).isTrue();
    assertThat(read(Map.of(), "--behind-proxy=false").behindProxy()).isFalse();
  }

  @Test
  void addressesComeAsListAndRepeatedInOrder() {
    assertThat(
            read(
                    Map.of(),
                    "--public-address",
                    "192.0.2.1, 2001:db8::1",
                    "--public-address=192.0.2.2")
                .publicAddresses())
        .containsExactly(
            InetAddress.ofLiteral("192.0.2.1"),
            InetAddress.ofLiteral("2001:db8::1"),
            InetAddress.ofLiteral("192.0.2.2"));
  }

  @Test
  void tooManyAddressesAreRefused() {
    String list = "192.0.2.1,".repeat(17);
    assertThat(problem(Map.of(), "--public-address", list)).contains("at most 16 addresses");
  }

  @Test
  void environmentThatIsNoSettingIsLeftAlone() {
    assertThat(read(Map.of("FREE4CHAT_PORT", "tcp://10.0.0.1:80")).httpPort()).isEqualTo(8080);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--http-port 99999          | --http-port 99999: want a number from 0 to 65535",
        "--http-port x              | --http-port x: want a number from 0 to 65535",
        "--http-port=               | --http-port : want a number from 0 to 65535",
        "--http-port                | --http-port: want a value, PORT",
        "--http-port --https-port 1 | --http-port: want a value, PORT",
        "--workers 0                | --workers 0: want a number from 1 to 64",
        "--grace -1                 | --grace -1: want a number from 1 to 3600",
        "--io fast                  | --io fast: want auto, native or nio",
        "--media-port 65535 --workers 2 | --media-port 65535: no room for 2 ports",
        "--public-address localhost | --public-address localhost: want IP addresses, joined by commas",
        "--public-address 0.0.0.0   | --public-address 0.0.0.0: no browser can send to 0.0.0.0",
        "--behind-proxy=perhaps     | --behind-proxy perhaps: want true or false",
        "--log-level loud           | --log-level loud: want error, warn, info or debug",
        "--tls-cert a.pem           | --tls-cert: want --tls-key beside it",
        "--tls-key a.pem            | --tls-key: want --tls-cert beside it",
        "--htp-port 1               | --htp-port: no such flag; did you mean --http-port?",
        "--completely-else 1        | --completely-else: no such flag; --help lists them",
        "http-port 1                | http-port: want flags alone; --help lists them",
        "--grace 5 --grace 6        | --grace: named twice",
        "--max-entry-bytes 60000    | --max-entry-bytes 60000: want at most half of"
            + " --max-message-bytes 65536",
        "--max-entry-bytes 500000 --max-message-bytes 1048576 --max-log-bytes 65536"
            + " | --max-log-bytes 65536: want at least --max-entry-bytes 500000",
        "--config /no/such/file     | --config /no/such/file: no such file",
      })
  void whatIsWrongIsSaidInOneLineThatNamesTheFlag(String arguments, String message) {
    assertThat(problem(Map.of(), arguments.strip().split(" "))).isEqualTo(message);
  }

  @Test
  void valueFromTheEnvironmentNamesFlagAndVariable() {
    assertThat(problem(Map.of("FREE4CHAT_GRACE", "soon")))
        .isEqualTo("--grace soon (FREE4CHAT_GRACE): want a number from 1 to 3600");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http-port 80", "nonsense = 1", "http-port = 1\nhttp-port = 2", "config = other"})
  void wrongLineOfAFileNamesTheLine(String text) throws IOException {
    Path file = file(text);
    assertThat(problem(Map.of(), "--config", file.toString()))
        .startsWith("--config, line ")
        .contains(file.toString());
  }

  @Test
  void fileThatIsNoTextOrTooLongIsRefused() throws IOException {
    Path file = directory.resolve("settings");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThat(problem(Map.of(), "--config", file.toString())).contains("not UTF-8 text");
    Files.writeString(file, "#".repeat((int) ConfigReader.MAX_FILE_BYTES + 1));
    assertThat(problem(Map.of(), "--config", file.toString())).contains("longer than 65536 bytes");
    assertThat(problem(Map.of(), "--config", directory.toString())).contains("cannot be read");
  }

  @Test
  void helpNamesEveryFlagWithItsVariableAndDefault() {
    Invocation.Print help =
        (Invocation.Print) ConfigReader.read(List.of("--help"), Map.of(), "1.2.3");
    for (Flag<?> flag : Flags.ALL) {
      assertThat(help.text()).contains("--" + flag.name(), flag.environmentName(), flag.help());
      if (!flag.initial().isEmpty() && !flag.isSwitch()) {
        assertThat(help.text()).contains("[" + flag.initial() + "]");
      }
    }
    assertThat(help.text().chars()).allMatch(character -> character < 128);
  }

  @Test
  void everyFlagHasANameOfItsOwn() {
    assertThat(Flags.ALL).extracting(Flag::name).doesNotHaveDuplicates();
  }

  @Test
  void limitsOfTheServerAreFlags() {
    ServerConfig config =
        read(
            Map.of(),
            "--max-rooms=1",
            "--max-members=2",
            "--max-sockets=3",
            "--max-address-sockets=4",
            "--max-message-bytes=32768",
            "--max-messages=6",
            "--max-entry-bytes=7000",
            "--max-log-entries=80",
            "--max-log-bytes=90000",
            "--max-handshakes=10",
            "--grace=11",
            "--voice-slots=12");
    RoomLimits limits = config.limits();
    assertThat(limits.rooms()).isEqualTo(1);
    assertThat(limits.roomMembers()).isEqualTo(2);
    assertThat(limits.sockets()).isEqualTo(3);
    assertThat(limits.socketsPerAddress()).isEqualTo(4);
    assertThat(limits.messageBytes()).isEqualTo(32_768);
    assertThat(limits.messagesPerSecond()).isEqualTo(6);
    assertThat(limits.entryBytes()).isEqualTo(7000);
    assertThat(limits.logEntries()).isEqualTo(80);
    assertThat(limits.logBytes()).isEqualTo(90_000);
    assertThat(config.handshakes()).isEqualTo(10);
    assertThat(limits.graceMillis()).isEqualTo(11_000);
    assertThat(config.voiceSlots()).isEqualTo(12);
  }

  @Test
  void versionIsPrinted() {
    assertThat(ConfigReader.read(List.of("--version"), Map.of(), "1.2.3"))
        .isEqualTo(new Invocation.Print("free4chat 1.2.3" + System.lineSeparator()));
  }

  @Test
  void messagesCarryNoStackTrace() {
    assertThatThrownBy(() -> read(Map.of(), "--workers", "none"))
        .isInstanceOf(ConfigException.class)
        .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
  }

  @Test
  void aServerIsAloneUnlessToldOtherwise() {
    assertThat(read(Map.of("HOME", "/home/ada")).cluster()).isEmpty();
  }

  @Test
  void aNodeKnowsWhomToJoin() {
    ClusterConfig cluster =
        read(
                Map.of("HOME", "/home/ada"),
                "--cluster-port=2552",
                "--join=10.0.0.1:2552, nodes.example:2553",
                "--join=[2001:db8::1]:2554",
                "--cluster-host=10.0.0.9",
                "--cluster-secret-file=/run/secret",
                "--node-url=wss://N1.example:8443",
                "--node-urls=wss://n1.example:8443,wss://n2.example",
                "--page-origin=https://chat.example")
            .cluster()
            .orElseThrow();
    assertThat(cluster.port()).isEqualTo(2552);
    assertThat(cluster.host()).contains("10.0.0.9");
    assertThat(cluster.seeds())
        .containsExactly(
            new ClusterConfig.Seed("10.0.0.1", 2552),
            new ClusterConfig.Seed("nodes.example", 2553),
            new ClusterConfig.Seed("2001:db8::1", 2554));
    assertThat(cluster.bootstrap()).isFalse();
    assertThat(cluster.name()).isEqualTo("free4chat");
    assertThat(cluster.secretFile()).isEqualTo(Path.of("/run/secret"));
    assertThat(cluster.drainSeconds()).isEqualTo(10);
    assertThat(cluster.urls())
        .isEqualTo(
            new NodeUrls(
                Optional.of("wss://n1.example:8443"),
                List.of("wss://n1.example:8443", "wss://n2.example"),
                Optional.of("https://chat.example")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--join=a:1|--join: want --cluster-port beside it",
        "--bootstrap|--bootstrap: want --cluster-port beside it",
        "--cluster-port=2552|--cluster-port: want --join with nodes of the cluster, or --bootstrap"
            + " to found one",
        "--cluster-port=2552 --bootstrap|--cluster-port: want --cluster-secret-file beside it",
        "--cluster-port=x|--cluster-port x: want a port from 0 to 65535",
        "--cluster-port=1 --join=a|--join a: want host:port, joined by commas",
        "--cluster-port=1 --join=a:0|--join a:0: nobody can be reached at port 0",
        "--cluster-port=1 --bootstrap --cluster-host=a:1|--cluster-host a:1: want a host without a"
            + " port",
        "--cluster-port=1 --bootstrap --cluster-name=a_b|--cluster-name a_b: want 1 to 32 letters,"
            + " digits and dashes, a dash not first",
        "--node-url=wss://a|--node-url: want --cluster-port beside it",
        "--cluster-port=1 --bootstrap --node-url=wss://a|--node-url wss://a: want it among"
            + " --node-urls, where pages may go",
        "--cluster-port=1 --bootstrap --node-url=wss://a/ws|--node-url wss://a/ws: want wss://host,"
            + " or with a port, and no path",
        "--cluster-port=1 --bootstrap --node-urls=wss://a;b|--node-urls wss://a;b: want wss://host,"
            + " or with a port, and no path",
        "--cluster-port=1 --bootstrap --node-urls=wss://a|--node-urls: want --page-origin beside it,"
            + " and the other way round",
      })
  void whatIsWrongWithAClusterIsOneLine(String arguments, String problem) {
    List<String> all = new java.util.ArrayList<>(List.of(arguments.split(" ", -1)));
    if (arguments.contains("--bootstrap --node")
        || problem.contains("--cluster-host")
        || problem.contains("--cluster-name")) {
      all.add("--cluster-secret-file=/run/secret");
    }
    assertThat(problem(Map.of("HOME", "/home/ada"), all.toArray(String[]::new))).isEqualTo(problem);
  }
}
