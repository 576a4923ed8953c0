package chat.free4.room.robot;

import java.util.regex.Pattern;

/**
 * A kind of robot that people can add to a room. Servers find it by {@link
 * java.util.ServiceLoader}; what it says of itself is asked on any thread, and is always the same.
 */
public interface RobotKind {
  /** What a {@link #name} looks like. */
  Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,23}");

  /** What a language looks like (BCP 47, a short one). */
  Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}");

  /** What it is added by. */
  String name();

  /** What a robot of it is called in a room: visible text of 1 to 24 characters. */
  String nickname(String language);

  /** The language it speaks where people want {@code wanted}. */
  default String language(String wanted) {
    return wanted;
  }

  /** True where it is told what is played. */
  default boolean watchesGames() {
    return false;
  }

  /** True where it has answers thought of, if there is a mind: its seat says so. */
  default boolean thinks() {
    return false;
  }

  /** A robot for one room, which is to speak what {@link #language} gave. */
  Robot create(RobotPlace place);
}
