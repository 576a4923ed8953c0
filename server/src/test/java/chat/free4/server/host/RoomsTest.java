package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.free4.room.access.Bytes;
import chat.free4.server.support.SignalClient;
import chat.free4.server.support.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Members in rooms of a real server, over real WebSockets, without voice. */
@TestInstance(Lifecycle.PER_CLASS)
final class RoomsTest {
  private TestServer server;

  @BeforeAll
  void start(@TempDir Path directory) {
    server = TestServer.start(directory, "--max-rooms=3", "--workers=2");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private SignalClient connect(int seed) {
    return SignalClient.connect(server, seed);
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

  @Test
  void roomOverTheLimitOfTheServerIsRefused() {
    SignalClient[] clients = new SignalClient[4];
    try {
      for (int i = 0; i < 4; i++) {
        clients[i] = connect(40 + i);
        clients[i].hello();
        ObjectNode params = clients[i].enterParams("limit " + i, Bytes.EMPTY);
        JsonNode answer = clients[i].call("enter", params);
        if (i < 3) {
          assertThat(answer.has("result")).as(answer.toString()).isTrue();
        } else {
          assertThat(answer.get("error").get("data").get("reason").asText())
              .isEqualTo("server-full");
        }
      }
    } finally {
      for (SignalClient client : clients) {
        if (client != null) {
          client.call("leave", SignalClient.params());
          client.close();
        }
      }
    }
    awaitRooms(0);
    assertThat(server.metric("free4chat_members")).isZero();
  }
}
