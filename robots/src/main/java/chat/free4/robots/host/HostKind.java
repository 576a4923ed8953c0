package chat.free4.robots.host;

import chat.free4.robots.script.Script;
import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotKind;
import chat.free4.room.robot.RobotPlace;

/** Hosts draw and guess, by lines from a file. */
public final class HostKind implements RobotKind {
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
    return Script.language(wanted);
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
