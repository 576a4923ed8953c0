package chat.free4.robots.companion;

import chat.free4.robots.script.Script;
import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotKind;
import chat.free4.room.robot.RobotPlace;

/** Keeps a conversation going in the room's language, by lines from a file. */
public final class CompanionKind implements RobotKind {
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
    return Script.language(wanted);
  }

  @Override
  public boolean thinks() {
    return true;
  }

  @Override
  public Robot create(RobotPlace place) {
    return new Companion(script(place.language()), place);
  }

  static Script<Companion.Part> script(String language) {
    return Script.in(CompanionKind.class, language, Companion.Part.class);
  }
}
