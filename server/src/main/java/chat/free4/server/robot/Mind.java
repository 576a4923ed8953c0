package chat.free4.server.robot;

import chat.free4.room.robot.RobotDeed;
import java.io.IOException;
import java.util.function.Consumer;

/** Thinks of answers. Takes a while; is called by several threads at once. */
@FunctionalInterface
public interface Mind {
  /** UTF-16 units of an answer; what is beyond is left out. */
  int MAX_ANSWER = 1_000;

  /**
   * Thinks, and hands over sentences as they come.
   *
   * @throws IOException when there is no answer, or no more of it, with a reason that can be logged
   */
  void think(RobotDeed.Think wanted, Consumer<String> sentence)
      throws IOException, InterruptedException;
}
