package chat.free4.server.host;

import chat.free4.server.media.MediaPlane;
import chat.free4.server.media.VoiceOrder;
import chat.free4.server.voice.VoiceMaker;
import chat.free4.sfu.VoicePhrase;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How robots are heard: what they say is made voice of, and said by the workers of their room. */
final class RobotVoices {
  private final VoiceMaker maker;
  private final MediaPlane media;
  private final Consumer<Runnable> control;

  /** Voices by {@code maker}; {@code control} runs something on its thread. */
  RobotVoices(VoiceMaker maker, MediaPlane media, Consumer<Runnable> control) {
    this.maker = maker;
    this.media = media;
    this.control = control;
  }

  /** True where robots can speak. */
  boolean areThere() {
    return maker.isThere();
  }

  /** Has a robot say something, as soon as that is made. */
  void say(SeatedRobot robot, String text) {
    maker.speak(text, robot.language, phrase -> control.accept(() -> play(robot, phrase)));
  }

  /** Each worker that has a part of the room says it to the listeners that it has. */
  private void play(SeatedRobot robot, VoicePhrase phrase) {
    HostedRoom room = robot.room;
    if (robot.gone || room.media.isSilenced(robot.number)) {
      return;
    }
    for (long left = room.media.parts(); left != 0; left &= left - 1) {
      tell(Long.numberOfTrailingZeros(left), robot, phrase);
    }
  }

  /** A robot has left: whoever has ever said something for it forgets it. */
  void gone(SeatedRobot robot) {
    for (int worker = 0; worker < media.workers(); worker++) {
      tell(worker, robot, null);
    }
  }

  private void tell(int worker, SeatedRobot robot, @Nullable VoicePhrase phrase) {
    media.offer(worker, new VoiceOrder(robot.room.handle, robot.number, phrase));
  }
}
