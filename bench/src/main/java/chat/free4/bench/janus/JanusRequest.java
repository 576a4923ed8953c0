package chat.free4.bench.janus;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked of Janus: its API's messages, and in their bodies those of its VideoRoom. */
final class JanusRequest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLUGIN = "janus.plugin.videoroom";

  private JanusRequest() {}

  /** A session, which all handles belong to. */
  static ObjectNode create() {
    return of("create");
  }

  /** A handle, which has one connection. */
  static ObjectNode attach(long session) {
    return of("attach").put("session_id", session).put("plugin", PLUGIN);
  }

  /** A word to the VideoRoom, with SDP of ours or without. */
  static ObjectNode message(long session, long handle, ObjectNode body, @Nullable Sdp sdp) {
    ObjectNode message = of("message").put("session_id", session).put("handle_id", handle);
    message.set("body", body);
    if (sdp != null) {
      message.set("jsep", JSON.createObjectNode().put("type", sdp.type()).put("sdp", sdp.text()));
    }
    return message;
  }

  /** A description as JSEP has it (RFC 9429): an offer or an answer. */
  record Sdp(String type, String text) {}

  private static ObjectNode of(String kind) {
    return JSON.createObjectNode().put("janus", kind);
  }

  private static ObjectNode body(String request) {
    return JSON.createObjectNode().put("request", request);
  }

  /** A room for so many who speak, without anything that a voice room does not need. */
  static ObjectNode createRoom(long room, int publishers) {
    return body("create")
        .put("room", room)
        .put("publishers", publishers)
        .put("audiocodec", "opus")
        .put("audiolevel_ext", true)
        .put("audiolevel_event", false)
        .put("transport_wide_cc_ext", false)
        .put("notify_joining", false)
        .put("record", false)
        .put("permanent", false);
  }

  /** Enters a room and speaks, under a number that is the feed's. */
  static ObjectNode publish(long room, int feed) {
    return body("joinandconfigure").put("ptype", "publisher").put("room", room).put("id", feed);
  }

  /** Listens to all these by one connection, which Janus will offer. */
  static ObjectNode subscribe(long room, List<Integer> feeds) {
    ObjectNode body = body("join").put("ptype", "subscriber").put("room", room);
    ArrayNode streams = body.putArray("streams");
    feeds.forEach(feed -> streams.addObject().put("feed", feed));
    return body;
  }

  /** Goes with the answer to what Janus offered. */
  static ObjectNode start() {
    return body("start");
  }
}
