package chat.free4.robots.companion;

import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotKind;
import chat.free4.room.robot.RobotPlace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Keeps a conversation going in the room's language, by lines from a file. */
public final class CompanionKind implements RobotKind {
  /** Languages that there is a file for; in others it speaks English. */
  static final Set<String> LANGUAGES = Set.of("en", "es", "zh");

  static final String NICKNAME = "Robin";

  @Override
  public String name() {
    return "companion";
  }

  @Override
  public String nickname(String language) {
    return NICKNAME;
  }

  @Override
  public String language(String wanted) {
    String primary = wanted.split("-", 2)[0];
    return LANGUAGES.contains(primary) ? primary : "en";
  }

  @Override
  public boolean thinks() {
    return true;
  }

  @Override
  public Robot create(RobotPlace place) {
    return new Companion(script(place.language()), place);
  }

  static Script script(String language) {
    return Script.read(file(language));
  }

  static String file(String language) {
    try (InputStream file = CompanionKind.class.getResourceAsStream(language + ".txt")) {
      if (file == null) {
        throw new IllegalStateException("there are no lines in " + language);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
