package chat.free4.room.vectors;

import static chat.free4.room.vectors.Fixtures.ALICE;
import static chat.free4.room.vectors.Fixtures.BOB;

import chat.free4.room.access.Bytes;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import java.util.List;

/** The messages by which a room is run, for {@link MessageVectors}. */
final class ActMessages {
  private ActMessages() {}

  static void requests(VectorFile file) {
    MessageVectors.request(
        file, "room.act", new ClientMessage.RoomAct(ActVectors.EXAMPLE.act(), null));
    MessageVectors.request(
        file,
        "room.act with a summary",
        new ClientMessage.RoomAct(ActVectors.EXAMPLE.act(), ActVectors.ROOT));
    Bytes brought = ActVectors.brought(ActVectors.EXAMPLE);
    Bytes owner = ALICE.identity().publicKey();
    MessageVectors.request(
        file,
        "acts.restore",
        new ClientMessage.ActsRestore(ActVectors.ROOT, owner, List.of(brought)));
  }

  static void notifications(VectorFile file) {
    List<ServerMessage.ActInfo> acts = List.of(ActVectors.EXAMPLE);
    MessageVectors.notification(file, "room.acts", new ServerMessage.RoomActs(acts, null));
    ServerMessage.ActInfo summed =
        new ServerMessage.ActInfo(
            ActVectors.EXAMPLE.act(), ALICE.identity().publicKey(), ActVectors.ROOT);
    MessageVectors.notification(
        file, "room.acts with a summary", new ServerMessage.RoomActs(List.of(summed), null));
    MessageVectors.notification(
        file, "room.acts brought back", new ServerMessage.RoomActs(acts, true));
    MessageVectors.notification(
        file,
        "acts.history",
        new ServerMessage.ActsHistory(ActVectors.ROOT, ALICE.identity().publicKey()));
    MessageVectors.notification(
        file,
        "lobby.knocks",
        new ServerMessage.LobbyKnocks(
            List.of(new ServerMessage.Knock(BOB.identity().publicKey(), MessageVectors.PROFILE))));
    MessageVectors.notification(
        file, "lobby.answer: admitted", new ServerMessage.LobbyAnswer(true));
    MessageVectors.notification(
        file,
        "room.floor",
        new ServerMessage.RoomFloor(
            List.of(
                new ServerMessage.FloorShare(ALICE.identity().publicKey(), 65, false),
                new ServerMessage.FloorShare(BOB.identity().publicKey(), 120, true))));
    MessageVectors.notification(file, "floor.left: a little", new ServerMessage.FloorLeft(14, 0));
    MessageVectors.notification(file, "floor.left: nothing", new ServerMessage.FloorLeft(0, 50));
    MessageVectors.notification(
        file, "removed: banned", new ServerMessage.Removed(ALICE.identity().publicKey(), true));
  }
}
