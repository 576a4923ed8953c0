package chat.free4.room.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The records say exactly what the examples do, and there is an example of every record. */
class MessageVectorsTest {
  /** Two records have the method {@code enter}; the kind tells them apart. */
  private static final String SEALED = "enter: sealed";

  private static final Map<String, Class<? extends ClientMessage>> REQUESTS =
      Map.ofEntries(
          Map.entry("hello", ClientMessage.Hello.class),
          Map.entry("enter", ClientMessage.Enter.class),
          Map.entry(SEALED, ClientMessage.EnterSealed.class),
          Map.entry("room.descriptor", ClientMessage.RoomDescriptor.class),
          Map.entry("media.offer", ClientMessage.MediaOffer.class),
          Map.entry("room.describe", ClientMessage.RoomDescribe.class),
          Map.entry("directory.watch", ClientMessage.DirectoryWatch.class),
          Map.entry("member.update", ClientMessage.MemberUpdate.class),
          Map.entry("listen.mute", ClientMessage.ListenMute.class),
          Map.entry("log.append", ClientMessage.LogAppend.class),
          Map.entry("log.settle", ClientMessage.LogSettle.class),
          Map.entry("presence.tell", ClientMessage.PresenceTell.class),
          Map.entry("log.after", ClientMessage.LogAfter.class),
          Map.entry("invite.redeem", ClientMessage.InviteRedeem.class),
          Map.entry("invite.answer", ClientMessage.InviteAnswer.class),
          Map.entry("seal.join", ClientMessage.SealJoin.class),
          Map.entry("epoch.commit", ClientMessage.EpochCommit.class),
          Map.entry("media.key", ClientMessage.MediaKey.class),
          Map.entry("room.act", ClientMessage.RoomAct.class),
          Map.entry("acts.restore", ClientMessage.ActsRestore.class),
          Map.entry("server.saw", ClientMessage.ServerSaw.class),
          Map.entry("robot.add", ClientMessage.RobotAdd.class),
          Map.entry("robot.remove", ClientMessage.RobotRemove.class),
          Map.entry("voice.say", ClientMessage.VoiceSay.class),
          Map.entry("leave", ClientMessage.Leave.class),
          Map.entry("heartbeat", ClientMessage.Heartbeat.class));

  private static final Map<String, Class<? extends ServerMessage.Result>> RESULTS =
      Map.ofEntries(
          Map.entry("hello", ServerMessage.HelloResult.class),
          Map.entry("enter", ServerMessage.EnterResult.class),
          Map.entry("media.offer", ServerMessage.OfferResult.class),
          Map.entry("room.describe", ServerMessage.Done.class),
          Map.entry("room.descriptor", ServerMessage.Done.class),
          Map.entry("directory.watch", ServerMessage.DirectoryResult.class),
          Map.entry("member.update", ServerMessage.Done.class),
          Map.entry("listen.mute", ServerMessage.Done.class),
          Map.entry("log.append", ServerMessage.AppendResult.class),
          Map.entry("log.after", ServerMessage.AfterResult.class),
          Map.entry("invite.redeem", ServerMessage.Done.class),
          Map.entry("invite.answer", ServerMessage.Done.class),
          Map.entry("seal.join", ServerMessage.SealResult.class),
          Map.entry("acts.restore", ServerMessage.Done.class),
          Map.entry("log.settle", ServerMessage.Done.class),
          Map.entry("presence.tell", ServerMessage.Done.class),
          Map.entry("robot.add", ServerMessage.Done.class),
          Map.entry("robot.remove", ServerMessage.Done.class),
          Map.entry("voice.say", ServerMessage.Done.class),
          Map.entry("leave", ServerMessage.Done.class),
          Map.entry("server.saw", ServerMessage.SawResult.class),
          Map.entry("room.act", ServerMessage.Done.class));

