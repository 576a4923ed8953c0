package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.free4.room.access.Bytes;
import chat.free4.server.support.SignalClient;
import chat.free4.server.support.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many rooms one server takes. */
final class RoomLimitTest {
  private static final int LIMIT = 3;

  @Test
  void roomOverTheLimitOfTheServerIsRefused(@TempDir Path directory) {
    List<SignalClient> clients = new ArrayList<>();
    try (TestServer server = TestServer.start(directory, "--max-rooms=" + LIMIT)) {
      for (int i = 0; i <= LIMIT; i++) {
        SignalClient client = SignalClient.connect(server, 40 + i);
        clients.add(client);
        String room = "limit " + i;
        client.hello(room);
        JsonNode answer = client.call("enter", client.enterParams(room, Bytes.EMPTY));
        if (i < LIMIT) {
          assertThat(answer.has("result")).as(answer.toString()).isTrue();
        } else {
          assertThat(answer.get("error").get("data").get("reason").asText())
              .isEqualTo("server-full");
        }
      }
      clients.forEach(client -> client.call("leave", SignalClient.params()));
      await().untilAsserted(() -> assertThat(server.metric("free4chat_rooms")).isZero());
      assertThat(server.metric("free4chat_members")).isZero();
    } finally {
      clients.forEach(SignalClient::close);
    }
  }
}
