package chat.free4.robots.draw;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.Transcript;
import chat.free4.room.access.VisibleText;
import chat.free4.room.robot.GameMove;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table of draw and guess as far as robots have to do with it: whose turn it is, who has guessed
 * the word, when it is over. The rules are those of protocol/games.md; points, and all that players
 * go by, are worked out in their browsers alone.
 */
public final class Table {
  private static final String KIND = "draw-and-guess";

  /** Languages that there are words in. */
  public static final Set<String> LANGUAGES = Set.of("en", "es", "zh");

  /** What words are about. */
  public static final Set<String> THEMES = Set.of("animals", "food", "things");

  private static final int MAX_PLAYERS = 12;
  private static final int MAX_ROUNDS = 5;
  private static final int MIN_SECONDS = 20;
  private static final int MAX_SECONDS = 180;
  private static final int MAX_GUESSES = 60;

  /** Where it stands. */
  public enum Phase {
    /** Nobody has opened one. */
    NONE,
    /** It waits for players. */
    LOBBY,
    /** A word is chosen. */
    CHOOSING,
    /** The drawer draws. */
    DRAWING,
    /** The word is shown. */
    SHOWING,
    /** It has ended. */
    OVER
  }

  private static final class Player {
    String nickname;
    Bytes key;
    boolean isIn = true;

    Player(String nickname, Bytes key) {
      this.nickname = nickname;
      this.key = key;
    }
  }

  private final List<Cue> cues = new ArrayList<>();

  /** By member id, in the order in which they sat down. */
  private final Map<String, Player> players = new LinkedHashMap<>();

  private final Set<String> doubts = new HashSet<>();
  private List<String> order = List.of();
  private List<String> drew = List.of();
  private final Set<String> guessed = new HashSet<>();
  private final Map<String, Long> made = new HashMap<>();
  private final Map<String, Long> judged = new HashMap<>();
  private Phase phase = Phase.NONE;
  private String id = "";
  private String language = "";
  private String theme = "";
  private String referee = "";
  private String drawer = "";
  private long term;
  private long step;
  private int rounds;
  private int seconds;
  private int round;
  private long turn;
  private boolean hasInk;
  private @Nullable Bytes bond;
  private List<Integer> lengths = List.of();

  /** What was guessed in this turn and is wrong, for all to read. */
  private final Set<String> wrong = new LinkedHashSet<>();

  /** An empty one. */
  public Table() {}

  /** Where it stands. */
  public Phase phase() {
    return phase;
  }

  /** True while it is played. */
  public boolean isOn() {
    return phase == Phase.CHOOSING || phase == Phase.DRAWING || phase == Phase.SHOWING;
  }

  /** How long is drawn. */
  public int seconds() {
    return seconds;
  }

  /** Counts steps: another one means that something else goes on. */
  public long step() {
    return step;
  }

  /** Its id; empty before one is opened. */
  public String id() {
    return id;
  }

  /** Of the words, one of {@link #LANGUAGES}. */
  public String language() {
    return language;
  }

  /** What the words are about, one of {@link #THEMES}. */
  public String theme() {
    return theme;
  }

  /** Who calls the time; a member id. */
  public String referee() {
    return referee;
  }

  /** Whose turn it is to draw; a member id. */
  public String drawer() {
    return drawer;
  }

  /** Counts turns of a game, from 1. */
  public long turn() {
    return turn;
  }

  /** Something stands on the sheet. */
  public boolean hasInk() {
    return hasInk;
  }

  /** How long the parts of the word are, in characters. */
  public List<Integer> lengths() {
    return lengths;
  }

  /** What was guessed in this turn and is wrong, as all may read it. */
  public Set<String> wrong() {
    return Collections.unmodifiableSet(wrong);
  }

  /** True where a member sits at the table. */
  public boolean sits(String member) {
    return isIn(member);
  }

  /** True where a member may guess now. */
  public boolean mayGuess(String member) {
    return phase == Phase.DRAWING
        && order.contains(member)
        && !member.equals(drawer)
        && !guessed.contains(member);
  }

  /** What is for a player is sealed to this; null where nobody of that id has sat here. */
  public @Nullable Bytes key(String member) {
    Player player = players.get(member);
    return player == null ? null : player.key;
  }

  /** How long the parts of a word are, in characters, as players are told. */
  public static List<Integer> lengthsOf(String word) {
    return Arrays.stream(word.split("[\\s-]+", -1))
        .map(part -> VisibleText.characters(part, Integer.MAX_VALUE))
        .filter(length -> length > 0)
        .toList();
  }

