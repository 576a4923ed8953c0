package chat.free4.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.ice.IceCredentials;
import chat.free4.server.Server;
import chat.free4.server.config.ConfigReader;
import chat.free4.server.config.Invocation;
import chat.free4.sim.BrowserKind;
import chat.free4.sim.BrowserOffer;
import chat.free4.sim.ServerAnswer;
import chat.free4.sim.live.SignalClient;
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
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One room across three nodes on 127.0.0.1, 2 and 3, heard by real listeners. */
class RelayedRoomTest {
  private static final int NODES = 3;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Server> servers = new ArrayList<>();

  private void start(String relayWhen) throws IOException {
    Path page = Files.createDirectories(directory.resolve("page"));
    Files.writeString(page.resolve("index.html"), "<!doctype html><title>test</title>");
    Path secret =
        Files.writeString(directory.resolve("secret"), "what the nodes of a test all know");
    for (int number = 1; number <= NODES; number++) {
      List<String> flags =
          List.of(
              "--http-port=0",
              "--https-port=0",
              "--media-port=0",
              "--admin-port=0",
              "--workers=1",
              "--max-address-sockets=2000",
              "--cluster-port=0",
              "--cluster-host=127.0.0." + number,
              "--cluster-secret-file=" + secret,
              number == 1 ? "--bootstrap" : "--join=127.0.0.1:" + servers.getFirst().clusterPort(),
              relayWhen,
              "--page-dir=" + page,
              "--state-dir=" + directory.resolve("state" + number));
      var invocation = (Invocation.Serve) ConfigReader.read(flags, Map.of(), "test");
      servers.add(Server.start(invocation.config()));
    }
    awaitReachable(NODES - 1);
  }

  /** Until each node can have parts of rooms with so many others. */
  private void awaitReachable(int others) {
    await(
        () -> servers.stream().allMatch(each -> metric(each, "free4chat_relay_nodes") == others),
        "nodes that reach each other by UDP");
  }

  private static void await(BooleanSupplier condition, String what) {
    long fromNanos = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - fromNanos).as(what).isLessThan(PATIENCE_NANOS);
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  @AfterEach
  void stop() {
    servers.reversed().forEach(Server::close);
  }

