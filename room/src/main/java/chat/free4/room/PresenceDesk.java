package chat.free4.room;

import chat.free4.room.member.Connection;
import chat.free4.room.member.LeaveReason;
import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How members stand: whose line is lost, back, given up for good; what they say of themselves; and
 * when the others are told of it.
 */
final class PresenceDesk {
  /** A closed page is gone after this time: a reload takes less. */
  static final long CLOSED_PAGE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** The others see "reconnecting" this long after a line broke: most come back before. */
  static final long SHOW_LOSS_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** One member's changes are told so far apart: who toggles fast costs the others little. */
  static final long CHANGE_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Roster roster;
  private final Outbox out;
  private final long graceNanos;
  private final int profileBytes;

  PresenceDesk(Roster roster, Outbox out, RoomLimits limits) {
    this.roster = roster;
    this.out = out;
    this.graceNanos = TimeUnit.MILLISECONDS.toNanos(limits.graceMillis());
    this.profileBytes = limits.profileBytes();
  }

  /** No word from a session for two seconds. */
  void silent(long nowNanos, long session) {
    Member member = roster.bySession(session);
    if (member != null && !member.isLost()) {
      member.lose(nowNanos, nowNanos + graceNanos, LeaveReason.LOST);
      roster.setSilent(member, true);
      showLoss(nowNanos, member);
    }
  }

  /** A word again from a session that was silent. */
  void heard(long nowNanos, long session) {
    Member member = roster.bySession(session);
    if (member != null) {
      member.keep();
      roster.setSilent(member, false);
      member.setConnection(Connection.CONNECTED);
      tellChange(nowNanos, member);
    }
  }

  /** A WebSocket closed, with what code. */
  void closed(long nowNanos, long session, int code) {
    Member member = roster.bySession(session);
    if (member == null) {
      return;
    }
    roster.detach(member);
    if (code == CloseCode.GOING_AWAY.code() || code == CloseCode.PAGE_GONE.code()) {
      long goneAt = Math.min(member.leaveAtNanos(), nowNanos + CLOSED_PAGE_NANOS);
      member.lose(Member.NEVER, goneAt, LeaveReason.CLOSED);
    } else if (!member.isLost()) {
      member.lose(nowNanos + SHOW_LOSS_NANOS, nowNanos + graceNanos, LeaveReason.LOST);
    }
    roster.reschedule(member);
  }

  /** A member changes what others see of it; gives why not, if it was not done. */
  @Nullable SignalFault update(
      long nowNanos, long session, long id, Member member, ClientMessage.MemberUpdate update) {
    if (update.profile() != null && update.profile().length() > profileBytes) {
      return SignalFault.of(SignalError.PROFILE_INVALID);
    }
    if (update.profile() != null) {
      member.setProfile(update.profile());
    }
    if (update.muted() != null) {
      member.setMuted(update.muted());
    }
    out.reply(session, id, new ServerMessage.Done());
    tellChange(nowNanos, member);
    return null;
  }

  /** The others learn that a line is lost. */
  void showLoss(long nowNanos, Member member) {
    member.takeLoss(nowNanos);
    member.setConnection(Connection.RECONNECTING);
    tellChange(nowNanos, member);
  }

  /** Tells the others now, or when the member's last change is old enough. */
  void tellChange(long nowNanos, Member member) {
    if (member.mayTell(nowNanos)) {
      tellNow(nowNanos, member);
    }
    roster.reschedule(member);
  }

  /** Tells the others now what they have not been told yet. */
  void tellNow(long nowNanos, Member member) {
    if (member.hasNews()) {
      out.tellAll(member.takeNews());
      member.setQuietUntil(nowNanos + CHANGE_INTERVAL_NANOS);
    }
  }
}
