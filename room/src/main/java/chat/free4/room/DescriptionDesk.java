package chat.free4.room;

import chat.free4.room.description.RoomDescription;
import chat.free4.room.member.Member;
import chat.free4.room.signal.RateLimit;
import chat.free4.room.signal.ServerMessage.RoomChanged;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where a room's description is kept and changed: by whom, and how often. */
final class DescriptionDesk {
  /** Changes a second, on average: each goes to everybody in the room and to the directory. */
  static final int CHANGES_PER_SECOND = 1;

  /** Changes at once. */
  static final int CHANGES_AT_ONCE = 5;

  private final ModerationDesk moderation;
  private final RateLimit changes;
  private RoomDescription description = RoomDescription.NONE;

  /** What came of a request. */
  sealed interface Outcome {
    /** It was refused, and nothing happened. */
    record Refused(SignalFault fault) implements Outcome {}

    /** It was done; {@code news} is null when that changed nothing. */
    record Described(@Nullable RoomChanged news) implements Outcome {}
  }

  /** A room that nobody has described. */
  DescriptionDesk(long nowNanos, ModerationDesk moderation) {
    this.moderation = moderation;
    this.changes = new RateLimit(nowNanos, CHANGES_PER_SECOND, CHANGES_AT_ONCE);
  }

  /** What the room says of itself. */
  RoomDescription description() {
    return description;
  }

  /** A member's signed description. */
  Outcome describe(long nowNanos, Member member, RoomDescription wanted) {
    if (!moderation.mayModerate(member)) {
      return new Outcome.Refused(SignalFault.of(SignalError.NOT_MODERATOR));
    }
    if (!changes.take(nowNanos, 1)) {
      long waitNanos = changes.waitNanos(nowNanos, 1);
      return new Outcome.Refused(SignalFault.busy(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1));
    }
    RoomDescription former = description;
    description = wanted;
    return new Outcome.Described(
        wanted.equals(former)
            ? null
            : new RoomChanged(
                wanted.topic().equals(former.topic()) ? null : wanted.topic(),
                wanted.tags().equals(former.tags()) ? null : wanted.tags(),
                wanted.language().equals(former.language()) ? null : wanted.language(),
                null));
  }
}
