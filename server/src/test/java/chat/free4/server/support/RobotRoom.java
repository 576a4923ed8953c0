package chat.free4.server.support;

import chat.free4.room.access.Bytes;
import chat.free4.room.log.SignedEntry;
import chat.free4.server.robot.ChatLine;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A member who adds robots and talks to them. */
public final class RobotRoom implements AutoCloseable {
  /** Where the last byte of the sequence stands. */
  private static final int SEQUENCE_END = 1 + 32 + 32 + 64 + 7;

  private final SignalClient client;
  private final List<String> seen = new ArrayList<>();
  private long sequence;

  private RobotRoom(SignalClient client) {
    this.client = client;
  }

  /** Enters a room of that name. */
  public static RobotRoom enter(TestServer server, String room, int seed, String nickname) {
    SignalClient client = SignalClient.connect(server, seed);
    client.hello();
    ObjectNode enter = client.enterParams(room, Bytes.EMPTY);
    enter.put("profile", ChatLine.profile(nickname).toBase64Url());
    client.call("enter", enter);
    return new RobotRoom(client);
  }

  /** Adds a robot; gives its profile, and its number. */
  public JsonNode add(String robot) {
    client.call("robot.add", SignalClient.params().put("robot", robot).put("language", "en"));
    JsonNode member = client.notification("member.joined").get("member");
    Bytes profile = Objects.requireNonNull(Bytes.ofBase64Url(member.get("profile").asText()));
    try {
      ObjectNode read =
          (ObjectNode)
              new JsonMapper().readTree(new String(profile.toArray(), StandardCharsets.UTF_8));
      return read.put("number", member.get("number").asLong());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends one away, and waits until it has gone. */
  public void remove(long number) {
    client.call("robot.remove", SignalClient.params().put("member", number));
    client.notification("member.left");
  }

  /** Says a line. */
  public void say(String text) {
    sequence++;
    Bytes body = Objects.requireNonNull(ChatLine.write("x", text, 500, 1, sequence));
    // Who reads for robots looks at the body alone: whose it is the room knows.
    byte[] entry = new byte[SignedEntry.HEAD_BYTES + body.length()];
    entry[0] = 1;
    entry[SEQUENCE_END] = (byte) sequence;
    System.arraycopy(body.toArray(), 0, entry, SignedEntry.HEAD_BYTES, body.length());
    ObjectNode append = SignalClient.params().put("doc", ChatLine.DOC).put("sequence", sequence);
    client.call("log.append", append.put("bytes", Bytes.of(entry).toBase64Url()));
  }

  /** The next line of which that holds, whose ever it is. */
  public String line(Predicate<String> wanted) {
    JsonNode entry =
        client.await(
            frame -> {
              String said = saidIn(frame);
              return said != null && wanted.test(said);
            });
    return Objects.requireNonNull(saidIn(entry));
  }

  private @Nullable String saidIn(JsonNode frame) {
    seen.add(frame.toString());
    if (!frame.path("method").asText().equals("log.entry")) {
      return null;
    }
    Bytes bytes = Bytes.ofBase64Url(frame.get("params").get("bytes").asText());
    ChatLine line = bytes == null ? null : ChatLine.read(bytes);
    if (line != null) {
      seen.add(line.text());
    }
    return line == null ? null : line.text();
  }

  /** All that it was told while it waited for lines, and the lines in it. */
  public List<String> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    client.close();
  }
}