  /** Takes what a member has written; gives what is to be said of it. */
  public List<Cue> take(String by, GameMove move) {
    cues.clear();
    if (move instanceof GameMove.Open open) {
      open(by, open);
    } else if (move.game().equals(id) && phase != Phase.NONE && phase != Phase.OVER) {
      takeMove(by, move);
    }
    return List.copyOf(cues);
  }

  private void takeMove(String by, GameMove move) {
    boolean plays = isIn(by);
    boolean isReferee = by.equals(referee);
    boolean draws = plays && by.equals(drawer) && order.contains(by);
    switch (move) {
      case GameMove.Join join -> join(by, join);
      case GameMove.Leave _ when plays -> leave(List.of(by));
      case GameMove.Start _ when isReferee && phase == Phase.LOBBY -> start();
      case GameMove.Stop _ when plays -> end(nicknameOf(by));
      case GameMove.Gone(String _, List<String> gone) when isReferee -> leave(gone);
      case GameMove.Doubt(String _, long doubted) when plays && !isReferee && doubted == term ->
          doubt(by);
      case GameMove.Time(String _, long of) when isReferee && of == step -> timeUp();
      case GameMove.Word(String _, Bytes bound, List<Integer> of)
          when draws && phase == Phase.CHOOSING -> {
        bond = bound;
        lengths = of;
        go(Phase.DRAWING);
        cues.add(new Cue.Draws(nicknameOf(drawer), seconds));
      }
      case GameMove.Draw draw when draws && phase == Phase.DRAWING -> {
        hasInk |= draw.hasInk();
        judge(draw.verdicts());
      }
      case GameMove.Pass _ when draws && (phase == Phase.CHOOSING || phase == Phase.DRAWING) ->
          endTurn(Cue.How.PASSED);
      case GameMove.Guess(String _, long of) when plays && of == turn -> guess(by);
      case GameMove.Show(String _, String word, Bytes salt)
          when draws && phase == Phase.SHOWING && bond != null -> {
        Bytes shown = Transcript.of("free4chat game word 1").add(salt).addUtf8(word).sha256();
        if (shown.equals(bond) && lengthsOf(word).equals(lengths)) {
          cues.add(new Cue.Shown(word));
        }
        bond = null;
      }
      default -> {
        // Not theirs to do, or not now.
      }
    }
  }

  private void open(String by, GameMove.Open open) {
    boolean isFree = phase == Phase.NONE || phase == Phase.OVER;
    boolean isGame =
        open.kind().equals(KIND)
            && LANGUAGES.contains(open.language())
            && THEMES.contains(open.theme())
            && open.rounds() >= 1
            && open.rounds() <= MAX_ROUNDS
            && open.seconds() >= MIN_SECONDS
            && open.seconds() <= MAX_SECONDS;
    if (!isFree || !isGame || open.game().equals(id)) {
      return;
    }
    players.clear();
    doubts.clear();
    id = open.game();
    language = open.language();
    theme = open.theme();
    rounds = open.rounds();
    seconds = open.seconds();
    referee = by;
    term = 1;
    step = 0;
    round = 1;
    turn = 0;
    drawer = "";
    order = List.of();
    drew = List.of();
    players.put(by, new Player(open.nickname(), open.key()));
    phase = Phase.LOBBY;
    cues.add(new Cue.Opened(open.nickname()));
  }

  private void join(String by, GameMove.Join seating) {
    String nickname = seating.nickname();
    Player before = players.get(by);
    if (before == null && players.size() >= MAX_PLAYERS) {
      return;
    }
    boolean isNew = before == null || !before.isIn;
    if (before == null) {
      players.put(by, new Player(nickname, seating.key()));
    } else {
      before.nickname = nickname;
      before.key = seating.key();
      before.isIn = true;
    }
    if (phase != Phase.LOBBY && isNew && !order.contains(by)) {
      List<String> longer = new ArrayList<>(order);
      longer.add(by);
      order = longer;
    }
  }

  private void start() {
    List<String> present = players.keySet().stream().filter(this::isIn).toList();
    if (present.size() < 2) {
      return;
    }
    order = present;
    cues.add(new Cue.Begun(rounds));
    nextTurn();
  }

