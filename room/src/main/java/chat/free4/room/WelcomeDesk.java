package chat.free4.room;

import chat.free4.room.access.RoomId;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.log.RoomLog;
import chat.free4.room.media.MediaNegotiator.MediaAnswer;
import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.signal.ServerMessage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes down the room as it stands for who has just come in. */
final class WelcomeDesk {
  private static final String PUBLIC = "public";

  private long createdNanos;
  private final RoomId id;
  private final String name;
  private final @Nullable ChainDesk chain;
  private final DescriptionDesk descriptions;
  private final ModerationDesk moderation;
  private final Roster roster;
  private final RoomLog log;

  WelcomeDesk(
      long nowNanos,
      RoomId id,
      String name,
      @Nullable ChainDesk chain,
      DescriptionDesk descriptions,
      ModerationDesk moderation,
      Roster roster,
      RoomLog log) {
    this.createdNanos = nowNanos;
    this.id = id;
    this.name = name;
    this.chain = chain;
    this.descriptions = descriptions;
    this.moderation = moderation;
    this.roster = roster;
    this.log = log;
  }

  /** When the room was opened. */
  long createdNanos() {
    return createdNanos;
  }

  /** The room was opened earlier, elsewhere. */
  void restore(long openedNanos) {
    createdNanos = Math.min(createdNanos, openedNanos);
  }

  /**
   * What a member is told that has just come in.
   *
   * @param resumed false for who is here for the first time
   * @param answer to its offer of media, if it made one
   */
  ServerMessage.EnterResult result(
      long nowNanos, Member member, boolean resumed, @Nullable MediaAnswer answer) {
    return new ServerMessage.EnterResult(
        Integer.toUnsignedLong(member.number()),
        resumed,
        room(nowNanos),
        answer == null ? null : MediaDesk.sdp(answer),
        roster.infos(),
        new ServerMessage.LogInfo(log.cursor(), log.newestSequence(member.id())),
        moderation.info());
  }

  private ServerMessage.RoomInfo room(long nowNanos) {
    RoomDescription description = descriptions.description();
    return new ServerMessage.RoomInfo(
        id.value(),
        chain == null ? PUBLIC : chain.kind(),
        name,
        TimeUnit.NANOSECONDS.toMillis(nowNanos - createdNanos),
        description.topic(),
        description.tags(),
        description.language(),
        moderation.moderator(),
        chain == null ? null : chain.encoded());
  }
}
