package chat.free4.robots.host;

import chat.free4.robots.script.Script;
import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotKind;
import chat.free4.room.robot.RobotPlace;
import java.util.Set;

/** Hosts draw and guess, by lines from a file. */
public final class HostKind implements RobotKind {
  /** Languages that there is a file for; in others it speaks English. */
  static final Set<String> LANGUAGES = Set.of("en", "es", "zh");

  static final String NICKNAME = "Quill";

  @Override
  public String name() {
    return "host";
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
  public boolean watchesGames() {
    return true;
  }

  @Override
  public Robot create(RobotPlace place) {
    return new Host(script(place.language()), place.random());
  }

  static Script<Host.Part> script(String language) {
    return Script.in(HostKind.class, language, Host.Part.class);
  }
}
