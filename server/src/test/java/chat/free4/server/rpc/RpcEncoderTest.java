package chat.free4.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RpcEncoderTest {
  private final RpcEncoder encoder = new RpcEncoder();

  private static Stream<JsonNode> fromServer(String kind) {
    return MessageVectors.cases()
        .filter(node -> node.get("from").asText().equals("server"))
        .filter(node -> node.get("kind").asText().equals(kind));
  }

  static Stream<JsonNode> results() {
    return fromServer("result");
  }

  static Stream<JsonNode> notifications() {
    return fromServer("notification");
  }

  static Stream<JsonNode> errors() {
    return fromServer("error");
  }

  @ParameterizedTest
  @MethodSource("results")
  void resultsAreThoseOfTheVectors(JsonNode vector) {
    JsonNode json = vector.get("json");
    Class<? extends ServerMessage.Result> type =
        switch (vector.get("method").asText()) {
          case "hello" -> ServerMessage.HelloResult.class;
          case "enter" -> ServerMessage.EnterResult.class;
          case "media.offer" -> ServerMessage.OfferResult.class;
          case "directory.watch" -> ServerMessage.DirectoryResult.class;
          case "seal.join" -> ServerMessage.SealResult.class;
          case "server.saw" -> ServerMessage.SawResult.class;
          case "log.append" -> ServerMessage.AppendResult.class;
          case "log.after" -> ServerMessage.AfterResult.class;
          default -> ServerMessage.Done.class;
        };
    ServerMessage.Result result = MessageVectors.read(json.get("result"), type);
    assertThat(MessageVectors.parse(encoder.result(json.get("id").asLong(), result)))
        .isEqualTo(json);
  }

  @ParameterizedTest
  @MethodSource("notifications")
  void notificationsAreThoseOfTheVectors(JsonNode vector) {
    JsonNode json = vector.get("json");
    Class<? extends ServerMessage.Notification> type =
        switch (json.get("method").asText()) {
          case "heartbeat" -> ServerMessage.Heartbeat.class;
          case "member.joined" -> ServerMessage.MemberJoined.class;
          case "member.left" -> ServerMessage.MemberLeft.class;
          case "member.changed" -> ServerMessage.MemberChanged.class;
          case "room.changed" -> ServerMessage.RoomChanged.class;
          case "room.chain" -> ServerMessage.RoomChain.class;
          case "directory.change" -> ServerMessage.DirectoryChange.class;
          case "log.entry" -> ServerMessage.LogEntry.class;
          case "log.settled" -> ServerMessage.LogSettled.class;
          case "presence.told" -> ServerMessage.PresenceTold.class;
          case "invite.asked" -> ServerMessage.InviteAsked.class;
          case "invite.settled" -> ServerMessage.InviteSettled.class;
          case "invite.handover" -> ServerMessage.InviteHandover.class;
          case "seal.joined" -> ServerMessage.SealJoined.class;
          case "epoch.changed" -> ServerMessage.EpochChanged.class;
          case "media.key" -> ServerMessage.MediaKeyNamed.class;
          case "media.lost" -> ServerMessage.MediaLost.class;
          case "superseded" -> ServerMessage.Superseded.class;
          case "moved" -> ServerMessage.Moved.class;
          case "go" -> ServerMessage.Go.class;
          case "room.acts" -> ServerMessage.RoomActs.class;
          case "acts.history" -> ServerMessage.ActsHistory.class;
          case "lobby.knocks" -> ServerMessage.LobbyKnocks.class;
          case "room.floor" -> ServerMessage.RoomFloor.class;
          case "floor.left" -> ServerMessage.FloorLeft.class;
          case "lobby.answer" -> ServerMessage.LobbyAnswer.class;
          case "removed" -> ServerMessage.Removed.class;
          default -> throw new AssertionError(json);
        };
    ServerMessage.Notification message = MessageVectors.read(json.get("params"), type);
    assertThat(MessageVectors.parse(encoder.notification(message))).isEqualTo(json);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorsAreThoseOfTheVectors(JsonNode vector) {
    JsonNode json = vector.get("json");
    JsonNode data = json.get("error").get("data");
    SignalError error =
        Stream.of(SignalError.values())
            .filter(candidate -> candidate.reason().equals(data.get("reason").asText()))
            .findFirst()
            .orElseThrow();
    SignalFault fault = new SignalFault(error, detail(data));
    long id = json.get("id").isNull() ? ClientMessage.NO_ID : json.get("id").asLong();
    assertThat(MessageVectors.parse(encoder.error(id, fault))).isEqualTo(json);
  }

  private static SignalFault.Detail detail(JsonNode data) {
    if (data.has("field")) {
      return new SignalFault.Detail.Field(data.get("field").asText());
    }
    if (data.has("limit")) {
      return new SignalFault.Detail.Limit(data.get("limit").asLong());
    }
    if (data.has("problem")) {
      return new SignalFault.Detail.Problem(data.get("problem").asText());
    }
    if (data.has("retryMillis")) {
      return new SignalFault.Detail.RetryMillis(data.get("retryMillis").asLong());
    }
    return new SignalFault.Detail.None();
  }

  @ParameterizedTest
  @EnumSource(SignalError.class)
  void everyErrorHasItsStableReason(SignalError error) {
    JsonNode json = MessageVectors.parse(encoder.error(1, SignalFault.of(error)));
    assertThat(json.get("error").get("code").asInt()).isEqualTo(error.code());
    assertThat(json.get("error").get("data").get("reason").asText()).isEqualTo(error.reason());
  }

  @Test
  void errorOfNoRequestHasANullId() {
    JsonNode json =
        MessageVectors.parse(
            encoder.error(ClientMessage.NO_ID, SignalFault.of(SignalError.NOT_JSON)));
    assertThat(json.get("id").isNull()).isTrue();
  }
}
