package chat.free4.server.host;

import chat.free4.room.RoomEffect;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalFault;
import chat.free4.server.ears.Captions;
import chat.free4.server.media.MediaPlane;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.server.robot.RobotCatalogue;
import chat.free4.server.robot.RobotRunner;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What this server itself does in rooms: robots, texts that are said for people, and ears. All of
 * it is asked on control's thread.
 */
final class RoomAides implements AutoCloseable {
  private final RoomVoices voices;
  private final RobotSeats robots;
  private final RoomEars ears;
  private final ObjLongConsumer<HostedRoom> drain;

  /**
   * Nothing is done anywhere.
   *
   * @param deadlines call robots back
   * @param handles gives a handle for each session
   * @param control runs something on its thread
   * @param drain does what a room wants done
   */
  RoomAides(
      RobotHelp help,
      MediaPlane media,
      Deadlines deadlines,
      SecureRandom random,
      LongSupplier handles,
      Consumer<Runnable> control,
      ObjLongConsumer<HostedRoom> drain,
      ServerMetrics metrics) {
    this.voices = new RoomVoices(help.voices(), media, control);
    this.robots =
        new RobotSeats(
            RobotCatalogue.installed(),
            new RobotRunner(RobotRunner.PATIENCE_MILLIS),
            voices,
            help,
            deadlines,
            random,
            handles,
            control,
            drain);
    this.ears = new RoomEars(System.nanoTime(), help, media::listen, control, this::heard, metrics);
    this.drain = drain;
  }

  /** Lets a robot in; gives why not, if it does not. */
  @Nullable SignalFault add(HostedRoom room, long now, RoomEffect.AddRobot asked) {
    return robots.add(room, now, asked);
  }

  /** A room goes on here, with the robots that it had elsewhere, as soon as somebody is in it. */
  void restored(HostedRoom room, long now) {
    robots.restored(room, now);
  }

  /** Says a text for a member; see {@link RoomVoices#say}. */
  void say(HostedRoom room, RoomEffect.SayText asked, Consumer<@Nullable SignalFault> answered) {
    voices.say(room, asked, answered);
  }

  /** A member has come in, or come back. */
  void entered(HostedRoom room, ServerMessage.EnterResult welcome) {
    ears.entered(room, welcome);
    robots.restored(room, System.nanoTime());
  }

  /** What a room tells its members. */
  void told(HostedRoom room, ServerMessage.Notification message) {
    robots.told(room, message);
    ears.told(room, message);
  }

  private void heard(HostedRoom room, int member, String text) {
    long now = System.nanoTime();
    room.engine.handleCaption(now, member, Captions.write(text));
    robots.heard(room, member, text);
    drain.accept(room, now);
  }

  /** A member is gone for good. */
  void forget(HostedRoom room, int member) {
    ears.forget(room, member);
  }

  /** The room has ended. */
  void ended(HostedRoom room) {
    robots.ended(room);
    ears.ended(room);
  }

  @Override
  public void close() {
    robots.close();
  }
}
