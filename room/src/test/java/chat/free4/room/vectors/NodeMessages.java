package chat.free4.room.vectors;

import chat.free4.room.signal.ServerMessage;
import java.util.List;

/** Examples of what nodes of a cluster tell pages. */
final class NodeMessages {
  private NodeMessages() {}

  static void notifications(VectorFile file) {
    MessageVectors.notification(file, "moved", new ServerMessage.Moved());
    MessageVectors.notification(
        file,
        "go",
        new ServerMessage.Go(
            "draining",
            List.of(
                new ServerMessage.NodeInfo("wss://n1.example", "draining", 40),
                new ServerMessage.NodeInfo("wss://n2.example:8443", "up", 15))));
  }
}
