package chat.free4.server.robot;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.Nickname;
import chat.free4.room.access.VisibleText;
import chat.free4.room.log.SignedEntry;
import chat.free4.room.robot.GameMove;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the document {@code games} as browsers write it, which the server reads for robots
 * alone (protocol/games.md).
 */
public final class GameEntry {
  /** The document that games stand in. */
  public static final String DOC = "games";

  /** Verdicts of an entry; what is beyond counts for nobody. */
  static final int MAX_VERDICTS = 16;

  /** A word is no longer, in characters. */
  static final int MAX_WORD = 60;

  private static final int MAX_GUESS = 40;
  private static final int MAX_PLAYERS = 12;
  private static final int MAX_PARTS = 8;
  private static final int KEY_BYTES = 32;
  private static final int BOND_BYTES = 32;
  private static final int SALT_BYTES = 16;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{11}");
  private static final Pattern MEMBER = Pattern.compile("[A-Za-z0-9_-]{22}");

  private GameEntry() {}

  /** Reads a signed entry; null for what is none, or is nothing to a robot. */
  public static @Nullable GameMove read(Bytes entry) {
    if (!(SignedEntry.decode(entry) instanceof SignedEntry.Reading.Accepted(SignedEntry signed))) {
      return null;
    }
    JsonNode body = ChatLine.parse(signed.body());
    String game = body == null ? "" : body.path("g").asText();
    return body == null || !ID.matcher(game).matches() ? null : read(game, body);
  }

  private static @Nullable GameMove read(String game, JsonNode body) {
    return switch (body.path("m").asText()) {
      case "open" -> open(game, body);
      case "join" -> {
        Bytes key = key(body);
        yield isSeating(body) && key != null ? new GameMove.Join(game, nickname(body), key) : null;
      }
      case "leave" -> new GameMove.Leave(game);
      case "start" -> new GameMove.Start(game);
      case "stop" -> new GameMove.Stop(game);
      case "gone" -> gone(game, body.path("players"));
      case "time" -> isCount(body, "step") ? new GameMove.Time(game, count(body, "step")) : null;
      case "doubt" -> isCount(body, "term") ? new GameMove.Doubt(game, count(body, "term")) : null;
      case "do" -> deed(game, body.path("deed"));
      default -> null;
    };
  }

  private static @Nullable GameMove open(String game, JsonNode body) {
    JsonNode settings = body.path("settings");
    Bytes key = key(body);
    boolean isRead =
        isSeating(body)
            && isCount(settings, "rounds")
            && isCount(settings, "seconds")
            && count(settings, "rounds") <= Integer.MAX_VALUE
            && count(settings, "seconds") <= Integer.MAX_VALUE;
    return isRead && key != null
        ? new GameMove.Open(
            game,
            body.path("game").asText(),
            nickname(body),
            key,
            settings.path("language").asText(),
            settings.path("theme").asText(),
            settings.path("rounds").intValue(),
            settings.path("seconds").intValue())
        : null;
  }

  private static @Nullable GameMove gone(String game, JsonNode players) {
    List<String> ids = new ArrayList<>();
    players.forEach(player -> ids.add(player.asText()));
    boolean isRead =
        players.isArray()
            && ids.size() <= MAX_PLAYERS
            && ids.stream().allMatch(id -> MEMBER.matcher(id).matches());
    return isRead ? new GameMove.Gone(game, ids) : null;
  }

  private static @Nullable GameMove deed(String game, JsonNode deed) {
    return switch (deed.path("d").asText()) {
      case "word" -> {
        Bytes bond = bytes(deed, "bond", BOND_BYTES);
        List<Integer> lengths = lengths(deed.path("lengths"));
        yield bond == null || lengths == null ? null : new GameMove.Word(game, bond, lengths);
      }
      case "draw" ->
          new GameMove.Draw(
              game, !deed.path("ink").asText().isEmpty(), verdicts(deed.path("verdicts")));
      case "guess" -> isCount(deed, "turn") ? new GameMove.Guess(game, count(deed, "turn")) : null;
      case "pass" -> new GameMove.Pass(game);
      case "show" -> {
        Bytes salt = bytes(deed, "salt", SALT_BYTES);
        String word = deed.path("word").asText();
        yield salt == null || !VisibleText.isValid(word, MAX_WORD)
            ? null
            : new GameMove.Show(game, word, salt);
      }
      default -> null;
    };
  }

  private static @Nullable List<Integer> lengths(JsonNode written) {
    List<Integer> lengths = new ArrayList<>();
    for (JsonNode length : written) {
      if (!length.isInt() || length.intValue() < 1 || length.intValue() > MAX_WORD) {
        return null;
      }
      lengths.add(length.intValue());
    }
    return written.isArray() && lengths.size() <= MAX_PARTS ? lengths : null;
  }

  private static List<GameMove.Verdict> verdicts(JsonNode written) {
    List<GameMove.Verdict> verdicts = new ArrayList<>();
    for (JsonNode one : written) {
      String by = one.path("by").asText();
      String verdict = one.path("verdict").asText();
      boolean isKnown = List.of("right", "close", "wrong").contains(verdict);
      if (isKnown && isCount(one, "n") && MEMBER.matcher(by).matches()) {
        String text = verdict.equals("wrong") ? one.path("text").asText() : "";
        String shown = VisibleText.isValid(text, MAX_GUESS) ? text : "";
        verdicts.add(new GameMove.Verdict(by, count(one, "n"), verdict.equals("right"), shown));
      }
      if (verdicts.size() == MAX_VERDICTS) {
        break;
      }
    }
    return verdicts;
  }

  private static boolean isSeating(JsonNode body) {
    return Nickname.isValid(nickname(body)) && key(body) != null;
  }

  private static @Nullable Bytes key(JsonNode body) {
    return bytes(body, "key", KEY_BYTES);
  }

  private static String nickname(JsonNode body) {
    return body.path("nickname").asText();
  }

  private static boolean isCount(JsonNode node, String field) {
    JsonNode count = node.path(field);
    return count.isIntegralNumber() && count.canConvertToLong() && count.longValue() >= 0;
  }

  private static long count(JsonNode node, String field) {
    return node.path(field).longValue();
  }

  private static @Nullable Bytes bytes(JsonNode node, String field, int length) {
    Bytes bytes = Bytes.ofBase64Url(node.path(field).asText());
    return bytes != null && bytes.length() == length ? bytes : null;
  }
}
