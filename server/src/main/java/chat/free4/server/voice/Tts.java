package chat.free4.server.voice;

import java.io.IOException;

/** Makes sound of text. May take a while; is called by several threads at once. */
public interface Tts {
  /**
   * Reads a text aloud.
   *
   * @param language as {@link chat.free4.room.robot.RobotKind#LANGUAGE}
   * @throws IOException when it cannot be made, which has a reason that can be logged
   */
  Sound speak(String text, String language) throws IOException, InterruptedException;

  /**
   * Reads aloud what a person has written, in one of several voices. Whoever would hand it to
   * somebody else does not.
   *
   * @param voice 0 to {@link chat.free4.room.SpeechDesk#VOICES} - 1, from deep to high
   */
  default Sound speak(String text, String language, int voice)
      throws IOException, InterruptedException {
    throw new IOException("what people write stays on this machine");
  }

  /** True where it also reads what people write: on this machine, and nowhere else. */
  default boolean readsForPeople() {
    return false;
  }

  /** True where it can be had. */
  boolean isThere();

  /** What it is, for a log. */
  default String summary() {
    return getClass().getSimpleName();
  }

  /** True where what robots say goes to a service elsewhere. */
  default boolean isElsewhere() {
    return false;
  }

  /**
   * One channel of sound.
   *
   * @param samples not to be changed any more
   * @param rate samples a second
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Sound(short[] samples, int rate) {}
}
