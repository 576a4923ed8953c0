package chat.free4.server.host;

import chat.free4.room.RoomEffect;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import chat.free4.server.media.MediaPlane;
import chat.free4.server.media.VoiceOrder;
import chat.free4.server.voice.VoiceMaker;
import chat.free4.sfu.VoicePhrase;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How robots are heard, and people who have their texts said: that is made voice of, and said by
 * the workers of their room.
 */
final class RoomVoices {
  /** Who asks while too many sentences are being made asks again after this. */
  static final int BUSY_MILLIS = 2_000;

  private final VoiceMaker maker;
  private final MediaPlane media;
  private final Consumer<Runnable> control;

  /** Voices by {@code maker}; {@code control} runs something on its thread. */
  RoomVoices(VoiceMaker maker, MediaPlane media, Consumer<Runnable> control) {
    this.maker = maker;
    this.media = media;
    this.control = control;
  }

  /** True where there is a voice. */
  boolean areThere() {
    return maker.isThere();
  }

  /** True where what robots say goes to a service elsewhere. */
  boolean areElsewhere() {
    return maker.isThere() && maker.isElsewhere();
  }

  /** Has a robot say something, from when its first part is made. */
  void say(SeatedRobot robot, String text) {
    maker.speak(text, robot.language, spoken -> control.accept(() -> play(robot, spoken.part())));
  }

  private void play(SeatedRobot robot, VoicePhrase phrase) {
    SealedSeat sealedSeat = robot.sealedSeat;
    VoicePhrase said =
        sealedSeat == null || robot.gone ? phrase : sealedSeat.seal.seal(System.nanoTime(), phrase);
    if (!robot.gone && said != null) {
      play(robot.room, robot.number, false, said);
    }
  }

  /**
   * Says a text for a member, from when its first part is made.
   *
   * @param answered called once, on control's thread: with null when it is being said
   */
  void say(HostedRoom room, RoomEffect.SayText asked, Consumer<@Nullable SignalFault> answered) {
    if (!maker.isThereForPeople()) {
      answered.accept(SignalFault.of(SignalError.VOICE_UNAVAILABLE));
      return;
    }
    if (asked.text().isEmpty()) {
      answered.accept(null);
      return;
    }
    boolean taken =
        maker.speakOnce(
            asked.text(),
            asked.language(),
            asked.voice(),
            spoken ->
                control.accept(
                    () -> {
                      if (spoken == null) {
                        answered.accept(SignalFault.of(SignalError.VOICE_FAILED));
                        return;
                      }
                      if (isHere(room, asked.member())) {
                        play(room, asked.member(), true, spoken.part());
                      }
                      if (spoken.part().isBeginning()) {
                        answered.accept(null);
                      }
                    }));
    if (!taken) {
      answered.accept(SignalFault.busy(BUSY_MILLIS));
    }
  }

  private static boolean isHere(HostedRoom room, int member) {
    return room.engine.members().stream().anyMatch(one -> (int) one.number() == member);
  }

  /** Each worker that has a part of the room says it to the listeners that it has. */
  private void play(HostedRoom room, int member, boolean isPerson, VoicePhrase phrase) {
    if (room.ended || room.media.isSilenced(member)) {
      return;
    }
    for (long left = room.media.parts(); left != 0; left &= left - 1) {
      int worker = Long.numberOfTrailingZeros(left);
      media.offer(worker, new VoiceOrder(room.handle, member, isPerson, phrase));
    }
  }

  /** A robot has left: whoever has ever said something for it forgets it. */
  void gone(SeatedRobot robot) {
    for (int part = 0; part < media.parts(); part++) {
      media.offer(part, new VoiceOrder(robot.room.handle, robot.number, false, null));
    }
  }
}
