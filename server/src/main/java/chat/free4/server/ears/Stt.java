package chat.free4.server.ears;

import chat.free4.server.voice.Tts;
import java.io.IOException;

/** Makes text of sound. Takes a while; is called by several threads at once. */
@FunctionalInterface
public interface Stt {
  /**
   * Writes down what is said; empty where nothing can be made out.
   *
   * @param language that of the room; empty or {@code any}: nobody knows
   * @throws IOException when it cannot be had, which has a reason that can be logged
   */
  String hear(Tts.Sound sound, String language) throws IOException, InterruptedException;
}
