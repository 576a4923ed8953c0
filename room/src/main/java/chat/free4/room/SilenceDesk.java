package chat.free4.room;

import chat.free4.room.member.Member;
import java.util.HashSet;
import java.util.Set;

/** Tells the media plane who is heard by nobody: by an act, or because a budget is used up. */
final class SilenceDesk {
  private final FloorDesk floor;
  private final Outbox out;

  /** Members whom the media plane was told not to forward. */
  private final Set<Integer> silenced = new HashSet<>();

  SilenceDesk(FloorDesk floor, Outbox out) {
    this.floor = floor;
    this.out = out;
  }

  /** Tells it of a member where that has changed; {@code byAct}: the room's acts silence it. */
  void settle(Member member, boolean byAct) {
    boolean silent = byAct || floor.isResting(member.identity());
    boolean changed = silent ? silenced.add(member.number()) : silenced.remove(member.number());
    if (changed) {
      out.add(new RoomEffect.Silence(member.number(), silent));
    }
  }

  /** True for one whom nobody hears. */
  boolean isSilenced(Member member) {
    return silenced.contains(member.number());
  }

  /** A member is gone for good. */
  void left(Member member) {
    silenced.remove(member.number());
  }
}
