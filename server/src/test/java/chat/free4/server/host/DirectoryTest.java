package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.free4.room.access.Bytes;
import chat.free4.room.description.RoomDescription;
import chat.free4.server.support.SignalClient;
import chat.free4.server.support.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The directory of a real server, over real WebSockets and HTTP. */
@TestInstance(Lifecycle.PER_CLASS)
final class DirectoryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RoomDescription JAZZ =
      new RoomDescription("Jazz tonight", List.of("music", "jazz"), "en");

  /** Real processes on a noisy machine get five times what the promise is. */
  private static final long SLACK = 5;

  /** Changes are told within this time. */
  private static final long LIVE_MILLIS = 2_000 * SLACK;

  private final List<SignalClient> clients = new ArrayList<>();
  private TestServer server;

  @BeforeAll
  void start(@TempDir Path directory) {
    server = TestServer.start(directory, "--max-rooms=100");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @AfterEach
  void everybodyGoes() {
    clients.forEach(SignalClient::close);
    clients.clear();
  }

  private SignalClient connect(int seed) {
    SignalClient client = SignalClient.connect(server, seed);
    clients.add(client);
    return client;
  }

  private SignalClient enter(int seed, String room) {
    SignalClient client = connect(seed);
    client.enter(room);
    return client;
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode page(String query) {
    HttpResponse<String> response = server.get("/api/rooms" + query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return parse(response.body());
  }

  private static List<String> names(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(room -> room.isTextual() ? room.asText() : room.get("name").asText())
        .toList();
  }

  /** Waits until a question finds exactly these. */
  private void awaitRooms(String query, String... names) {
    await()
        .atMost(5, TimeUnit.SECONDS)
        .untilAsserted(() -> assertThat(names(page(query).get("rooms"))).containsExactly(names));
  }

  @Test
  void whoWatchesSeesARoomComeChangeAndGoWithinTwoSeconds() {
    SignalClient watcher = connect(1);
    JsonNode first = watcher.call("directory.watch", SignalClient.params().put("tag", "BLUES"));
    assertThat(first.get("result").get("rooms")).isEmpty();
    SignalClient ada = enter(2, "blue note");
    RoomDescription blues = new RoomDescription("Till late", List.of("blues", "jazz"), "en");
    long described = System.nanoTime();
    assertThat(ada.describe("blue note", blues).has("result")).isTrue();
    JsonNode change = awaitChange(watcher, described);
    assertThat(names(change.get("order"))).containsExactly("blue note");
    JsonNode room = change.get("rooms").get(0);
    assertThat(room.get("topic").asText()).isEqualTo("Till late");
    assertThat(names(room.get("tags"))).containsExactly("blues", "jazz");
    assertThat(room.get("language").asText()).isEqualTo("en");
    assertThat(room.get("talking").asBoolean()).isFalse();
    assertThat(room.get("opened").asLong())
        .isBetween(Instant.now().getEpochSecond() - 30, Instant.now().getEpochSecond());
    assertThat(room.properties()).hasSize(7);

    long came = System.nanoTime();
    SignalClient bob = enter(3, "blue note");
    change = awaitChange(watcher, came);
    assertThat(change.get("rooms")).isEmpty();
    assertThat(change.get("changed").toString())
        .isEqualTo("[{\"name\":\"blue note\",\"people\":2}]");

    bob.call("leave", SignalClient.params());
    long left = System.nanoTime();
    ada.call("leave", SignalClient.params());
    do {
      change = awaitChange(watcher, left);
    } while (!change.has("order")); // Bob's leaving may be told by itself
    assertThat(change.get("order")).isEmpty();
  }

  private static JsonNode awaitChange(SignalClient watcher, long sinceNanos) {
    JsonNode change = watcher.notification("directory.change");
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
    assertThat(millis).isLessThan(LIVE_MILLIS);
    return change;
  }

  @Test
  void nothingOfAMemberLeavesTheRoom() {
    JsonNode welcome = connect(4).enter("discreet");
    awaitRooms("?search=discreet", "discreet");
    String body = server.get("/api/rooms?search=discreet").body();
    for (JsonNode member : welcome.get("members")) {
      for (String secret : List.of("id", "identity", "device", "profile")) {
        assertThat(body).doesNotContain(member.get(secret).asText());
      }
    }
    assertThat(welcome.get("room").get("moderator").asText()).isNotEmpty();
    assertThat(body).doesNotContain(welcome.get("room").get("moderator").asText());
  }

  @Test
  void onlyWhoModeratesDescribesAndAllSeeIt() {
    SignalClient ada = enter(5, "sign");
    SignalClient bob = enter(6, "sign");
    JsonNode refused = bob.describe("sign", JAZZ).get("error").get("data");
    assertThat(refused.get("reason").asText()).isEqualTo("not-moderator");
    ada.describe("sign", JAZZ);
    assertThat(bob.notification("room.changed").get("topic").asText()).isEqualTo("Jazz tonight");
    JsonNode wrong = ada.describe("sign", new RoomDescription("", List.of("x"), "en"));
    assertThat(wrong.get("error").get("data").toString())
        .isEqualTo("{\"reason\":\"description-invalid\",\"field\":\"tags\"}");
    ada.call("leave", SignalClient.params());
    assertThat(bob.notification("room.changed").has("moderator")).isTrue();
    assertThat(bob.describe("sign", RoomDescription.NONE).has("result")).isTrue();
  }

  @Test
  void anAddressOpensSoManyRoomsAndEntersAllOthers(@TempDir Path directory) {
    try (TestServer small = TestServer.start(directory, "--max-address-rooms=2")) {
      for (int i = 0; i < 4; i++) {
        SignalClient client = SignalClient.connect(small, 20 + i);
        clients.add(client);
        client.hello();
        JsonNode answer = client.call("enter", client.enterParams("flood " + i, Bytes.EMPTY));
        if (i < 2) {
          assertThat(answer.has("result")).as(answer.toString()).isTrue();
        } else {
          JsonNode reason = answer.get("error").get("data").get("reason");
          assertThat(reason.asText()).isEqualTo("too-many-rooms");
          JsonNode instead = client.call("enter", client.enterParams("flood 0", Bytes.EMPTY));
          assertThat(instead.has("result")).as(instead.toString()).isTrue();
        }
      }
      assertThat(small.metric("free4chat_signal_errors_total{reason=\"too-many-rooms\"}"))
          .isEqualTo(2);
      assertThat(small.metric("free4chat_rooms")).isEqualTo(2);
    }
  }

  @Test
  void pagesAreCachedForASecondAndNotSentTwice() {
    String path = "/api/rooms?search=nothing+of+that+name";
    HttpResponse<String> page = server.get(path);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(page.headers().firstValue("cache-control")).hasValue("public, max-age=1");
    assertThat(page.headers().firstValue("access-control-allow-origin")).isEmpty();
    assertThat(parse(page.body()).get("rooms")).isEmpty();
    // Rooms of other tests may end in this moment, which is another page.
    await()
        .untilAsserted(
            () -> {
              String etag = server.get(path).headers().firstValue("etag").orElseThrow();
              HttpResponse<String> again = server.get(path, "If-None-Match", etag);
              assertThat(again.statusCode()).isEqualTo(304);
              assertThat(again.body()).isEmpty();
            });
  }

  @ParameterizedTest
  @CsvSource({
    "?tag=x, tag",
    "?language=xx, language",
    "?after=somewhere, after",
    "?tag=%E2%80%AEab, tag",
    "?limit=5, limit",
    "?tag=ab&tag=cd, tag",
  })
  void wrongParametersAreNamed(String query, String parameter) {
    HttpResponse<String> response = server.get("/api/rooms" + query);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(parse(response.body()).get("error").asText()).isEqualTo("invalid-parameter");
    assertThat(parse(response.body()).get("parameter").asText()).isEqualTo(parameter);
  }

  @Test
  void onlyReadingIsAllowed() {
    HttpResponse<String> posted =
        server.send(
            server
                .request(URI.create(server.origin() + "/api/rooms"))
                .POST(BodyPublishers.ofString("{}"))
                .build());
    assertThat(posted.statusCode()).isEqualTo(405);
    assertThat(posted.headers().firstValue("allow")).hasValue("GET, HEAD");
  }
}
