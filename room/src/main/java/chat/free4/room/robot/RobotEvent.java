package chat.free4.room.robot;

import java.util.List;

/** What a robot is told. People are named as the room shows them; other robots are left out. */
public sealed interface RobotEvent {
  /** It sits in the room now, with these people. */
  record Began(List<String> people) implements RobotEvent {
    /** Makes the list immutable. */
    public Began {
      people = List.copyOf(people);
    }
  }

  /**
   * In place of {@link Began}: it sat in the room, which has come here from another node. What it
   * knew is gone; these people are back before it.
   */
  record Resumed(List<String> people) implements RobotEvent {
    /** Makes the list immutable. */
    public Resumed {
      people = List.copyOf(people);
    }
  }

  /** Somebody is back who was here before the room came here: nobody noticed that they went. */
  record Returned(String nickname) implements RobotEvent {}

  /** Somebody came. */
  record Joined(String nickname) implements RobotEvent {}

  /** Somebody went. */
  record Left(String nickname) implements RobotEvent {}

  /** Somebody wrote something. Anything may stand in it. */
  record Said(String nickname, String text) implements RobotEvent {}

  /**
   * Somebody said something, and the server's ears made words of it: they may have misheard. Only
   * of who agrees to that.
   */
  record Heard(String nickname, String text) implements RobotEvent {}

  /**
   * What was written into the room's games, for those who watch them ({@link
   * RobotKind#watchesGames}).
   *
   * @param moves in the order in which they stand there
   * @param isPast all that was there when it came, told once, after {@link Began} or {@link
   *     Resumed}; or what was written before the room came here, as its authors bring it back, in
   *     the order of each, but not of all
   */
  record Played(List<Written> moves, boolean isPast) implements RobotEvent {
    /** Makes the list immutable. */
    public Played {
      moves = List.copyOf(moves);
    }

    /**
     * Something that was written.
     *
     * @param by a member id
     */
    public record Written(String by, GameMove move) {}
  }

  /** The time is up that it has asked for. */
  record TimeUp() implements RobotEvent {}

  /**
   * A part of the answer that it wanted thought of: sentences, whatever they say.
   *
   * @param text may be empty at the end
   * @param isLast nothing more comes
   */
  record Thought(String text, boolean isLast) implements RobotEvent {}

  /** There is no answer, or nothing more of it. */
  record ThoughtFailed(Why why) implements RobotEvent {
    /** Why not. */
    public enum Why {
      /** There is no mind here, or it is thinking for this robot already. */
      NOT_NOW,
      /** The robots of this room have thought as much as they may for now. */
      BUDGET,
      /** It did not answer well, or not in time. */
      FAILED
    }
  }
}
