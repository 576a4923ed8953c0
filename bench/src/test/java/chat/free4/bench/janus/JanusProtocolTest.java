package chat.free4.bench.janus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JanusProtocolTest {
  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static JanusReply reply(String text) {
    return JanusReply.of(json(text));
  }

  @Test
  void aMessageCarriesItsBodyAndItsDescription() {
    var offer = new JanusRequest.Sdp("offer", "v=0\r\n");
    JsonNode message = JanusRequest.message(5, 6, JanusRequest.publish(2, 11), offer);
    assertThat(json(message.toString()))
        .isEqualTo(
            json(
                """
                {"janus": "message", "session_id": 5, "handle_id": 6,
                 "body": {"request": "joinandconfigure", "ptype": "publisher", "room": 2, "id": 11},
                 "jsep": {"type": "offer", "sdp": "v=0\\r\\n"}}
                """));
  }

  @Test
  void aMessageMayHaveNoDescription() {
    assertThat(JanusRequest.message(5, 6, JanusRequest.start(), null).has("jsep")).isFalse();
  }

  @Test
  void aListenerAsksForAllFeedsAtOnce() {
    assertThat(json(JanusRequest.subscribe(2, List.of(12, 13)).toString()))
        .isEqualTo(
            json(
                """
                {"request": "join", "ptype": "subscriber", "room": 2,
                 "streams": [{"feed": 12}, {"feed": 13}]}
                """));
  }

  @Test
  void aRoomHasPlaceForAllWhoSpeak() {
    JsonNode room = JanusRequest.createRoom(7, 20);
    assertThat(room.get("room").asInt()).isEqualTo(7);
    assertThat(room.get("publishers").asInt()).isEqualTo(20);
    assertThat(room.get("audiolevel_event").asBoolean(true)).isFalse();
  }

  @Test
  void aSessionHasTheIdItWasGiven() {
    JanusReply made = reply("{\"janus\":\"success\",\"transaction\":\"1\",\"data\":{\"id\":5875}}");
    assertThat(made.isFinal()).isTrue();
    assertThat(made.transaction()).isEqualTo("1");
    assertThat(made.id()).isEqualTo(5875);
    assertThat(made.complaint()).isNull();
  }

  @Test
  void anAckIsNotYetTheAnswer() {
    assertThat(reply("{\"janus\":\"ack\",\"transaction\":\"4\"}").isFinal()).isFalse();
  }

  @Test
  void newsThatNobodyAskedForHasNoTransaction() {
    JanusReply news =
        reply("{\"janus\":\"event\",\"plugindata\":{\"data\":{\"videoroom\":\"event\"}}}");
    assertThat(news.transaction()).isEmpty();
  }

  @Test
  void aSubscriptionNamesFeedsAndBringsAnOffer() {
    JanusReply attached =
        reply(
            """
            {"janus": "event", "transaction": "9", "plugindata": {"data": {"videoroom": "attached",
              "streams": [{"mid": "0", "feed_id": 12}, {"mid": "1", "feed_id": 11}, {"mid": "2"}]}},
             "jsep": {"type": "offer", "sdp": "v=0"}}
            """);
    assertThat(attached.feedsByMid()).isEqualTo(Map.of("0", 12, "1", 11));
    assertThat(attached.sdp()).isEqualTo("v=0");
    assertThat(attached.complaint()).isNull();
  }

  @Test
  void refusalsOfJanusAndOfItsRoomAreComplaints() {
    assertThat(reply("{\"janus\":\"error\",\"error\":{\"code\":458,\"reason\":\"No such\"}}"))
        .extracting(JanusReply::complaint)
        .isEqualTo("458 No such");
    assertThat(
            reply(
                """
                {"janus": "event", "transaction": "3", "plugindata": {"data":
                  {"videoroom": "event", "error_code": 432, "error": "Maximum reached"}}}
                """))
        .extracting(JanusReply::complaint)
        .isEqualTo("432 Maximum reached");
  }
}