  private void nextTurn() {
    List<String> before = new ArrayList<>(drew);
    if (!drawer.isEmpty()) {
      before.add(drawer);
    }
    List<String> left = order.stream().filter(one -> !before.contains(one)).toList();
    boolean isRound = left.isEmpty();
    int next = isRound ? round + 1 : round;
    if (next > rounds || order.size() < 2) {
      end("");
      return;
    }
    boolean begins = isRound || drawer.isEmpty();
    round = next;
    drawer = isRound ? order.getFirst() : left.getFirst();
    drew = isRound ? List.of() : before.stream().filter(order::contains).toList();
    turn++;
    bond = null;
    hasInk = false;
    guessed.clear();
    made.clear();
    judged.clear();
    wrong.clear();
    go(Phase.CHOOSING);
    cues.add(new Cue.Chooses(nicknameOf(drawer), begins ? round : 0));
  }

  private void guess(String by) {
    boolean may = order.contains(by) && !by.equals(drawer) && !guessed.contains(by);
    if (may && phase == Phase.DRAWING && made.getOrDefault(by, 0L) < MAX_GUESSES) {
      made.merge(by, 1L, Long::sum);
    }
  }

  private void judge(List<GameMove.Verdict> verdicts) {
    boolean areFirst = guessed.isEmpty();
    List<String> right = new ArrayList<>();
    for (GameMove.Verdict verdict : verdicts) {
      String by = verdict.by();
      boolean isNext =
          verdict.n() == judged.getOrDefault(by, 0L) + 1
              && verdict.n() <= made.getOrDefault(by, 0L);
      if (isNext && !guessed.contains(by)) {
        judged.put(by, verdict.n());
        if (verdict.isRight()) {
          guessed.add(by);
          right.add(nicknameOf(by));
        } else if (!verdict.text().isEmpty()) {
          wrong.add(verdict.text());
        }
      }
    }
    if (!right.isEmpty()) {
      cues.add(new Cue.Guessed(right, areFirst));
    }
  }

  private void timeUp() {
    switch (phase) {
      case CHOOSING -> endTurn(Cue.How.IDLE);
      case DRAWING -> {
        boolean all = order.stream().allMatch(one -> one.equals(drawer) || guessed.contains(one));
        endTurn(all ? Cue.How.ALL : hasInk ? Cue.How.TIME : Cue.How.IDLE);
      }
      case SHOWING -> nextTurn();
      default -> {
        // Nothing is timed there.
      }
    }
  }

  private void endTurn(Cue.How how) {
    go(Phase.SHOWING);
    cues.add(new Cue.Ended(how));
  }

  private void doubt(String by) {
    if (!doubts.add(by)) {
      return;
    }
    List<String> others =
        players.keySet().stream().filter(one -> isIn(one) && !one.equals(referee)).toList();
    long voices = others.stream().filter(doubts::contains).count();
    if (voices * 2 > others.size()) {
      nextReferee(doubts);
    }
  }

  /** The next at the table after the referee; of some of them, where there are some. */
  private void nextReferee(Set<String> among) {
    List<String> all = new ArrayList<>(players.keySet());
    int place = all.indexOf(referee);
    List<String> next = new ArrayList<>(all.subList(place + 1, all.size()));
    next.addAll(all.subList(0, Math.max(place, 0)));
    for (String one : next) {
      if (isIn(one) && (among.isEmpty() || among.contains(one))) {
        referee = one;
        break;
      }
    }
    term++;
    doubts.clear();
  }

  private void leave(List<String> gone) {
    List<String> leaving = gone.stream().filter(this::isIn).toList();
    if (leaving.isEmpty()) {
      return;
    }
    players.forEach((member, player) -> player.isIn &= !leaving.contains(member));
    if (leaving.contains(referee)) {
      nextReferee(Set.of());
    }
    if (players.values().stream().noneMatch(player -> player.isIn)) {
      end("");
      return;
    }
    if (phase == Phase.LOBBY) {
      return;
    }
    order = order.stream().filter(one -> !leaving.contains(one)).toList();
    if (order.size() < 2) {
      end("");
    } else if (leaving.contains(drawer) && (phase == Phase.CHOOSING || phase == Phase.DRAWING)) {
      endTurn(Cue.How.PASSED);
    }
  }

  private void end(String stoppedBy) {
    go(Phase.OVER);
    cues.add(new Cue.Over(stoppedBy));
  }

  private void go(Phase next) {
    phase = next;
    step++;
  }

  private boolean isIn(String member) {
    Player player = players.get(member);
    return player != null && player.isIn;
  }

  private String nicknameOf(String member) {
    Player player = players.get(member);
    return player == null ? "?" : player.nickname;
  }
}
