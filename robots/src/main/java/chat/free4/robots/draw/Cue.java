package chat.free4.robots.draw;

import java.util.List;

/** Something at the table that a host speaks of. People by nickname. */
public sealed interface Cue {
  /** A table waits for players. */
  record Opened(String by) implements Cue {}

  /** It begins: so many rounds. */
  record Begun(int rounds) implements Cue {}

  /** Somebody is to choose a word; {@code round} when another round begins with them, else 0. */
  record Chooses(String drawer, int round) implements Cue {}

  /** The drawing begins. */
  record Draws(String drawer, int seconds) implements Cue {}

  /** Somebody has guessed it. */
  record Guessed(List<String> nicknames, boolean areFirst) implements Cue {
    /** Makes the list immutable. */
    public Guessed {
      nicknames = List.copyOf(nicknames);
    }
  }

  /** The turn is over. */
  record Ended(How how) implements Cue {}

  /** The word was shown, as it was bound. */
  record Shown(String word) implements Cue {}

  /** The game is over; by whom it was ended, or empty. */
  record Over(String stoppedBy) implements Cue {}

  /** How a turn ends. */
  enum How {
    /** All have it. */
    ALL,
    /** The time is up. */
    TIME,
    /** Nothing was drawn. */
    IDLE,
    /** The drawer did not want to, or has gone. */
    PASSED
  }
}
