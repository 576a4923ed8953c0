package chat.free4.room.robot;

import chat.free4.room.access.Bytes;
import java.util.List;

/**
 * What somebody has written into the document {@code games} (protocol/games.md), read but not
 * judged: whether it counts follows from all that stands before it. {@code game} is its id.
 */
public sealed interface GameMove {
  /** The game that it is about. */
  String game();

  /**
   * A table is opened.
   *
   * @param kind which game
   * @param key what secrets for who opens it are sealed to
   */
  record Open(
      String game,
      String kind,
      String nickname,
      Bytes key,
      String language,
      String theme,
      int rounds,
      int seconds)
      implements GameMove {}

  /** Somebody sits down; {@code key}: what secrets for them are sealed to. */
  record Join(String game, String nickname, Bytes key) implements GameMove {}

  /** Somebody gets up, for good. */
  record Leave(String game) implements GameMove {}

  /** It begins. */
  record Start(String game) implements GameMove {}

  /** Somebody ends it. */
  record Stop(String game) implements GameMove {}

  /** Some are in the room no more; by member id. */
  record Gone(String game, List<String> players) implements GameMove {
    /** Makes the list immutable. */
    public Gone {
      players = List.copyOf(players);
    }
  }

  /** The time of a step is up. */
  record Time(String game, long step) implements GameMove {}

  /** Somebody finds that the referee of this term does not do. */
  record Doubt(String game, long term) implements GameMove {}

  /** The drawer is bound to a word, whose parts have so many characters. */
  record Word(String game, Bytes bond, List<Integer> lengths) implements GameMove {
    /** Makes the list immutable. */
    public Word {
      lengths = List.copyOf(lengths);
    }
  }

  /**
   * The drawer draws and judges.
   *
   * @param hasInk something is drawn
   */
  record Draw(String game, boolean hasInk, List<Verdict> verdicts) implements GameMove {
    /** Makes the list immutable. */
    public Draw {
      verdicts = List.copyOf(verdicts);
    }
  }

  /**
   * What became of a guess: {@code n} counts those of a guesser in the turn.
   *
   * @param text what was guessed, where all may read it because it is wrong; else empty
   */
  record Verdict(String by, long n, boolean isRight, String text) {}

  /** Somebody guesses; what, is sealed to the drawer. */
  record Guess(String game, long turn) implements GameMove {}

  /** The drawer does not want to. */
  record Pass(String game) implements GameMove {}

  /** The drawer shows the word. */
  record Show(String game, String word, Bytes salt) implements GameMove {}
}
