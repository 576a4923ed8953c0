package chat.free4.robots.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.robots.draw.Table;
import chat.free4.robots.host.Host.Part;
import chat.free4.robots.script.Script;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.Transcript;
import chat.free4.room.robot.GameMove;
import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotDeed;
import chat.free4.room.robot.RobotEvent;
import chat.free4.room.robot.RobotPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The host, told what players write. Its time is that it is told. */
final class HostTest {
  private static final String GAME = "game0000001";
  private static final String ANN = member("a");
  private static final String BEN = member("b");
  private static final String CYD = member("c");
  private static final Bytes KEY = Bytes.of(new byte[32]);
  private static final Bytes SALT = Bytes.of(new byte[16]);
  private static final Bytes BOND = bond("polar bear");

  private final Script<Part> english = HostKind.script("en");
  private final Robot robot =
      new HostKind().create(new RobotPlace("en", new SplittableRandom(20261123), false, "self"));
  private final List<RobotDeed> done = new ArrayList<>();

  private static String member(String letter) {
    return letter.repeat(22);
  }

  private static Bytes bond(String word) {
    return Transcript.of("free4chat game word 1").add(SALT).addUtf8(word).sha256();
  }

  private void told(boolean isPast, RobotEvent.Played.Written... written) {
    done.clear();
    done.addAll(robot.handle(new RobotEvent.Played(List.of(written), isPast)));
  }

  private void told(String by, GameMove move) {
    told(false, new RobotEvent.Played.Written(by, move));
  }

  private void timeUp() {
    done.clear();
    done.addAll(robot.handle(new RobotEvent.TimeUp()));
  }

  private List<String> said() {
    return done.stream()
        .filter(RobotDeed.Say.class::isInstance)
        .map(deed -> ((RobotDeed.Say) deed).text())
        .toList();
  }

  private void assertSaid(Part part, String what) {
    List<String> lines =
        english.lines(part).stream().map(line -> line.replaceAll("\\{[a-z]+}", what)).toList();
    assertThat(said()).as("%s", part).anyMatch(lines::contains);
  }

  private static GameMove open(String game) {
    return new GameMove.Open(game, "draw-and-guess", "Ann", KEY, "en", "animals", 1, 80);
  }

  private void begun() {
    told(ANN, open(GAME));
    told(BEN, new GameMove.Join(GAME, "Ben", KEY));
    told(CYD, new GameMove.Join(GAME, "Cyd", KEY));
    told(ANN, new GameMove.Start(GAME));
  }

  private void drawing(String drawer) {
    told(drawer, new GameMove.Word(GAME, BOND, List.of(5, 4)));
  }

  private void guessed(String drawer, String by, boolean isRight, long n, long turn) {
    told(by, new GameMove.Guess(GAME, turn));
    told(drawer, new GameMove.Draw(GAME, true, List.of(new GameMove.Verdict(by, n, isRight, ""))));
  }

  @Test
  void saysNothingAgainOfWhatIsBroughtBackAndGoesOnWithTheGame() {
    robot.handle(new RobotEvent.Resumed(List.of("Ann")));
    told(true);
    assertThat(done).as("it is known").isEmpty();
    told(true, new RobotEvent.Played.Written(ANN, open(GAME)));
    told(true, new RobotEvent.Played.Written(BEN, new GameMove.Join(GAME, "Ben", KEY)));
    told(true, new RobotEvent.Played.Written(ANN, new GameMove.Start(GAME)));
    assertThat(done).isEmpty();
    drawing(ANN);
    assertSaid(Part.DRAWS, "Ann");
  }

  @Test
  void theNextGameIsHostedWhateverWasBroughtBackInWhichOrder() {
    robot.handle(new RobotEvent.Resumed(List.of("Ann")));
    told(true, new RobotEvent.Played.Written(BEN, new GameMove.Join(GAME, "Ben", KEY)));
    told(true, new RobotEvent.Played.Written(BEN, new GameMove.Stop(GAME)));
    told(true, new RobotEvent.Played.Written(ANN, open(GAME)));
    told(ANN, open("game0000002"));
    assertSaid(Part.OPENED, "Ann");
    told(ANN, open("game0000003"));
    assertThat(said()).as("that one is on").isEmpty();
  }

