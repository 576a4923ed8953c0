package chat.free4.room.robot;

/** What a robot does. */
public sealed interface RobotDeed {
  /** Says something to all. What is over a limit is cut, what is not visible text is left out. */
  record Say(String text) implements RobotDeed {
    /** UTF-16 units that are said at once. */
    public static final int MAX_LENGTH = 500;
  }

  /** Wants to be told after a while; takes the place of what it wanted before. */
  record WakeAfter(long millis) implements RobotDeed {}
}
