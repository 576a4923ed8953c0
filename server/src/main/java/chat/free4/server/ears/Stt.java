package chat.free4.server.ears;

import chat.free4.server.voice.Tts;
import java.io.IOException;

/** Makes text of sound. Takes a while; is called by several threads at once. */
@FunctionalInterface
public interface Stt {
  /**
   * Writes down what is said; empty where nothing can be made out.
   *
   * @param language as {@link chat.free4.room.robot.RobotKind#LANGUAGE}
   * @throws IOException when it cannot be had, which has a reason that can be logged
   */
  String hear(Tts.Sound sound, String language) throws IOException, InterruptedException;
}
