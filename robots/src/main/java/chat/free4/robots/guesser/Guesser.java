package chat.free4.robots.guesser;

import chat.free4.robots.draw.Table;
import chat.free4.robots.draw.Table.Phase;
import chat.free4.robots.script.Lines;
import chat.free4.robots.script.Script;
import chat.free4.room.access.Bytes;
import chat.free4.room.robot.GameDeed;
import chat.free4.room.robot.GameMove;
import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotDeed;
import chat.free4.room.robot.RobotDeed.Think.Turn;
import chat.free4.room.robot.RobotEvent;
import chat.free4.room.robot.RobotPlace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * Sits down at draw and guess and guesses, at a person's pace: a word of the deck that is as long
 * as the one that is drawn, and that nobody has guessed in vain; where there is a mind, what that
 * makes of the same. It does not see the drawing. It passes where it would draw, and gets up where
 * it would have to call the time: that is for pages to do.
 */
final class Guesser implements Robot {
  /** From the first stroke to the first guess, at least, and by how much more at most. */
  static final long FIRST_MILLIS = 9_000;

  /** The same from one guess to the next. */
  static final long NEXT_MILLIS = 7_000;

  /** By chance, so much more than either. */
  static final int MORE_MILLIS = 8_000;

  /** Guesses of a turn: it leaves people some. */
  static final int MAX_GUESSES = 5;

  /** So often it looks whether something is drawn, and whether it has been given its seat. */
  static final long LOOK_MILLIS = 3_000;

  /**
   * It sits down so often in a game: where there is no seat, or it has got up, it goes on watching.
   */
  static final int MAX_SEATINGS = 3;

  /** What a line of its script is for. */
  enum Part {
    /** It comes, and no game is on. */
    HELLO,
    /** What its mind is told of it, where it has one. */
    MIND
  }

  private final Lines hello;
  private final String instructions;
  private final RobotPlace place;
  private final BiFunction<String, String, List<String>> decks;
  private Table table = new Table();
  private final List<RobotDeed> deeds = new ArrayList<>();

  /** What it has guessed in this turn, folded. */
  private final Set<String> tried = new HashSet<>();

  /** It has said hello, or did before the room came here. */
  private boolean isKnown;

  /** Of what was brought back, in whatever order: the next game may show that it went otherwise. */
  private boolean isUnsure;

  private String game = "";
  private int seatings;

  /** The turn that it guesses in, and the one that it has passed. */
  private long turn;

  private long passed;
  private int guesses;

  /** The turn that its mind thinks about; 0: about none. */
  private long thinking;

  Guesser(Script<Part> script, RobotPlace place, BiFunction<String, String, List<String>> decks) {
    this.hello = new Lines(script.lines(Part.HELLO), place.random());
    this.instructions = String.join("\n", script.lines(Part.MIND));
    this.place = place;
    this.decks = decks;
  }

  @Override
  public List<RobotDeed> handle(RobotEvent event) {
    deeds.clear();
    switch (event) {
      case RobotEvent.Played(var moves, boolean isPast) -> {
        for (RobotEvent.Played.Written written : moves) {
          if (isUnsure && !isPast && written.move() instanceof GameMove.Open) {
            table = new Table();
            isUnsure = false;
          }
          table.take(written.by(), written.move());
        }
        if (isPast && isKnown) {
          isUnsure = true;
          deeds.add(new RobotDeed.WakeAfter(LOOK_MILLIS)); // more of it may be to come
        } else {
          if (isPast && !isOn()) {
            deeds.add(new RobotDeed.Say(hello.next("")));
          }
          act();
        }
        isKnown = true;
      }
      case RobotEvent.Resumed _ -> isKnown = true;
      case RobotEvent.TimeUp() -> {
        act();
        guessOrThink();
      }
      case RobotEvent.Thought(String text, boolean _) -> thought(text);
      case RobotEvent.ThoughtFailed _ -> thought("");
      default -> {
        // It is here for the game alone.
      }
    }
    return List.copyOf(deeds.subList(0, Math.min(deeds.size(), MAX_DEEDS)));
  }

