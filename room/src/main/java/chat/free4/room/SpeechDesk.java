package chat.free4.room;

import chat.free4.room.access.VisibleText;
import chat.free4.room.member.Member;
import chat.free4.room.robot.RobotKind;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.RateLimit;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where members without a microphone, or with one that is off, have a text said as their own voice.
 * The voice is the server's to make; here is decided who may have one, and how much of it.
 */
public final class SpeechDesk {
  /** UTF-16 units of a text. */
  public static final int MAX_LENGTH = 500;

  /** Voices to choose from. */
  public static final int VOICES = 6;

  /** As fast as it is said: nobody has more waiting than a minute. */
  static final int CHARACTERS_PER_SECOND = 15;

  /** Of one member at once. */
  static final int CHARACTERS_AT_ONCE = 750;

  /** What the shortest text counts as. */
  static final int LEAST_CHARACTERS = 15;

  private final boolean isSealed;
  private final ModerationDesk moderation;
  private final Outbox out;

  SpeechDesk(boolean isSealed, ModerationDesk moderation, Outbox out) {
    this.isSealed = isSealed;
    this.moderation = moderation;
    this.out = out;
  }

  /** A request; gives why it is refused, or null where it is the server's turn. */
  @Nullable SignalFault handle(
      long nowNanos, long session, long id, Member member, ClientMessage.VoiceSay wanted) {
    String text = wanted.text();
    if (isSealed) {
      return SignalFault.of(SignalError.VOICE_SEALED);
    }
    if (text.length() > MAX_LENGTH) {
      return SignalFault.tooLarge(MAX_LENGTH);
    }
    if (!RobotKind.LANGUAGE.matcher(wanted.language()).matches()) {
      return SignalFault.invalidParams("language");
    }
    if (wanted.voice() < 0 || wanted.voice() >= VOICES) {
      return SignalFault.invalidParams("voice");
    }
    String said = VisibleText.withoutForbidden(text).strip();
    if (!text.isEmpty() && !VisibleText.isValid(said, MAX_LENGTH)) {
      return SignalFault.invalidParams("text");
    }
    SignalFault fault = text.isEmpty() ? null : refusal(nowNanos, member, said);
    if (fault == null) {
      int number = member.number();
      out.add(new RoomEffect.SayText(session, id, number, said, wanted.language(), wanted.voice()));
    }
    return fault;
  }

  private @Nullable SignalFault refusal(long nowNanos, Member member, String text) {
    if (moderation.isSilenced(member)) {
      return SignalFault.of(SignalError.VOICE_SILENCED);
    }
    if (!member.isMuted()) {
      return SignalFault.of(SignalError.VOICE_UNMUTED);
    }
    RateLimit speed = member.saying(nowNanos, CHARACTERS_PER_SECOND, CHARACTERS_AT_ONCE);
    long weight = Math.max(LEAST_CHARACTERS, text.length());
    if (!speed.take(nowNanos, weight)) {
      long waitNanos = speed.waitNanos(nowNanos, weight);
      return SignalFault.busy(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
    }
    return null;
  }
}
