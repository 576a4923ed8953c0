package chat.free4.robots.guesser;

import chat.free4.robots.script.Script;
import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotKind;
import chat.free4.room.robot.RobotPlace;

/** Fills in as a guesser in draw and guess. */
public final class GuesserKind implements RobotKind {
  static final String NICKNAME = "Pip";

  @Override
  public String name() {
    return "guesser";
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
  public boolean thinks() {
    return true;
  }

  @Override
  public Robot create(RobotPlace place) {
    return new Guesser(script(place.language()), place, Deck::in);
  }

  static Script<Guesser.Part> script(String language) {
    return Script.in(GuesserKind.class, language, Guesser.Part.class);
  }
}
