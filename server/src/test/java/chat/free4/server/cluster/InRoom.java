package chat.free4.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.access.Bytes;
import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.SignedAct;
import chat.free4.server.robot.ChatLine;
import chat.free4.server.support.SignalClient;
import chat.free4.server.support.UnsignedEntry;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A member of a cluster's rooms, alone in one. */
final class InRoom implements AutoCloseable {
  private static final long SEARCH_NANOS = TimeUnit.SECONDS.toNanos(90);

  private final SignalClient client;
  private final String origin;
  private final String room;
  private String node = "";
  private Bytes root = Bytes.EMPTY;
  private long written;

  /** Connects to the node of this origin; the same {@code seed} is the same member. */
  InRoom(String origin, int seed, String room) {
    this.client = SignalClient.connect(origin, seed);
    this.origin = origin;
    this.room = room;
  }

  SignalClient client() {
    return client;
  }

  String origin() {
    return origin;
  }

  String room() {
    return room;
  }

  /** Which node has the room: each has another media certificate. */
  String node() {
    return node;
  }

  /** Says hello and enters, as often as it takes. */
  JsonNode enter() {
    JsonNode answer = tryEnter();
    assertThat(answer.has("result")).as("%s", answer).isTrue();
    JsonNode welcome = answer.get("result");
    root = Objects.requireNonNull(Bytes.ofBase64Url(welcome.at("/acts/root").asText()));
    return welcome;
  }

  /** Says hello and wants in, as often as nobody has the room; gives what it is answered. */
  JsonNode tryEnter() {
    long fromNanos = System.nanoTime();
    while (System.nanoTime() - fromNanos < SEARCH_NANOS) {
      JsonNode challenge = client.tryHello(room);
      if (challenge != null) {
        JsonNode answer = client.call("enter", client.enterParams(room, Bytes.EMPTY));
        if (!reason(answer).equals("room-elsewhere")) {
          node = challenge.get("fingerprint").asText();
          return answer;
        }
      }
    }
    throw new AssertionError("nobody has " + room);
  }

  /** Why something was refused. */
  static String reason(JsonNode answer) {
    return answer.at("/error/data/reason").asText();
  }

  /** The first act of the room, or one that passes. */
  void act(ActKind kind, Bytes subject) {
    act(new SignedAct.Deed(kind, subject, 1));
  }

  /** The first act of the room puts somebody out, and keeps new ones from their address out. */
  void ban(InRoom member) {
    act(new SignedAct.Deed(ActKind.BAN, member.client.identity(), 0));
  }

  private void act(SignedAct.Deed deed) {
    JsonNode answer = client.act(room, 1, root, deed);
    assertThat(answer.has("result")).as("%s", answer).isTrue();
  }

  void write() {
    assertThat(client.append(++written, "line " + written).has("result")).isTrue();
  }

  /** Has a robot added that rolls dice. */
  void addDice() {
    JsonNode answer =
        client.call("robot.add", SignalClient.params().put("robot", "dice").put("language", "en"));
    assertThat(answer.has("result")).as("%s", answer).isTrue();
  }

  /** Asks for a roll, and gives the entry of whose answer comes. */
  JsonNode roll() {
    Bytes body = Objects.requireNonNull(ChatLine.write("x", "roll", 500, 1, ++written));
    client.call(
        "log.append",
        SignalClient.params()
            .put("doc", ChatLine.DOC)
            .put("sequence", written)
            .put("bytes", UnsignedEntry.of(written, body).toBase64Url()));
    return client
        .await(
            frame ->
                frame.path("method").asText().equals("log.entry")
                    && said(frame.get("params")).matches(".+: [1-6]"))
        .get("params");
  }

  private static String said(JsonNode entry) {
    ChatLine line =
        ChatLine.read(Objects.requireNonNull(Bytes.ofBase64Url(entry.get("bytes").asText())));
    return line == null ? "" : line.text();
  }

  /** The media certificate of a node: a hello that names no room stays there. */
  static String homeOf(String origin) {
    try (SignalClient client = SignalClient.connect(origin, 1)) {
      return client.hello().get("fingerprint").asText();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
