package chat.free4.room.vectors;

import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;

/** The messages about robots and about texts that are said, for {@link MessageVectors}. */
final class RobotMessages {
  private RobotMessages() {}

  static void requests(VectorFile file) {
    MessageVectors.request(file, "robot.add", new ClientMessage.RobotAdd("companion", "pt-BR"));
    MessageVectors.request(file, "robot.remove", new ClientMessage.RobotRemove(3));
    MessageVectors.request(
        file, "voice.say", new ClientMessage.VoiceSay("I am typing this.", "en", 3));
  }

  static void results(VectorFile file) {
    MessageVectors.result(file, "robot.add", new ServerMessage.Done());
    MessageVectors.result(file, "robot.remove", new ServerMessage.Done());
    MessageVectors.result(file, "voice.say", new ServerMessage.Done());
  }

  static void notifications(VectorFile file, ServerMessage.MemberInfo like) {
    ServerMessage.MemberInfo robot =
        new ServerMessage.MemberInfo(
            like.number(),
            like.id(),
            like.identity(),
            like.device(),
            like.profile(),
            like.muted(),
            like.connection(),
            like.hasMedia(),
            "companion");
    MessageVectors.notification(
        file, "member.joined: a robot", new ServerMessage.MemberJoined(robot));
  }
}