  @Test
  void hostsAGameFromTheTableToTheEnd() {
    told(true);
    assertSaid(Part.HELLO, "");
    told(ANN, open(GAME));
    assertSaid(Part.OPENED, "Ann");
    told(BEN, new GameMove.Join(GAME, "Ben", KEY));
    told(CYD, new GameMove.Join(GAME, "Cyd", KEY));
    told(ANN, new GameMove.Start(GAME));
    assertSaid(Part.BEGUN, "1");
    assertSaid(Part.CHOOSES, "Ann");

    drawing(ANN);
    assertSaid(Part.DRAWS, "Ann");
    assertThat(done).contains(new RobotDeed.WakeAfter(40_000));
    timeUp();
    assertSaid(Part.HALF, "");
    assertThat(done).contains(new RobotDeed.WakeAfter(30_000));
    timeUp();
    assertSaid(Part.SOON, "");
    guessed(ANN, CYD, false, 1, 1);
    assertThat(said()).as("what is wrong can be read by all").isEmpty();
    guessed(ANN, CYD, true, 2, 1);
    assertSaid(Part.FIRST, "Cyd");
    guessed(ANN, BEN, true, 1, 1);
    assertSaid(Part.GUESSED, "Ben");
    told(ANN, new GameMove.Time(GAME, 2));
    assertSaid(Part.ALL, "");
    told(ANN, new GameMove.Show(GAME, "polar bear", SALT));
    assertSaid(Part.WORD, "polar bear");
    told(ANN, new GameMove.Time(GAME, 3));
    assertSaid(Part.CHOOSES, "Ben");

    told(BEN, new GameMove.Pass(GAME));
    assertSaid(Part.PASSED, "");
    told(ANN, new GameMove.Time(GAME, 5));
    assertSaid(Part.CHOOSES, "Cyd");
    told(ANN, new GameMove.Time(GAME, 6));
    assertSaid(Part.IDLE, "");
    told(ANN, new GameMove.Time(GAME, 7));
    assertSaid(Part.OVER, "");
    told(ANN, open("game0000002"));
    assertSaid(Part.OPENED, "Ann");
  }

  @Test
  void whatIsNotTheirsToDoIsNotSpokenOf() {
    begun();
    for (GameMove move :
        List.of(
            new GameMove.Word(GAME, BOND, List.of(5, 4)),
            new GameMove.Pass(GAME),
            new GameMove.Time(GAME, 1),
            new GameMove.Start(GAME),
            new GameMove.Gone(GAME, List.of(ANN)),
            open("game0000002"),
            new GameMove.Show(GAME, "polar bear", SALT))) {
      told(BEN, move);
      assertThat(done).as("%s", move).isEmpty();
    }
    told(member("x"), new GameMove.Stop(GAME));
    assertThat(done).isEmpty();
    drawing(ANN);
    told(ANN, new GameMove.Draw(GAME, true, List.of(new GameMove.Verdict(BEN, 1, true, ""))));
    assertThat(done).as("who has not guessed has not guessed it").isEmpty();
    guessed(BEN, CYD, true, 1, 1);
    assertThat(done).as("who does not draw does not judge").isEmpty();
    told(CYD, new GameMove.Guess(GAME, 9));
    told(ANN, new GameMove.Draw(GAME, true, List.of(new GameMove.Verdict(CYD, 2, true, ""))));
    assertThat(done).as("a guess of another turn is none").isEmpty();
  }

  @Test
  void anotherWordThanWasBoundIsNotToldAsTheWord() {
    begun();
    drawing(ANN);
    told(ANN, new GameMove.Pass(GAME));
    told(ANN, new GameMove.Show(GAME, "grizzly bear", SALT));
    assertThat(done).isEmpty();
    told(ANN, new GameMove.Show(GAME, "polar bear", SALT));
    assertThat(done).as("it is shown once").isEmpty();
  }

