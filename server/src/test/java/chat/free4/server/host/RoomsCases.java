package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.free4.room.access.Bytes;
import chat.free4.server.support.SignalClient;
import chat.free4.server.support.TestNodes;
import chat.free4.server.support.TestNodes.Form;
import chat.free4.server.support.TestServer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Members in rooms of a real server, over real WebSockets, without voice. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class RoomsCases {
  private static final String HEARTBEAT =
      "{\"jsonrpc\":\"2.0\",\"method\":\"heartbeat\",\"params\":{}}";

  private final Form form;
  private TestNodes server;

  /** The same at a server that is alone and in a cluster. */
  RoomsCases(Form form) {
    this.form = form;
  }

  @BeforeAll
  void start(@TempDir Path directory) {
    server = TestNodes.start(form, directory, "--workers=2");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private SignalClient connect(int seed) {
    return server.connect(seed);
  }

  private void awaitRooms(int rooms) {
    await().untilAsserted(() -> assertThat(server.metric("free4chat_rooms")).isEqualTo(rooms));
  }

  @Test
  void twoSeeEachOtherComeWriteAndLeave() {
    try (SignalClient ada = connect(1);
        SignalClient bob = connect(2)) {
      assertThat(ada.enter("Coffee").get("members")).hasSize(1);
      JsonNode welcome = bob.enter("coffee ");
      assertThat(welcome.get("members")).hasSize(2);
      assertThat(welcome.get("room").get("name").asText()).isEqualTo("coffee");
      JsonNode joined = ada.notification("member.joined").get("member");
      assertThat(joined.get("number").asLong()).isEqualTo(welcome.get("member").asLong());
      ada.append(1, "hello");
      assertThat(bob.notification("log.entry").get("bytes").asText())
          .isEqualTo(Bytes.utf8("hello").toBase64Url());
      bob.call("leave", SignalClient.params());
      assertThat(bob.closeCode()).isEqualTo(1000);
      JsonNode left = ada.notification("member.left");
      assertThat(left.get("reason").asText()).isEqualTo("left");
      ada.call("leave", SignalClient.params());
      awaitRooms(0);
    }
  }

  @Test
  void aPublicRoomIsListedWhereverOneLooksUntilItEnds() {
    try (SignalClient ada = connect(50);
        SignalClient bob = connect(51)) {
      ada.enter("listed");
      awaitListed(List.of("listed 1"), ada);
      bob.enter("listed");
      awaitListed(List.of("listed 2"), ada, bob);
      ada.call("leave", SignalClient.params());
      bob.call("leave", SignalClient.params());
      awaitListed(List.of());
    }
  }

  /** Meanwhile members say that they are there: who is silent is not counted. */
  private void awaitListed(List<String> rooms, SignalClient... members) {
    for (TestServer each : server.servers()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                for (SignalClient member : members) {
                  member.sendText(HEARTBEAT);
                }
                assertThat(listed(each)).isEqualTo(rooms);
              });
    }
  }

  private static List<String> listed(TestServer at) throws JsonProcessingException {
    List<String> rooms = new ArrayList<>();
    new ObjectMapper()
        .readTree(at.get("/api/rooms").body())
        .get("rooms")
        .forEach(room -> rooms.add(room.get("name").asText() + " " + room.get("people").asInt()));
    return rooms;
  }

  @Test
  void newestTabWinsAndTheOlderSaysSo() {
    try (SignalClient older = connect(10);
        SignalClient newer = connect(10)) {
      older.enter("tabs");
      assertThat(newer.enter("tabs").get("resumed").asBoolean()).isTrue();
      older.notification("superseded");
      assertThat(older.closeCode()).isEqualTo(4001);
      newer.call("leave", SignalClient.params());
    }
  }

  @Test
  void brokenLineShowsAsReconnectingAndComesBack() {
    try (SignalClient ada = connect(20)) {
      ada.enter("line");
      SignalClient bob = connect(21);
      long number = bob.enter("line").get("member").asLong();
      bob.close(); // without a word
      JsonNode lost = ada.notification("member.changed");
      assertThat(lost.get("connection").asText()).isEqualTo("reconnecting");
      try (SignalClient again = connect(21)) {
        JsonNode welcome = again.enter("line");
        assertThat(welcome.get("resumed").asBoolean()).isTrue();
        assertThat(welcome.get("member").asLong()).isEqualTo(number);
        again.call("leave", SignalClient.params());
      }
      ada.call("leave", SignalClient.params());
    }
  }

  @Test
  void heartbeatsComeByThemselves() {
    try (SignalClient ada = connect(30)) {
      ada.enter("heart");
      ada.notification("heartbeat");
      ada.notification("heartbeat");
      ada.call("leave", SignalClient.params());
    }
  }
}
