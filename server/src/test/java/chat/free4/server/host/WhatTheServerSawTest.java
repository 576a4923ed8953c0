package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.saw.Kept;
import chat.free4.room.saw.SawKind;
import chat.free4.server.support.SealedLink;
import chat.free4.server.support.SignalClient;
import chat.free4.server.support.TestServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A conversation, what the server says that it holds of it, and what it has put into its log. */
@TestInstance(Lifecycle.PER_CLASS)
final class WhatTheServerSawTest {
  private static final String ROOM = "quince orchard";
  private static final String NICKNAME = "Zwiebelfisch";
  private static final String TEXT = "the owls are not what they seem";

  /** What a public room has no reason to hold. */
  private static final Set<SawKind> SEALED_ALONE =
      EnumSet.of(SawKind.CHAIN, SawKind.SEALING_KEY, SawKind.VOICE_KEY);

  private TestServer server;

  @BeforeAll
  void start(@TempDir Path directory) {
    server = TestServer.start(directory);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static final class Recorder extends AppenderBase<ILoggingEvent> {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage() + " " + event.getThrowableProxy());
    }
  }

  private static Map<String, JsonNode> saw(SignalClient client) {
    JsonNode result = client.call("server.saw", SignalClient.params()).get("result");
    Map<String, JsonNode> items = new HashMap<>();
    for (JsonNode item : result.get("items")) {
      assertThat(items.put(item.get("kind").asText(), item)).as("told twice").isNull();
    }
    return items;
  }

  private static String value(Map<String, JsonNode> items, SawKind kind) {
    return Objects.requireNonNull(items.get(kind.label()), kind.label()).get("value").asText();
  }

  private static String bytes(String text) {
    return Bytes.utf8(text).toBase64Url();
  }

  /** Says who it is, enters, and writes: all that a page does without voice. */
  private static JsonNode converse(SignalClient client) {
    client.hello();
    ObjectNode enter = client.enterParams(ROOM, Bytes.EMPTY);
    enter.put("profile", bytes(NICKNAME));
    JsonNode welcome = client.call("enter", enter).get("result");
    client.append(1, TEXT);
    client.append(2, TEXT);
    return welcome;
  }

  @Test
  void tellsEveryKindAsItIsAndPutsNoneOfItIntoTheLog() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Recorder recorder = new Recorder();
    recorder.setContext(root.getLoggerContext());
    recorder.start();
    root.addAppender(recorder);
    try (SignalClient ada = SignalClient.connect(server, 1);
        SignalClient bob = SignalClient.connect(server, 2)) {
      JsonNode welcome = converse(ada);
      converse(bob);
      Bytes actsRoot =
          Objects.requireNonNull(Bytes.ofBase64Url(welcome.get("acts").get("root").asText()));
      ada.act(ROOM, 1, actsRoot, new SignedAct.Deed(ActKind.FLOOR, SignedAct.NOBODY, 60));
      tellsWhatIsSo(ada);
      ada.sendText("{ this is not JSON " + TEXT);
      ada.error();
      ada.call("enter", SignalClient.params().put("kind", NICKNAME));
      bob.call("leave", SignalClient.params());
      assertThat(server.metrics()).doesNotContain(NICKNAME, TEXT, ROOM);
    } finally {
      root.detachAppender(recorder);
    }
    String log = String.join("\n", recorder.lines);
    assertThat(log)
        .doesNotContain(NICKNAME, TEXT, ROOM, "127.0.0.1", "0:0:0:0:0:0:0:1", "::1")
        .doesNotContain(bytes(NICKNAME), bytes(TEXT), RoomId.ofPublic(ROOM).value().toBase64Url());
  }

  private static void tellsWhatIsSo(SignalClient ada) {
    Map<String, JsonNode> items = saw(ada);
    Set<String> wanted = new TreeSet<>();
    EnumSet.complementOf(EnumSet.copyOf(SEALED_ALONE)).forEach(kind -> wanted.add(kind.label()));
    assertThat(items.keySet()).isEqualTo(wanted);
    assertThat(value(items, SawKind.IDENTITY)).isEqualTo(ada.identity().toBase64Url());
    assertThat(value(items, SawKind.PROFILE)).isEqualTo(bytes(NICKNAME));
    assertThat(value(items, SawKind.ROOM_WORDS)).startsWith(ROOM);
    assertThat(value(items, SawKind.LOG_ENTRIES)).isEqualTo("2");
    assertThat(value(items, SawKind.LOG_SEQUENCE)).isEqualTo("2");
    assertThat(Long.parseLong(value(items, SawKind.LOG_BYTES))).isGreaterThan(2L * TEXT.length());
    assertThat(value(items, SawKind.ACTS_BY)).isEqualTo("1");
    assertThat(value(items, SawKind.ACTS_ABOUT)).isEqualTo("0");
    assertThat(value(items, SawKind.TALK_LEFT)).isEqualTo("60000");
    assertThat(value(items, SawKind.VOICE)).isEqualTo("false");
    assertThat(value(items, SawKind.ADDRESS)).isIn("7f000001", "0000000000000000");
    assertThat(items.values()).noneMatch(item -> item.get("sealed").asBoolean());
    List<String> kept = Stream.of(Kept.values()).map(Kept::label).toList();
    assertThat(items.values()).allMatch(item -> kept.contains(item.get("kept").asText()));
  }

  @Test
  void ofASealedRoomTellsWhatItHasAndCannotRead() {
    SealedLink link = SealedLink.create("link and password");
    try (SignalClient ada = SignalClient.connect(server, 3)) {
      ada.hello();
      JsonNode welcome = ada.call("enter", link.withChain(ada));
      assertThat(welcome.has("result")).as(welcome.toString()).isTrue();
      ada.append(1, TEXT);
      Map<String, JsonNode> items = saw(ada);
      assertThat(items).doesNotContainKey(SawKind.ROOM_WORDS.label());
      assertThat(value(items, SawKind.CHAIN)).isEqualTo("" + link.newest().length());
      assertThat(value(items, SawKind.LOG_ENTRIES)).isEqualTo("1");
      for (SawKind kind : EnumSet.of(SawKind.PROFILE, SawKind.CHAIN, SawKind.LOG_ENTRIES)) {
        JsonNode item = Objects.requireNonNull(items.get(kind.label()));
        assertThat(item.get("sealed").asBoolean()).as(kind.label()).isTrue();
      }
    }
  }

  @Test
  void whoIsInNoRoomIsToldThatAlone() {
    try (SignalClient ada = SignalClient.connect(server, 4)) {
      ada.hello();
      JsonNode answer = ada.call("server.saw", SignalClient.params());
      assertThat(answer.path("error").path("data").path("reason").asText())
          .isEqualTo("not-entered");
    }
  }
}
