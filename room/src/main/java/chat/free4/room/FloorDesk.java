package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.floor.FloorTimes;
import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.saw.SawKind;
import chat.free4.room.saw.SawList;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.ServerMessage.FloorShare;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Where it is noted how long each has talked: all are told coarsely and seldom, who has a budget
 * hears before it is used up, when it is, and when it is heard again.
 */
final class FloorDesk {
  /** All are told so seldom. */
  static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** And in such steps: it is about who has talked much, not about who has coughed. */
  static final int STEP_SECONDS = 5;

  /** Who comes is told of so many. */
  static final int LISTED = 200;

  private final Roster roster;
  private final Outbox out;
  private final FloorTimes times = new FloorTimes();

  /** Of whom all are to be told something; each has talked. */
  private final Set<Bytes> news = new LinkedHashSet<>();

  /** All are told no earlier, but of who is heard no longer, or again. */
  private long tellAtNanos;

  FloorDesk(long nowNanos, Roster roster, Outbox out) {
    this.tellAtNanos = nowNanos;
    this.roster = roster;
    this.out = out;
  }

  /** Sets how many seconds each may talk in ten minutes; 0: as long as they like. */
  void setBudgetSeconds(int seconds) {
    if (TimeUnit.SECONDS.toNanos(seconds) == times.budgetNanos()) {
      return;
    }
    for (Member member : roster.members()) {
      if (times.isResting(member.identity())) {
        news.add(member.identity());
        tell(member.identity(), new ServerMessage.FloorLeft(seconds, 0));
      }
    }
    times.setBudgetSeconds(seconds);
  }

  /** True for one whose budget is used up: nobody hears it. */
  boolean isResting(Bytes identity) {
    return times.isResting(identity);
  }

  /**
   * A member was heard for so long.
   *
   * @return true when it is not from now on
   */
  boolean talked(long nowNanos, Member member, int millis) {
    Bytes identity = member.identity();
    long before = steps(identity);
    FloorTimes.Outcome outcome =
        times.talked(nowNanos, identity, TimeUnit.MILLISECONDS.toNanos(millis));
    if (outcome != FloorTimes.Outcome.GOES_ON) {
      tellLeft(nowNanos, identity);
    }
    boolean isUsedUp = outcome == FloorTimes.Outcome.USED_UP;
    if (isUsedUp || steps(identity) != before) {
      tellOf(nowNanos, identity, isUsedUp);
    }
    return isUsedUp;
  }

  private long steps(Bytes identity) {
    return TimeUnit.NANOSECONDS.toSeconds(times.talkedNanos(identity)) / STEP_SECONDS;
  }

  private void tellLeft(long nowNanos, Bytes identity) {
    long left = TimeUnit.NANOSECONDS.toSeconds(times.leftNanos(nowNanos, identity));
    long wait = times.waitNanos(nowNanos, identity);
    long waitSeconds = Math.ceilDiv(wait, TimeUnit.SECONDS.toNanos(1));
    tell(identity, new ServerMessage.FloorLeft(waitSeconds > 0 ? 0 : left, waitSeconds));
  }

  private void tell(Bytes identity, ServerMessage.FloorLeft message) {
    roster.ofIdentity(identity).forEach(member -> out.tellMember(member, message));
  }

  private void tellOf(long nowNanos, Bytes identity, boolean atOnce) {
    news.add(identity);
    tellAtNanos = atOnce ? nowNanos : Math.max(tellAtNanos, nowNanos);
  }

  /**
   * Does what is due.
   *
   * @return true when somebody is heard again
   */
  boolean handleTimeout(long nowNanos) {
    List<Bytes> rested = times.takeRested(nowNanos);
    for (Bytes identity : rested) {
      tellLeft(nowNanos, identity);
      tellOf(nowNanos, identity, true);
    }
    if (!news.isEmpty() && tellAtNanos <= nowNanos) {
      out.tellAll(new ServerMessage.RoomFloor(news.stream().map(this::share).toList()));
      news.clear();
      tellAtNanos = nowNanos + TELL_NANOS;
    }
    return !rested.isEmpty();
  }

  private FloorShare share(Bytes identity) {
    return new FloorShare(identity, steps(identity) * STEP_SECONDS, times.isResting(identity));
  }

  /** When {@link #handleTimeout} is due. */
  long dueAtNanos() {
    return Math.min(news.isEmpty() ? FloorTimes.NEVER : tellAtNanos, times.nextReturnNanos());
  }

  /** Those who have talked, as {@link FloorTimes#newest} gives them. */
  List<FloorTimes.Talk> newest(int most) {
    return times.newest(most);
  }

  /** Goes on with what was known elsewhere, and tells those who are here already. */
  void restore(List<FloorTimes.Talk> talks, int budgetSeconds, long shiftNanos) {
    times.setBudgetSeconds(budgetSeconds);
    times.restore(talks, shiftNanos);
    talks.stream()
        .map(FloorTimes.Talk::identity)
        .filter(identity -> !roster.ofIdentity(identity).isEmpty())
        .forEach(news::add);
  }

  /** Tells what is held of an identity here. */
  void tellHeld(long nowNanos, Bytes identity, SawList list) {
    list.addNanos(SawKind.TALKED, times.talkedNanos(identity));
    long left = times.leftNanos(nowNanos, identity);
    if (left != FloorTimes.NEVER) {
      list.addNanos(SawKind.TALK_LEFT, left);
    }
  }

  /** A member came, or came back, and has its welcome. */
  void welcomed(long nowNanos, Member member) {
    Set<Bytes> listed = new HashSet<>();
    List<FloorShare> shares = new ArrayList<>();
    for (Member here : roster.members()) {
      Bytes identity = here.identity();
      boolean hasTalked = steps(identity) > 0 || times.isResting(identity);
      if (hasTalked && shares.size() < LISTED && listed.add(identity)) {
        shares.add(share(identity));
      }
    }
    if (!shares.isEmpty()) {
      out.tellMember(member, new ServerMessage.RoomFloor(shares));
    }
    if (times.isResting(member.identity())) {
      tellLeft(nowNanos, member.identity());
    }
  }
}
