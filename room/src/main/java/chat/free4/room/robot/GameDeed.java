package chat.free4.room.robot;

import chat.free4.room.access.Bytes;

/** What a robot does in a game: an entry of the document {@code games} (protocol/games.md). */
public sealed interface GameDeed {
  /** Which game; its id. */
  String game();

  /** Sits down. Nothing can be sealed to it: it has to pass where it would draw. */
  record Join(String game) implements GameDeed {}

  /** Gets up. */
  record Leave(String game) implements GameDeed {}

  /** Does not want to draw. */
  record Pass(String game) implements GameDeed {}

  /**
   * Guesses, for the drawer's eyes.
   *
   * @param to the drawer's member id
   * @param key what is for them is sealed to this
   * @param words of more than {@link #MAX_BYTES} in UTF-8, or not visible, nothing is guessed
   */
  record Guess(String game, long turn, String to, Bytes key, String words) implements GameDeed {
    /** All guesses are made as long as this, in bytes: a length would tell. */
    public static final int MAX_BYTES = 160;
  }
}
