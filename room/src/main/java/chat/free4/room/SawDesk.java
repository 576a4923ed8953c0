package chat.free4.room;

import chat.free4.room.access.RoomId;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.log.RoomLog;
import chat.free4.room.member.Member;
import chat.free4.room.saw.SawKind;
import chat.free4.room.saw.SawList;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalFault;
import org.jspecify.annotations.Nullable;

/**
 * Where a member asks what is held of it. Those who hold it say so themselves: there is no second
 * list that could be wrong. What the socket holds is added on the way out.
 */
final class SawDesk {
  private final RoomId id;
  private final String name;
  private final @Nullable ChainDesk chain;
  private final DescriptionDesk descriptions;
  private final ModerationDesk moderation;
  private final FloorDesk floor;
  private final SealingDesk sealing;
  private final RoomLog log;
  private final Outbox out;

  SawDesk(
      RoomId id,
      String name,
      @Nullable ChainDesk chain,
      DescriptionDesk descriptions,
      ModerationDesk moderation,
      FloorDesk floor,
      SealingDesk sealing,
      RoomLog log,
      Outbox out) {
    this.id = id;
    this.name = name;
    this.chain = chain;
    this.descriptions = descriptions;
    this.moderation = moderation;
    this.floor = floor;
    this.sealing = sealing;
    this.log = log;
    this.out = out;
  }

  /** Answers a request; gives why not, which is never. */
  @Nullable SignalFault answer(long nowNanos, long session, long request, Member member) {
    SawList list = new SawList();
    boolean isSealed = chain != null;
    member.tellHeld(nowNanos, isSealed, list);
    list.add(SawKind.ROOM, id.value());
    if (chain == null) {
      RoomDescription words = descriptions.description();
      String tags = String.join(", ", words.tags());
      list.add(SawKind.ROOM_WORDS, String.join(" / ", name, words.topic(), tags, words.language()));
    } else {
      list.add(SawKind.CHAIN, true, Long.toString(chain.bytes()));
    }
    RoomLog.Share own = log.shareOf(member.id());
    list.add(SawKind.LOG_ENTRIES, isSealed, Long.toString(own.entries()));
    list.add(SawKind.LOG_BYTES, isSealed, Long.toString(own.bytes()));
    list.add(SawKind.LOG_SEQUENCE, log.newestSequence(member.id()));
    moderation.tellHeld(nowNanos, member, list);
    floor.tellHeld(nowNanos, member.identity(), list);
    sealing.tellHeld(member, list);
    out.reply(session, request, new ServerMessage.SawResult(list.items()));
    return null;
  }
}
