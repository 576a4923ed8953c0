package chat.free4.server.robot;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.VisibleText;
import chat.free4.room.log.SignedEntry;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of the chat as members write it, which the server reads for robots alone
 * (protocol/README.md, "Chat").
 *
 * @param text what was said; empty for another kind of line
 * @param logical its place in time; 0 where there is none
 */
public record ChatLine(String text, long logical) {
  /** The document that lines stand in. */
  public static final String DOC = "chat";

  /** A later time than this is nobody's. */
  public static final long MAX_LOGICAL = 1_000_000_000;

  /** Longer nicknames are none, in characters. */
  static final int MAX_NICKNAME = 24;

  /** Who says no name, or none that is one. */
  public static final String UNKNOWN = "?";

  private static final int MAX_DEPTH = 8;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                  .build())
          .build();

  /** Reads a signed entry; null for what is no line. */
  public static @Nullable ChatLine read(Bytes entry) {
    if (!(SignedEntry.decode(entry) instanceof SignedEntry.Reading.Accepted(SignedEntry signed))) {
      return null;
    }
    JsonNode body = parse(signed.body());
    if (body == null || !body.path("logical").canConvertToInt()) {
      return null;
    }
    long logical = body.path("logical").longValue();
    boolean isText = body.path("kind").asText().equals("text");
    return logical < 0 || logical > MAX_LOGICAL
        ? null
        : new ChatLine(isText ? body.path("text").asText() : "", logical);
  }

  /** What is written of a text that a robot wants to say; null when nothing of it can be seen. */
  public static @Nullable String visible(String text, int maxLength) {
    String cut = text.substring(0, Math.min(text.length(), maxLength));
    String said = VisibleText.withoutForbidden(cut).strip();
    return VisibleText.isValid(said, maxLength) ? said : null;
  }

  /**
   * The body of a line that a robot says; null when nothing of it can be seen.
   *
   * @param millis since 1970
   */
  public static @Nullable Bytes write(
      String nickname, String text, int maxLength, long millis, long logical) {
    String said = visible(text, maxLength);
    return said == null
        ? null
        : bytes(
            JSON.createObjectNode()
                .put("kind", "text")
                .put("text", said)
                .put("nickname", nickname)
                .put("time", millis)
                .put("logical", logical));
  }

  /** A member's nickname, by its profile. */
  public static String nickname(Bytes profile) {
    JsonNode json = parse(profile);
    String nickname = json == null ? UNKNOWN : json.path("nickname").asText(UNKNOWN);
    return VisibleText.isValid(nickname, MAX_NICKNAME) ? nickname : UNKNOWN;
  }

  /** True for who agrees in its profile that what it says is written down; for nobody else. */
  public static boolean mayHear(Bytes profile) {
    JsonNode json = parse(profile);
    return json != null && json.path("ears").isBoolean() && json.path("ears").booleanValue();
  }

  /** The profile of who is called so. */
  public static Bytes profile(String nickname) {
    return profile(nickname, List.of());
  }

  /**
   * The profile of a robot of which that goes elsewhere: what it reads (mind), what it says
   * (voice), what it hears of those who agree (ears).
   */
  public static Bytes profile(String nickname, List<String> elsewhere) {
    ObjectNode profile = JSON.createObjectNode().put("nickname", nickname);
    if (!elsewhere.isEmpty()) {
      elsewhere.forEach(profile.putArray("elsewhere")::add);
    }
    return bytes(profile);
  }

  private static Bytes bytes(JsonNode json) {
    try {
      return Bytes.of(JSON.writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a line", e);
    }
  }

  static @Nullable JsonNode parse(Bytes bytes) {
    try {
      JsonNode json = JSON.readTree(new String(bytes.toArray(), StandardCharsets.UTF_8));
      return json != null && json.isObject() ? json : null;
    } catch (IOException e) {
      return null;
    }
  }
}
