package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.log.LogEntry;
import chat.free4.room.log.RoomLog;
import chat.free4.room.log.SignedEntry;
import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.RateLimit;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalFault;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What members share: hands in and fetches log entries, checks what they ask for, and how fast. */
final class LogDesk {
  /** So many seconds' worth of bytes a member may append at once. */
  static final int WRITE_BURST_SECONDS = 4;

  /** Bytes a member may read a second, once it has read a full log twice. */
  static final int READ_BYTES_PER_SECOND = 256 * 1024;

  /** Names of documents. */
  static final Pattern DOC = Pattern.compile("[a-z0-9.-]{1,64}");

  private final RoomLog log;
  private final SlowMode slowMode;
  private final RoomLimits limits;
  private final Outbox out;
  private final SettlingDesk settling;
  private final PassingDesk passing;

  LogDesk(RoomLog log, SlowMode slowMode, RoomLimits limits, Roster roster, Outbox out) {
    this.log = log;
    this.slowMode = slowMode;
    this.limits = limits;
    this.out = out;
    this.settling = new SettlingDesk(roster, log, out);
    this.passing = new PassingDesk(out);
  }

  /** A request; gives why it is refused, or null when it was answered. */
  @Nullable SignalFault handle(
      long nowNanos, long session, long id, Member member, ClientMessage.Shared message) {
    return switch (message) {
      case ClientMessage.LogAppend append -> append(nowNanos, session, id, member, append);
      case ClientMessage.LogAfter after -> after(nowNanos, session, id, member, after);
      case ClientMessage.LogSettle said -> settling.settle(session, id, member, said);
      case ClientMessage.PresenceTell told ->
          passing.tell(nowNanos, session, id, member, told.bytes());
    };
  }

  /** The limit of a new member's writing. */
  private RateLimit writing(long nowNanos) {
    long perSecond = limits.logBytesPerSecond();
    // one byte more than the largest entry: see weigh
    long atOnce = Math.max(perSecond * WRITE_BURST_SECONDS, limits.entryBytes() + 1L);
    return new RateLimit(nowNanos, perSecond, atOnce);
  }

  /** The limit of a new member's reading. */
  private RateLimit reading(long nowNanos) {
    return new RateLimit(nowNanos, READ_BYTES_PER_SECOND, weigh(2 * limits.logBytes()));
  }

  /** Somebody who comes in, as far as the log has to do with it. */
  Member newMember(long nowNanos, int number, Admission admission) {
    return new Member(
        nowNanos,
        number,
        admission.member(),
        admission.identity(),
        admission.device(),
        admission.profile(),
        Boolean.TRUE.equals(admission.muted()),
        log.cursor(),
        writing(nowNanos),
        reading(nowNanos));
  }

  /** The highest sequence seen from an author here; 0 when none. */
  long newestSequence(MemberId author) {
    return log.newestSequence(author);
  }

  /** What a member has said, in words, as a caption is shown. */
  void caption(long nowNanos, Member member, Bytes caption) {
    passing.show(nowNanos, member, caption);
  }

  /** Takes an entry, and tells all of it; gives why not, if it does not. */
  private @Nullable SignalFault append(
      long nowNanos, long session, long id, Member author, ClientMessage.LogAppend append) {
    if (!DOC.matcher(append.doc()).matches()) {
      return SignalFault.invalidParams("doc");
    }
    if (append.sequence() < 1 || append.sequence() > SignedEntry.MAX_SEQUENCE) {
      return SignalFault.invalidParams("sequence");
    }
    if (append.bytes().length() > limits.entryBytes()) {
      return SignalFault.tooLarge(limits.entryBytes());
    }
    LogEntry held = log.find(author.id(), append.sequence());
    if (held != null) {
      out.reply(session, id, new ServerMessage.AppendResult(held.cursor()));
      return null;
    }
    // What was said before the room came here is no new message.
    boolean isNew = !log.isBroughtBack(author.id(), append.sequence());
    long slowNanos = isNew ? slowMode.waitNanos(nowNanos, author.identity(), append.doc()) : 0;
    if (slowNanos > 0) {
      return SignalFault.slowMode(millis(slowNanos));
    }
    long weight = weigh(append.bytes().length());
    if (!author.writing().take(nowNanos, weight)) {
      return busy(author.writing(), nowNanos, weight);
    }
    RoomLog.Appended appended =
        log.append(author.id(), append.doc(), append.sequence(), append.bytes());
    out.reply(session, id, new ServerMessage.AppendResult(appended.cursor()));
    LogEntry added = appended.added();
    if (added != null) {
      if (isNew) {
        slowMode.wrote(nowNanos, author.identity(), added.doc());
      }
      out.tellAll(
          new ServerMessage.LogEntry(
              added.cursor(),
              added.doc(),
              added.author().value(),
              added.sequence(),
              added.bytes()));
    }
    return null;
  }

  /** Answers with a page of the log; gives why not, if it does not. */
  private @Nullable SignalFault after(
      long nowNanos, long session, long id, Member reader, ClientMessage.LogAfter after) {
    if (after.cursor() < 0) {
      return SignalFault.invalidParams("cursor");
    }
    if (after.limit() != null && after.limit() < 1) {
      return SignalFault.invalidParams("limit");
    }
    int limit = after.limit() == null ? RoomLog.PAGE_ENTRIES : after.limit();
    RoomLog.Page page = log.after(after.cursor(), limit);
    long weight = weigh(page.bytes());
    if (!reader.reading().take(nowNanos, weight)) {
      return busy(reader.reading(), nowNanos, weight);
    }
    if (after.cursor() == 0) {
      settling.tellSettled(session);
    }
    List<ServerMessage.Entry> entries = page.entries().stream().map(LogDesk::entry).toList();
    out.reply(session, id, new ServerMessage.AfterResult(entries, page.cursor(), page.more()));
    return null;
  }

  /** Nothing is for nothing. */
  private static long weigh(long bytes) {
    return bytes + 1;
  }

  private static ServerMessage.Entry entry(LogEntry entry) {
    return new ServerMessage.Entry(
        entry.cursor(), entry.doc(), entry.author().value(), entry.sequence(), entry.bytes());
  }

  private static SignalFault busy(RateLimit limit, long nowNanos, long weight) {
    return SignalFault.busy(millis(limit.waitNanos(nowNanos, weight)));
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
  }
}