  @Test
  void theGameGoesOnWhenItsRefereeIsAwayOrLeaves() {
    begun();
    told(BEN, new GameMove.Doubt(GAME, 1));
    told(CYD, new GameMove.Doubt(GAME, 1));
    told(ANN, new GameMove.Time(GAME, 1));
    assertThat(done).as("Ann calls the time no more").isEmpty();
    told(BEN, new GameMove.Time(GAME, 1));
    assertSaid(Part.IDLE, "");
    told(BEN, new GameMove.Leave(GAME));
    told(CYD, new GameMove.Time(GAME, 2));
    assertSaid(Part.CHOOSES, "Cyd");
    told(CYD, new GameMove.Gone(GAME, List.of(ANN)));
    assertSaid(Part.OVER, "");
  }

  @Test
  void whoComesBackDrawsInTheirTurn() {
    begun();
    told(ANN, new GameMove.Gone(GAME, List.of(BEN)));
    told(BEN, new GameMove.Join(GAME, "Benny", KEY));
    told(ANN, new GameMove.Time(GAME, 1));
    told(ANN, new GameMove.Time(GAME, 2));
    assertSaid(Part.CHOOSES, "Cyd");
    told(ANN, new GameMove.Time(GAME, 3));
    told(ANN, new GameMove.Time(GAME, 4));
    assertSaid(Part.CHOOSES, "Benny");
    told(CYD, new GameMove.Stop(GAME));
    assertSaid(Part.STOPPED, "Cyd");
  }

  @Test
  void beginsInTheMiddleOfAGameFromWhatWasWritten() {
    told(
        true,
        new RobotEvent.Played.Written(ANN, open(GAME)),
        new RobotEvent.Played.Written(BEN, new GameMove.Join(GAME, "Ben", KEY)),
        new RobotEvent.Played.Written(ANN, new GameMove.Start(GAME)));
    assertThat(done).as("it does not interrupt").isEmpty();
    drawing(ANN);
    assertSaid(Part.DRAWS, "Ann");
  }

  @Test
  void theTimeOfAnotherTurnIsNotCalled() {
    begun();
    drawing(ANN);
    told(ANN, new GameMove.Pass(GAME));
    timeUp();
    assertThat(done).isEmpty();
  }

  @Test
  void aGameThatBrowsersDoNotOpenIsNone() {
    for (GameMove open :
        List.of(
            new GameMove.Open(GAME, "chess", "Ann", KEY, "en", "animals", 1, 80),
            new GameMove.Open(GAME, "draw-and-guess", "Ann", KEY, "fr", "animals", 1, 80),
            new GameMove.Open(GAME, "draw-and-guess", "Ann", KEY, "en", "cars", 1, 80),
            new GameMove.Open(GAME, "draw-and-guess", "Ann", KEY, "en", "food", 6, 80),
            new GameMove.Open(GAME, "draw-and-guess", "Ann", KEY, "en", "food", 1, 19))) {
      told(ANN, open);
      assertThat(done).isEmpty();
    }
  }

  @Test
  void knowsTheDecksThatThereAre() throws IOException {
    Path decks = Path.of("..", "web", "src", "games", "draw-and-guess", "decks");
    assertThat(names(decks)).isEqualTo(Table.LANGUAGES);
    for (String language : Table.LANGUAGES) {
      Set<String> themes =
          names(decks.resolve(language)).stream()
              .map(file -> file.replace(".txt", ""))
              .collect(Collectors.toSet());
      assertThat(themes).isEqualTo(Table.THEMES);
    }
  }

  private static Set<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  @Test
  void everyLanguageHasLinesWithoutAFault() {
    for (String language : Script.LANGUAGES) {
      assertThat(HostKind.script(language).faults()).as(language).isEmpty();
    }
    assertThat(new HostKind().language("pt-BR")).isEqualTo("en");
    assertThat(Script.read("[hello]\n\n[nothing]\nx\n", Part.class).faults())
        .contains("line 3: there is no part of that name", "line 4: in no part");
  }

  @Test
  void aNicknameIsNeverMoreThanText() {
    told(ANN, new GameMove.Open(GAME, "draw-and-guess", "$1 {word}", KEY, "en", "food", 1, 80));
    assertThat(said().getFirst()).contains("$1 {word}");
  }
}
