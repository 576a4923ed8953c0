package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.free4.room.access.Bytes;
import chat.free4.server.support.RobotRoom;
import chat.free4.server.support.SealedLink;
import chat.free4.server.support.SignalClient;
import chat.free4.server.support.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** To whom a server with ears listens, as members of its rooms agree or not. */
@Timeout(120)
final class EarsConsentTest {
  private static final String EARS = "--ears-url=http://127.0.0.1:9/v1";
  private static final Bytes AGREES = Bytes.utf8("{\"nickname\":\"Ada\",\"ears\":true}");

  @TempDir private Path directory;

  private static SignalClient enter(TestServer server, String room, int seed, String profile) {
    SignalClient client = SignalClient.connect(server, seed);
    client.hello();
    ObjectNode enter = client.enterParams(room, Bytes.EMPTY);
    enter.put("profile", Bytes.utf8(profile).toBase64Url());
    client.call("enter", enter);
    return client;
  }

  private static void awaitListenedTo(TestServer server, int members) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> server.metric("free4chat_ears_members") == members);
  }

  private static ObjectNode profile(Bytes profile) {
    return SignalClient.params().put("profile", profile.toBase64Url());
  }

  @Test
  void whoAgreesByTheProfileAndNobodyElse() {
    try (TestServer server = TestServer.start(directory, EARS);
        SignalClient ada = enter(server, "ears", 1, "{\"nickname\":\"Ada\",\"ears\":true}");
        SignalClient bob = enter(server, "ears", 2, "{\"nickname\":\"Bob\"}");
        SignalClient cyd = enter(server, "ears", 3, "{\"nickname\":\"Cyd\",\"ears\":\"true\"}");
        SignalClient dot = enter(server, "ears", 4, "[[[")) {
      awaitListenedTo(server, 1);
      bob.call("member.update", profile(AGREES));
      awaitListenedTo(server, 2);
      ada.call("member.update", profile(Bytes.utf8("{\"nickname\":\"Ada\"}")));
      awaitListenedTo(server, 1);
      bob.call("leave", SignalClient.params());
      awaitListenedTo(server, 0);
      dot.call("member.update", profile(AGREES));
      awaitListenedTo(server, 1);
      ada.call("leave", SignalClient.params());
      cyd.call("leave", SignalClient.params());
      dot.call("leave", SignalClient.params()); // and the room ends
      awaitListenedTo(server, 0);
    }
  }

  @Test
  void nobodyInASealedRoomWhateverTheProfileSays() {
    SealedLink link = SealedLink.create("link and password");
    try (TestServer server = TestServer.start(directory, EARS);
        SignalClient ada = SignalClient.connect(server, 1);
        SignalClient bob = enter(server, "open", 2, "{\"nickname\":\"Bob\"}")) {
      assertThat(ada.hello().path("ears").asBoolean()).isTrue();
      ObjectNode enter = link.withChain(ada).put("profile", AGREES.toBase64Url());
      assertThat(ada.call("enter", enter).has("result")).isTrue();
      ada.call("member.update", profile(AGREES));
      bob.call("member.update", profile(AGREES));
      awaitListenedTo(server, 1); // who agreed later, in a room that is open
      assertThat(server.metric("free4chat_ears_members")).isEqualTo(1);
    }
  }

  @Test
  void aRobotsSeatSaysThatItHearsWhereThereAreEars() {
    try (TestServer server = TestServer.start(directory, EARS, "--live-voices=0");
        RobotRoom ada = RobotRoom.enter(server, "seat", 1, "Ada")) {
      JsonNode seat = ada.add("companion");
      assertThat(seat.path("elsewhere").toString()).isEqualTo("[\"ears\"]");
    }
  }

  @Test
  void aServerWithoutEarsSaysNothingOfThem() {
    try (TestServer server = TestServer.start(directory);
        SignalClient ada = SignalClient.connect(server, 1)) {
      assertThat(ada.hello().has("ears")).isFalse();
      assertThat(server.metrics()).doesNotContain("free4chat_ears_members");
    }
  }
}
