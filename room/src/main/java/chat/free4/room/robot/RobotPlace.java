package chat.free4.room.robot;

import java.util.random.RandomGenerator;

/**
 * Where a robot is to be.
 *
 * @param language that it is to use, as {@link RobotKind#LANGUAGE}
 * @param random all of its chance
 * @param hasMind true where {@link RobotDeed.Think} is of use
 * @param self its own member id, as {@link RobotEvent.Played} names members
 */
public record RobotPlace(String language, RandomGenerator random, boolean hasMind, String self) {}
