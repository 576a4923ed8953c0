package chat.free4.room.robot;

import java.util.List;

/**
 * How a robot behaves: a state machine without clock, thread or chance of its own. Called by one
 * thread at a time.
 */
@FunctionalInterface
public interface Robot {
  /** Deeds at once; who gives more is taken out. */
  int MAX_DEEDS = 8;

  /** Something happened; gives what the robot does about it. Must not wait for anything. */
  List<RobotDeed> handle(RobotEvent event);
}