  private boolean isOn() {
    return table.phase() != Phase.NONE && table.phase() != Phase.OVER;
  }

  /** Does what the table wants of it. */
  private void act() {
    if (!isOn()) {
      return;
    }
    if (!table.id().equals(game)) {
      game = table.id();
      seatings = 0;
      turn = 0;
      passed = 0;
      thinking = 0;
    }
    if (!table.sits(place.self())) {
      sitDown();
    } else if (table.referee().equals(place.self())) {
      deeds.add(new RobotDeed.Play(new GameDeed.Leave(game)));
    } else {
      play();
    }
  }

  /** Again only after a while: what it has written may be on its way. */
  private void sitDown() {
    if (seatings >= MAX_SEATINGS) {
      return;
    }
    seatings++;
    deeds.add(new RobotDeed.Play(new GameDeed.Join(game)));
    deeds.add(new RobotDeed.WakeAfter(LOOK_MILLIS));
  }

  private void play() {
    boolean draws = table.drawer().equals(place.self());
    if (draws && table.phase() == Phase.CHOOSING && passed != table.turn()) {
      passed = table.turn();
      deeds.add(new RobotDeed.Play(new GameDeed.Pass(game)));
    }
    if (table.mayGuess(place.self()) && turn != table.turn()) {
      turn = table.turn();
      guesses = 0;
      tried.clear();
      deeds.add(new RobotDeed.WakeAfter(FIRST_MILLIS + place.random().nextInt(MORE_MILLIS)));
    }
  }

  private boolean mayGuess() {
    return isOn() && turn == table.turn() && guesses < MAX_GUESSES && table.mayGuess(place.self());
  }

  private void guessOrThink() {
    if (!mayGuess()) {
      return;
    }
    if (!table.hasInk()) {
      deeds.add(new RobotDeed.WakeAfter(LOOK_MILLIS));
    } else if (place.hasMind() && thinking != turn) {
      thinking = turn;
      deeds.add(new RobotDeed.Think(instructions, List.of(new Turn(null, known()))));
      deeds.add(new RobotDeed.WakeAfter(NEXT_MILLIS + MORE_MILLIS)); // should it never come back
    } else {
      thinking = 0;
      guess("");
    }
  }

  /** What there is to know of the word. */
  private String known() {
    return "%s, %s, %s: %s"
        .formatted(table.language(), table.theme(), table.lengths(), String.join(", ", wrong()));
  }

  private List<String> wrong() {
    List<String> wrong = new ArrayList<>(table.wrong());
    return wrong.subList(Math.max(0, wrong.size() - MAX_TOLD), wrong.size());
  }

  private static final int MAX_TOLD = 20;

  /** The first sentence is its guess, if it can be the word; else it goes by the deck. */
  private void thought(String text) {
    if (thinking == 0 || thinking != turn || !mayGuess()) {
      return;
    }
    thinking = 0;
    guess(text.strip().replaceAll("[.。!¡?¿\"“”]+", ""));
  }

  /** Guesses this, or what it finds in the deck; the next in a while. */
  private void guess(String thought) {
    String word = canBe(thought) ? thought : fromDeck(place.random());
    Bytes key = table.key(table.drawer());
    if (word.isEmpty() || key == null) {
      return; // nothing is left to guess
    }
    tried.add(fold(word));
    guesses++;
    deeds.add(new RobotDeed.Play(new GameDeed.Guess(game, turn, table.drawer(), key, word)));
    deeds.add(new RobotDeed.WakeAfter(NEXT_MILLIS + place.random().nextInt(MORE_MILLIS)));
  }

  private String fromDeck(RandomGenerator random) {
    List<String> words =
        decks.apply(table.language(), table.theme()).stream().filter(this::canBe).toList();
    return words.isEmpty() ? "" : words.get(random.nextInt(words.size()));
  }

  private boolean canBe(String word) {
    String folded = fold(word);
    return !tried.contains(folded)
        && table.wrong().stream().map(Guesser::fold).noneMatch(folded::equals)
        && Table.lengthsOf(word).equals(table.lengths());
  }

  private static String fold(String word) {
    return word.strip().toLowerCase(Locale.ROOT);
  }
}
