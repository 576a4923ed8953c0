package chat.free4.server.robot;

import chat.free4.room.access.VisibleText;
import chat.free4.room.robot.RobotDeed;
import chat.free4.server.config.RobotConfig;
import chat.free4.server.remote.RemoteException;
import chat.free4.server.remote.RemoteService;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * A mind at a service that is compatible with OpenAI's chat completions (Ollama, llama.cpp, vLLM
 * and others are), asked for a stream of server-sent events; one that answers in one piece is
 * understood, too. It is told of one room and has no tools: whatever is written there, it can do no
 * more than answer with words.
 */
public final class ChatMind implements Mind {
  /** For a whole answer. */
  public static final long LIMIT_MILLIS = 30_000;

  /** Of an answer, as it comes: a piece is often one word in 300 bytes. */
  static final int MAX_BYTES = 1 << 20;

  private static final int MAX_TOKENS = 400;
  private static final int MAX_DEPTH = 16;
  private static final String DATA = "data:";
  private static final String DONE = "[DONE]";
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .build();

  private final RemoteService service;
  private final String model;
  private final long limitMillis;

  /** The service that was configured. */
  public ChatMind(RobotConfig.Service configured) {
    this(configured, LIMIT_MILLIS);
  }

  /** With another limit of time. */
  ChatMind(RobotConfig.Service configured, long limitMillis) {
    this.service = RemoteService.bearer(configured.flag(), configured.url(), configured.key());
    this.model = configured.model();
    this.limitMillis = limitMillis;
  }

  @Override
  public void think(RobotDeed.Think wanted, Consumer<String> sentence)
      throws IOException, InterruptedException {
    Sentences sentences = new Sentences(sentence, service::holdsKey);
    service.ask(
        new RemoteService.Question(
            "/chat/completions",
            "application/json",
            JSON.writeValueAsBytes(question(wanted)),
            MAX_BYTES,
            limitMillis,
            "Accept",
            "text/event-stream, application/json"),
        (type, body) -> {
          if (type.startsWith("text/event-stream")) {
            readStream(body, sentences);
          } else {
            sentences.add(text(parse(readAll(body)), "message"));
          }
          if (!sentences.finish()) {
            throw new RemoteException("it said nothing");
          }
          return sentences;
        });
  }

  private ObjectNode question(RobotDeed.Think wanted) {
    ObjectNode question = JSON.createObjectNode();
    question.put("model", model).put("stream", true).put("max_tokens", MAX_TOKENS);
    ArrayNode messages = question.putArray("messages");
    add(messages, "system", cut(wanted.instructions(), RobotDeed.Think.MAX_INSTRUCTIONS));
    List<RobotDeed.Think.Turn> turns = wanted.turns();
    int from = Math.max(0, turns.size() - RobotDeed.Think.MAX_TURNS);
    for (RobotDeed.Think.Turn turn : turns.subList(from, turns.size())) {
      String text = cut(turn.text(), RobotDeed.Say.MAX_LENGTH);
      if (turn.nickname() == null) {
        add(messages, "assistant", text);
      } else {
        add(messages, "user", cut(turn.nickname(), ChatLine.MAX_NICKNAME * 4) + ": " + text);
      }
    }
    return question;
  }

  private static void add(ArrayNode messages, String role, String content) {
    messages.addObject().put("role", role).put("content", content);
  }

  private static String cut(String text, int length) {
    return VisibleText.withoutForbidden(text.substring(0, Math.min(text.length(), length)));
  }

  /** How many characters would be sent. */
  public static int length(RobotDeed.Think wanted) {
    int length = Math.min(wanted.instructions().length(), RobotDeed.Think.MAX_INSTRUCTIONS);
    List<RobotDeed.Think.Turn> turns = wanted.turns();
    int from = Math.max(0, turns.size() - RobotDeed.Think.MAX_TURNS);
    for (RobotDeed.Think.Turn turn : turns.subList(from, turns.size())) {
      length += Math.min(turn.text().length(), RobotDeed.Say.MAX_LENGTH);
      length += turn.nickname() == null ? 0 : turn.nickname().length();
    }
    return length;
  }

  /** Server-sent events, as far as this interface uses them: one JSON a line. */
  private void readStream(InputStream body, Sentences sentences) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.startsWith(DATA)) {
        continue; // a comment that keeps the line open, or the end of an event
      }
      String data = line.substring(DATA.length()).strip();
      if (data.equals(DONE)) {
        return;
      }
      JsonNode event = parse(data);
      if (event.has("error")) {
        throw new RemoteException("it gave up in the middle");
      }
      if (!sentences.add(text(event, "delta"))) {
        return;
      }
      if (!choice(event).path("finish_reason").isMissingNode()
          && !choice(event).path("finish_reason").isNull()) {
        return;
      }
    }
    throw new RemoteException("it broke off");
  }

  private static JsonNode choice(JsonNode event) {
    return event.path("choices").path(0);
  }

  private static String text(JsonNode event, String where) {
    return choice(event).path(where).path("content").asText("");
  }

  private static String readAll(InputStream body) throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static JsonNode parse(String json) throws RemoteException {
    try {
      JsonNode event = JSON.readTree(json);
      if (event != null && event.isObject()) {
        return event;
      }
    } catch (JsonProcessingException e) {
      // Said below: what stands there is nobody's business.
    }
    throw new RemoteException("its answer is not what was agreed on");
  }
}
