package chat.free4.bench.janus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Janus says.
 *
 * @param transaction of the question it answers; empty for news that nobody asked for
 * @param isFinal false for "ack": the answer itself comes later
 * @param id of what was made
 * @param data of the VideoRoom
 * @param sdp Janus's offer or answer; null when there is none
 * @param complaint why it was refused; null when it was not
 */
record JanusReply(
    String transaction,
    boolean isFinal,
    long id,
    JsonNode data,
    @Nullable String sdp,
    @Nullable String complaint) {

  static JanusReply of(JsonNode message) {
    JsonNode data = message.path("plugindata").path("data");
    JsonNode sdp = message.path("jsep").path("sdp");
    return new JanusReply(
        message.path("transaction").asText(""),
        !message.path("janus").asText().equals("ack"),
        message.path("data").path("id").asLong(),
        data,
        sdp.isMissingNode() ? null : sdp.asText(),
        complaint(message, data));
  }

  private static @Nullable String complaint(JsonNode message, JsonNode data) {
    JsonNode refused = message.path("error");
    if (!refused.isMissingNode()) {
      return refused.path("code").asInt() + " " + refused.path("reason").asText();
    }
    return data.has("error_code")
        ? data.path("error_code").asInt() + " " + data.path("error").asText()
        : null;
  }

  /** Of a subscription: which feed stands in which line (MID) of Janus's offer. */
  Map<String, Integer> feedsByMid() {
    Map<String, Integer> feeds = new HashMap<>();
    for (JsonNode stream : data.path("streams")) {
      if (stream.has("feed_id")) {
        feeds.put(stream.path("mid").asText(), stream.path("feed_id").asInt());
      }
    }
    return feeds;
  }
}
