package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.robot.GameMove;
import chat.free4.server.robot.ChatLine;
import chat.free4.server.robot.GameEntry;
import chat.free4.server.support.SignalClient;
import chat.free4.server.support.TestServer;
import chat.free4.server.support.UnsignedEntry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Robots in rooms of a real server, as its members see them. */
@TestInstance(Lifecycle.PER_CLASS)
final class RobotsTest {
  private TestServer server;

  @BeforeAll
  void start(@TempDir Path directory) {
    server = TestServer.start(directory);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private SignalClient enter(String room, int seed, String nickname) {
    SignalClient client = SignalClient.connect(server, seed);
    client.hello();
    ObjectNode enter = client.enterParams(room, Bytes.EMPTY);
    enter.put("profile", ChatLine.profile(nickname).toBase64Url());
    client.call("enter", enter);
    return client;
  }

  private static ObjectNode add(String robot) {
    return SignalClient.params().put("robot", robot).put("language", "en");
  }

  private static String reason(JsonNode answer) {
    return answer.get("error").get("data").get("reason").asText();
  }

  private static void say(SignalClient client, long sequence, String text) {
    Bytes body = Objects.requireNonNull(ChatLine.write("x", text, 500, 1, sequence));
    write(client, sequence, ChatLine.DOC, body);
  }

  private static void play(SignalClient client, long sequence, String m, String... more) {
    ObjectNode message = SignalClient.params().put("m", m).put("g", "game0000001");
    for (int i = 0; i < more.length; i += 2) {
      message.put(more[i], more[i + 1]);
    }
    if (m.equals("open")) {
      message
          .putObject("settings")
          .put("language", "en")
          .put("theme", "food")
          .put("rounds", 1)
          .put("seconds", 60);
    }
    write(client, sequence, GameEntry.DOC, Bytes.utf8(message.toString()));
  }

  private static void write(SignalClient client, long sequence, String doc, Bytes body) {
    ObjectNode append = SignalClient.params().put("doc", doc).put("sequence", sequence);
    Bytes entry = UnsignedEntry.of(sequence, body);
    client.call("log.append", append.put("bytes", entry.toBase64Url()));
  }

  /** The next line that a robot says, once that holds of it. */
  private static String line(SignalClient client, Predicate<String> wanted) {
    JsonNode entry =
        client.await(
            frame -> {
              String said = saidIn(frame);
              return said != null && wanted.test(said);
            });
    return Objects.requireNonNull(saidIn(entry));
  }

  private static @Nullable String saidIn(JsonNode frame) {
    if (!frame.path("method").asText().equals("log.entry")) {
      return null;
    }
    Bytes bytes = Bytes.ofBase64Url(frame.get("params").get("bytes").asText());
    ChatLine line = bytes == null ? null : ChatLine.read(bytes);
    return line == null ? null : line.text();
  }

  @Test
  void aRobotComesGreetsAnswersAndIsSentAway() {
    try (SignalClient ada = enter("robots", 1, "Ada");
        SignalClient bob = enter("robots", 2, "Bob")) {
      assertThat(ada.call("robot.add", add("companion")).has("result")).isTrue();
      JsonNode joined = bob.notification("member.joined").get("member");
      assertThat(joined.get("robot").asText()).isEqualTo("companion");
      assertThat(line(bob, said -> said.contains("Ada"))).contains("Bob");
      say(bob, 1, "Robin, what do you think?");
      assertThat(line(ada, said -> said.contains("Bob") && !said.contains("Ada")))
          .doesNotContain("{name}");
      ObjectNode gone = SignalClient.params().put("member", joined.get("number").asLong());
      assertThat(reason(bob.call("robot.remove", gone))).isEqualTo("not-moderator");
      assertThat(ada.call("robot.remove", gone).has("result")).isTrue();
      JsonNode left = bob.notification("member.left");
      assertThat(left.get("number").asLong()).isEqualTo(joined.get("number").asLong());
      assertThat(left.get("reason").asText()).isEqualTo("removed");
    }
  }

  @Test
  void aGuesserSitsDownByAnEntryOfItsOwn() {
    try (SignalClient ada = enter("guessing", 31, "Ada")) {
      ada.call("robot.add", add("guesser"));
      String id = ada.notification("member.joined").get("member").get("id").asText();
      play(
          ada,
          1,
          "open",
          "game",
          "draw-and-guess",
          "nickname",
          "Ada",
          "key",
          Bytes.of(new byte[32]).toBase64Url());
      JsonNode entry = ada.await(frame -> moveIn(frame) instanceof GameMove.Join);
      assertThat(entry.get("params").get("author").asText()).isEqualTo(id);
      assertThat(moveIn(entry)).extracting("nickname").isEqualTo("Pip");
    }
  }

  private static @Nullable GameMove moveIn(JsonNode frame) {
    JsonNode params = frame.path("params");
    boolean isMove =
        frame.path("method").asText().equals("log.entry")
            && params.path("doc").asText().equals(GameEntry.DOC);
    Bytes bytes = isMove ? Bytes.ofBase64Url(params.path("bytes").asText()) : null;
    return bytes == null ? null : GameEntry.read(bytes);
  }

  @Test
  void diceAreRolled() {
    try (SignalClient ada = enter("dice", 3, "Ada")) {
      ada.call("robot.add", add("dice"));
      say(ada, 1, "roll 3d6");
      assertThat(line(ada, said -> said.startsWith("Ada: ")))
          .matches("Ada: [1-6] \\+ [1-6] \\+ [1-6] = [0-9]+");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"throwing", "stalling", "flooding"})
  void aRobotThatIsUnrulyIsTakenOutAndTheRoomGoesOn(String unruly) {
    try (SignalClient ada = enter(unruly, 5, "Ada");
        SignalClient bob = enter(unruly, 6, "Bob")) {
      ada.call("robot.add", add("dice"));
      ada.call("robot.add", add(unruly));
      say(ada, 1, "now");
      JsonNode left = bob.notification("member.left");
      assertThat(left.get("reason").asText()).isEqualTo("failed");
      say(ada, 2, "roll");
      assertThat(line(bob, said -> said.startsWith("Ada: "))).matches("Ada: [1-6]");
    }
  }

  @Test
  void aTextIsSaidForWhoIsMutedAndAllElseIsRefused() {
    try (SignalClient ada = enter("said", 7, "Ada")) {
      ObjectNode text =
          SignalClient.params().put("text", "I am typing this.").put("language", "en");
      assertThat(reason(ada.call("voice.say", text.put("voice", 3)))).isEqualTo("voice-unmuted");
      ada.call("member.update", SignalClient.params().put("muted", true));
      assertThat(ada.call("voice.say", text).has("result")).isTrue();
      assertThat(ada.call("voice.say", text.deepCopy().put("text", "")).has("result")).isTrue();
      assertThat(reason(ada.call("voice.say", text.deepCopy().put("voice", 6))))
          .isEqualTo("invalid-params");
      assertThat(reason(ada.call("voice.say", text.deepCopy().put("text", "x".repeat(501)))))
          .isEqualTo("too-large");
    }
  }

  @Test
  void aHostFollowsTheGameFromBeforeItCame() {
    String key = Bytes.of(new byte[32]).toBase64Url();
    try (SignalClient ada = enter("hosted", 8, "Ada");
        SignalClient bob = enter("hosted", 9, "Bob")) {
      play(ada, 1, "open", "game", "draw-and-guess", "nickname", "Ada", "key", key);
      assertThat(ada.call("robot.add", add("host")).has("result")).isTrue();
      assertThat(line(bob, said -> said.contains("host draw and guess"))).isNotEmpty();
      play(bob, 1, "join", "nickname", "Bob", "key", key);
      play(ada, 2, "start");
      assertThat(line(bob, said -> said.contains("Ada"))).containsIgnoringCase("choos");
      play(bob, 2, "stop");
      assertThat(line(ada, said -> said.contains("Bob"))).contains("ended");
    }
  }

  @Test
  void aSentenceOfAHundredThousandCharactersIsCutAndHasNothingInItThatIsNoText() {
    try (SignalClient ada = enter("verbose", 7, "Ada")) {
      ada.call("robot.add", add("verbose"));
      say(ada, 1, "now");
      assertThat(line(ada, said -> said.startsWith("<b>")))
          .hasSizeBetween(400, 500)
          .doesNotContain("\u0000", "\u001b", "\u202e", "\ud800");
      ada.call("robot.add", add("dice"));
      say(ada, 2, "roll");
      assertThat(line(ada, said -> said.startsWith("Ada: "))).matches("Ada: [1-6]");
    }
  }

  @Test
  void whatThereIsNotIsNotAdded() {
    try (SignalClient ada = enter("none", 4, "Ada")) {
      assertThat(reason(ada.call("robot.add", add("butler")))).isEqualTo("robot-unknown");
    }
  }
}
