package chat.free4.room.member;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.signal.ServerMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a room: by number, by id, by session, and by what is due next. A member has one session
 * at most, and a session one member.
 */
public final class Roster {
  private final Map<Integer, Seat> byNumber = new LinkedHashMap<>();
  private final Map<MemberId, Seat> byId = new HashMap<>();
  private final Map<Long, Seat> bySession = new LinkedHashMap<>();
  private final TreeSet<Seat> due =
      new TreeSet<>(
          Comparator.comparingLong((Seat seat) -> seat.dueAtNanos)
              .thenComparingInt(seat -> seat.member.number()));
  private long @Nullable [] sessions;
  private int lastNumber;
  private int silent;
  private int robots;

  /** A member's place in all the orders. */
  private static final class Seat {
    final Member member;
    @Nullable Long session;
    boolean silent;
    long dueAtNanos = Member.NEVER;

    Seat(Member member) {
      this.member = member;
    }
  }

  /** An empty roster, whose first member gets number 1. */
  public Roster() {
    this(0);
  }

  Roster(int lastNumber) {
    this.lastNumber = lastNumber;
  }

  /**
   * The number that the next new member gets: counted up, so that one that was just given up is not
   * given to another; never 0; after 2^32 of them, none that is still in use.
   */
  public int nextNumber() {
    int number = lastNumber + 1;
    while (number == 0 || byNumber.containsKey(number)) {
      number++;
    }
    return number;
  }

  /** Adds a member that has no session yet. */
  public void add(Member member) {
    if (byId.containsKey(member.id()) || byNumber.containsKey(member.number())) {
      throw new IllegalStateException("a member is added once");
    }
    Seat seat = new Seat(member);
    byNumber.put(member.number(), seat);
    byId.put(member.id(), seat);
    robots += member.isRobot() ? 1 : 0;
    lastNumber = member.number();
  }

  /** Forgets a member, its session and what was due. */
  public void remove(Member member) {
    detach(member);
    Seat seat = seat(member);
    due.remove(seat);
    robots -= member.isRobot() ? 1 : 0;
    byNumber.remove(member.number());
    byId.remove(member.id());
  }

  /** Gives a member a session, which it hadn't. */
  public void attach(Member member, long session) {
    Seat seat = seat(member);
    if (seat.session != null || bySession.putIfAbsent(session, seat) != null) {
      throw new IllegalStateException("a session has one member, a member one session");
    }
    seat.session = session;
    sessions = null;
  }

  /** Takes a member's session from it, if it has one. */
  public void detach(Member member) {
    Seat seat = seat(member);
    Long session = seat.session;
    if (session != null) {
      setSilent(member, false);
      seat.session = null;
      bySession.remove(session);
      sessions = null;
    }
  }

  /** Whether a member that has a session says nothing on it. */
  public void setSilent(Member member, boolean value) {
    Seat seat = seat(member);
    if (seat.silent != value) {
      seat.silent = value;
      silent += value ? 1 : -1;
    }
  }

  /** Members that are robots. */
  public int robots() {
    return robots;
  }

  /** Members with a session on which something was heard lately; robots always. */
  public int connected() {
    return bySession.size() - silent;
  }

  /** The member's session; null when it has none. */
  public @Nullable Long sessionOf(Member member) {
    return seat(member).session;
  }

  /** The member of a number; null when there is none. */
  public @Nullable Member byNumber(int number) {
    return memberOf(byNumber.get(number));
  }

  /** The member of an id; null when there is none. */
  public @Nullable Member byId(MemberId id) {
    return memberOf(byId.get(id));
  }

  /** The member of a session; null when there is none. */
  public @Nullable Member bySession(long session) {
    return memberOf(bySession.get(session));
  }

  /** All members, in the order they came. */
  public List<Member> members() {
    List<Member> members = new ArrayList<>(byNumber.size());
    for (Seat seat : byNumber.values()) {
      members.add(seat.member);
    }
    return members;
  }

  /** All members of an identity: one for each device. */
  public List<Member> ofIdentity(Bytes identity) {
    List<Member> members = new ArrayList<>();
    for (Seat seat : byNumber.values()) {
      if (seat.member.identity().equals(identity)) {
        members.add(seat.member);
      }
    }
    return members;
  }

  /** The open sessions: a snapshot, made anew only after one came or went. */
  public long[] sessions() {
    long[] snapshot = sessions;
    if (snapshot == null) {
      snapshot = new long[bySession.size()];
      int count = 0;
      for (long session : bySession.keySet()) {
        snapshot[count++] = session;
      }
      sessions = snapshot;
    }
    return snapshot;
  }

  /** All members as the others know them, in the order they came. */
  public List<ServerMessage.MemberInfo> infos() {
    List<ServerMessage.MemberInfo> infos = new ArrayList<>(byNumber.size());
    for (Seat seat : byNumber.values()) {
      infos.add(seat.member.info());
    }
    return infos;
  }

  /** Members, those without a session included. */
  public int size() {
    return byNumber.size();
  }

  /** Notes when something is due for a member, after that has changed. */
  public void reschedule(Member member) {
    Seat seat = seat(member);
    due.remove(seat);
    seat.dueAtNanos = member.dueAtNanos();
    if (seat.dueAtNanos != Member.NEVER) {
      due.add(seat);
    }
  }

  /** When something is due for somebody; {@link Member#NEVER} when nothing is. */
  public long dueAtNanos() {
    return due.isEmpty() ? Member.NEVER : due.first().dueAtNanos;
  }

  /** Somebody for whom something is due by now; null when nobody. Reschedule or remove it. */
  public @Nullable Member firstDue(long nowNanos) {
    return dueAtNanos() <= nowNanos && !due.isEmpty() ? due.first().member : null;
  }

  private Seat seat(Member member) {
    Seat seat = byNumber.get(member.number());
    if (seat == null) {
      throw new IllegalStateException("no member of this room");
    }
    return seat;
  }

  private static @Nullable Member memberOf(@Nullable Seat seat) {
    return seat == null ? null : seat.member;
  }
}
