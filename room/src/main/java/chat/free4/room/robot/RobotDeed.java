package chat.free4.room.robot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a robot does. */
public sealed interface RobotDeed {
  /** Says something to all. What is over a limit is cut, what is not visible text is left out. */
  record Say(String text) implements RobotDeed {
    /** UTF-16 units that are said at once. */
    public static final int MAX_LENGTH = 500;
  }

  /** Does something in a game, where its {@link RobotKind#watchesGames}. Counts as a line. */
  record Play(GameDeed deed) implements RobotDeed {}

  /** Wants to be told after a while; takes the place of what it wanted before. */
  record WakeAfter(long millis) implements RobotDeed {}

  /**
   * Wants an answer thought of, where its {@link RobotPlace} has a mind. It does not wait for it:
   * the answer comes as {@link RobotEvent.Thought}, a sentence at a time, or as {@link
   * RobotEvent.ThoughtFailed}. One at a time.
   *
   * @param instructions who it is and what it is to do
   * @param turns what was said, the newest last; of more than {@link #MAX_TURNS} those before are
   *     left out
   */
  record Think(String instructions, List<Turn> turns) implements RobotDeed {
    /** Turns that are thought of. */
    public static final int MAX_TURNS = 24;

    /** UTF-16 units of the instructions; what is beyond is cut. */
    public static final int MAX_INSTRUCTIONS = 2_000;

    /** Makes the list immutable. */
    public Think {
      turns = List.copyOf(turns);
    }

    /**
     * Something that was said.
     *
     * @param nickname whose it is; null: the robot's own
     * @param text cut as what is said
     */
    public record Turn(@Nullable String nickname, String text) {}
  }
}