  private static long metric(Server server, String series) {
    URI uri = URI.create("http://127.0.0.1:" + server.adminPort() + "/metrics");
    try (HttpClient http = HttpClient.newHttpClient()) {
      String metrics =
          http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      return metrics
          .lines()
          .filter(line -> line.matches(series + "(\\{.*})? .*"))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long total(String series) {
    return servers.stream().mapToLong(each -> metric(each, series)).sum();
  }

  /** By the first so many nodes. */
  private String load(int nodes, int members, int publishers, int seconds, String... more) {
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    Main main = new Main(new Engines(0), print, print, false);
    String arguments =
        "%s --rooms 1 --members %d --publishers %d --seconds %d %s"
            .formatted(
                servers.stream()
                    .limit(nodes)
                    .map(each -> "http://localhost:" + each.httpPort())
                    .collect(Collectors.joining(" ")),
                members,
                publishers,
                seconds,
                String.join(" ", more));
    List<Long> peers = new ArrayList<>();
    int code =
        main.run(
            List.of(arguments.strip().split(" +", -1)),
            _ ->
                servers.forEach(
                    each -> peers.add(metric(each, "free4chat_media_connected_peers"))));
    String output = out.toString(StandardCharsets.UTF_8);
    assertThat(code).as(output).isZero();
    assertThat(output).contains("Every member heard just whom it should.");
    long each = members / servers.size();
    assertThat(peers).as("members of each node").allMatch(count -> count >= each);
    return output;
  }

  /** What crosses is counted at both ends: one copy of each stream goes to each other node. */
  private void assertOneCopy(int nodes) {
    long said = total("free4chat_media_rtp_received_total");
    long crossed = total("free4chat_relay_sent_total");
    long came = total("free4chat_relay_received_total");
    System.out.printf(
        "%d packets were said, %d crossed between %d nodes, %d came%n", said, crossed, nodes, came);
    assertThat(crossed).isLessThanOrEqualTo((nodes - 1L) * said);
    // Members who join meanwhile have a part of the room at their node from then on.
    assertThat(crossed).isGreaterThan((nodes - 1L) * said / 2);
    assertThat(came).isLessThanOrEqualTo(crossed).isGreaterThan(crossed * 9 / 10);
    assertThat(total("free4chat_relay_ring_full_total")).isZero();
  }

  @Test
  void everyoneHearsEveryoneAcrossNodesAndWithoutOneThatIsGone() throws Exception {
    start("--relay-above=2");
    load(1, 6, 6, 2, "--warm-up 0");
    assertOneCopy(NODES);
    String told = loadWithoutOneThatHelped();
    assertThat(told).containsPattern("voice lost, and offered again +2\n");
    awaitReachable(NODES - 2);
    load(1, 6, 3, 1, "--warm-up 0");
  }

  @Test
  void farApartASmallRoomHasItsVoiceByTheNodesOfItsSockets() throws Exception {
    start("--relay-near");
    load(NODES, 6, 6, 2, "--warm-up 0");
    assertOneCopy(NODES);
  }

  private URI origin(int node) {
    return URI.create("http://localhost:" + servers.get(node).httpPort());
  }

  /** A node that serves two of six members ends, while they talk; gives what is told of it. */
  private String loadWithoutOneThatHelped() {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(told, true, StandardCharsets.UTF_8);
    String arguments =
        "http://localhost:%d --rooms 1 --members 6 --seconds 1 --warm-up 0 --follow"
            .formatted(servers.getFirst().httpPort());
    int code =
        new Main(new Engines(0), print, print, false)
            .run(
                List.of(arguments.split(" ", -1)),
                _ -> {
                  Server helper = helperWithoutSockets();
                  servers.remove(helper);
                  helper.close();
                  await(() -> total("free4chat_media_connected_peers") == 6, "voice by others");
                });
    String output = told.toString(StandardCharsets.UTF_8);
    assertThat(code).as(output).isZero();
    assertThat(output).contains("Every member heard just whom it should.");
    return output;
  }

  private Server helperWithoutSockets() {
    return servers.stream()
        .skip(1) // which has the members' WebSockets
        .filter(each -> metric(each, "free4chat_rooms") == 0)
        .findFirst()
        .orElseThrow();
  }

  /** A member whose voice goes by another node than the room's, as its signalling sees it. */
  private final class Member {
    final DtlsCertificate certificate = DtlsCertificate.generate(RANDOM, Instant.now());
    final Bytes fingerprint = Bytes.of(certificate.fingerprint().toBytes());
    final SignalClient signal;
    final String room;
    final SignalClient.Challenge challenge;
    int node;

    Member(HttpClient http, String room) {
      this(new SignalClient(http, origin(0), RANDOM), room);
    }

    Member(SignalClient signal, String room) {
      this.room = room;
      this.signal = signal;
      this.challenge = signal.hello(room);
      SignalClient.Entered entered = signal.enter(challenge, room, "Ann", newOffer(), fingerprint);
      node = nodeOf(Objects.requireNonNull(entered.answer()));
    }

    String newOffer() {
      return new BrowserOffer(BrowserKind.CHROMIUM, 1, certificate.fingerprint(), 1)
          .write(IceCredentials.random(RANDOM), 1);
    }

    void offerAgain() {
      node = nodeOf(signal.offer(challenge, room, newOffer(), fingerprint));
    }

    /** Each node has another port. */
    private int nodeOf(String answer) {
      int port = ServerAnswer.parse(answer, 1).candidates().getFirst().port();
      for (int each = 0; each < servers.size(); each++) {
        if (servers.get(each).mediaPorts().contains(port)) {
          return each;
        }
      }
      throw new AssertionError("no node has port " + port);
    }
  }

  @Test
  void whoseNodeIsGoneHasVoiceByAnotherInTheSameRoomOnTheSameSocket() throws Exception {
    start("--relay-above=1");
    HttpClient http = HttpClient.newHttpClient();
    try {
      Member first = new Member(http, "room 0");
      for (int i = 1; first.node != 0; i++) {
        first = new Member(http, "room " + i); // until one is with the first node
      }
      Member second = new Member(http, first.room);
      Member third = new Member(http, first.room);
      assertThat(Set.of(first.node, second.node, third.node)).hasSize(NODES);
      Member lost = second.node == NODES - 1 ? second : third;
      Member kept = second.node == NODES - 1 ? third : second;
      servers.removeLast().close();
      assertThat(lost.signal.awaitMediaRestart(Duration.ofNanos(PATIENCE_NANOS))).isTrue();
      lost.offerAgain();
      assertThat(lost.node).isBetween(0, NODES - 2);
      assertThat(kept.signal.awaitMediaRestart(Duration.ZERO)).isFalse();
      assertThat(first.signal.awaitMediaRestart(Duration.ZERO)).isFalse();
    } finally {
      http.shutdownNow(); // to close it would wait for the members' sockets
    }
  }

  @Test
  void farApartWhoseNodeIsGoneHasVoiceByTheNodeItComesBackBy() throws Exception {
    start("--relay-near");
    HttpClient http = HttpClient.newHttpClient();
    try {
      Member first = new Member(http, "room 0");
      for (int i = 1; metric(servers.getFirst(), "free4chat_rooms") == 0; i++) {
        first = new Member(http, "room " + i); // until the first node has one
      }
      Member second = new Member(new SignalClient(http, origin(1), RANDOM), first.room);
      Member third = new Member(new SignalClient(http, origin(2), RANDOM), first.room);
      assertThat(List.of(first.node, second.node, third.node)).containsExactly(0, 1, 2);
      servers.removeLast().close();
      awaitReachable(NODES - 2); // who comes sooner is told so a moment later
      Member again = new Member(third.signal.again(http, origin(1)), first.room);
      assertThat(again.node).isEqualTo(1);
      assertThat(second.signal.awaitMediaRestart(Duration.ZERO)).isFalse();
      assertThat(first.signal.awaitMediaRestart(Duration.ZERO)).isFalse();
    } finally {
      http.shutdownNow(); // to close it would wait for the members' sockets
    }
  }

  @Test
  @Tag("figures")
  void sixHundredListenersHearExactlyTheThreeWhoSpeak() throws Exception {
    start("--relay-above=200");
    System.out.println(load(1, 600, 3, 10, "--ramp 25 --warm-up 5 --decrypt 5"));
    assertOneCopy(NODES);
  }
}