  private static final Map<String, Class<? extends ServerMessage.Notification>> NOTIFICATIONS =
      Map.ofEntries(
          Map.entry("heartbeat", ServerMessage.Heartbeat.class),
          Map.entry("member.joined", ServerMessage.MemberJoined.class),
          Map.entry("member.left", ServerMessage.MemberLeft.class),
          Map.entry("member.changed", ServerMessage.MemberChanged.class),
          Map.entry("room.changed", ServerMessage.RoomChanged.class),
          Map.entry("room.chain", ServerMessage.RoomChain.class),
          Map.entry("directory.change", ServerMessage.DirectoryChange.class),
          Map.entry("log.entry", ServerMessage.LogEntry.class),
          Map.entry("log.settled", ServerMessage.LogSettled.class),
          Map.entry("presence.told", ServerMessage.PresenceTold.class),
          Map.entry("invite.asked", ServerMessage.InviteAsked.class),
          Map.entry("invite.settled", ServerMessage.InviteSettled.class),
          Map.entry("invite.handover", ServerMessage.InviteHandover.class),
          Map.entry("seal.joined", ServerMessage.SealJoined.class),
          Map.entry("epoch.changed", ServerMessage.EpochChanged.class),
          Map.entry("media.key", ServerMessage.MediaKeyNamed.class),
          Map.entry("media.lost", ServerMessage.MediaLost.class),
          Map.entry("superseded", ServerMessage.Superseded.class),
          Map.entry("moved", ServerMessage.Moved.class),
          Map.entry("go", ServerMessage.Go.class),
          Map.entry("room.acts", ServerMessage.RoomActs.class),
          Map.entry("acts.history", ServerMessage.ActsHistory.class),
          Map.entry("lobby.knocks", ServerMessage.LobbyKnocks.class),
          Map.entry("room.floor", ServerMessage.RoomFloor.class),
          Map.entry("floor.left", ServerMessage.FloorLeft.class),
          Map.entry("lobby.answer", ServerMessage.LobbyAnswer.class),
          Map.entry("removed", ServerMessage.Removed.class));

  @Test
  void everyRecordHasAnExampleAndReadsItWhole() throws IOException {
    List<Class<?>> seen = new ArrayList<>();
    for (JsonNode example : VectorFile.cases("messages.json")) {
      if (example.get("kind").asText().equals("error")) {
        continue;
      }
      Class<?> type = typeOf(example);
      JsonNode body = bodyOf(example);
      Object message = MessageJson.fromTree(body, type);
      assertThat(VectorFile.JSON.readTree(MessageJson.toTree(message).toString()))
          .as(example.get("about").asText())
          .isEqualTo(body);
      seen.add(type);
    }
    assertThat(seen).containsAll(REQUESTS.values());
    assertThat(seen).containsAll(RESULTS.values());
    assertThat(seen).containsAll(NOTIFICATIONS.values());
  }

  @Test
  void noMethodIsMissing() {
    assertThat(REQUESTS).hasSize(records(ClientMessage.class));
    assertThat(NOTIFICATIONS).hasSize(records(ServerMessage.Notification.class));
  }

  @Test
  void everyErrorHasAnExample() throws IOException {
    List<String> reasons = new ArrayList<>();
    for (JsonNode example : VectorFile.cases("messages.json")) {
      JsonNode error = example.get("json").get("error");
      if (error != null) {
        reasons.add(error.get("code").asInt() + " " + error.get("data").get("reason").asText());
      }
    }
    List<String> ours = new ArrayList<>();
    for (SignalError error : SignalError.values()) {
      ours.add(error.code() + " " + error.reason());
    }
    assertThat(reasons).containsExactlyElementsOf(ours);
  }

  private static Class<?> typeOf(JsonNode example) {
    String method = example.get("method").asText();
    boolean fromClient = example.get("from").asText().equals("client");
    if (fromClient && bodyOf(example).path("kind").asText().equals("sealed")) {
      method = SEALED;
    }
    Map<String, ? extends Class<?>> types =
        fromClient
            ? REQUESTS
            : example.get("kind").asText().equals("result") ? RESULTS : NOTIFICATIONS;
    return Objects.requireNonNull(types.get(method), method);
  }

  private static JsonNode bodyOf(JsonNode example) {
    JsonNode json = example.get("json");
    return json.has("result") ? json.get("result") : json.get("params");
  }

  private static int records(Class<?> sealed) {
    int count = 0;
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      count += permitted.isRecord() ? 1 : records(permitted);
    }
    return count;
  }
}
