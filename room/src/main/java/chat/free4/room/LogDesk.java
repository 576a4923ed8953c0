package chat.free4.room;

import chat.free4.room.log.LogEntry;
import chat.free4.room.log.RoomLog;
import chat.free4.room.log.SignedEntry;
import chat.free4.room.member.Member;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.RateLimit;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalFault;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Where members hand in and fetch log entries: checks what they ask for, and how fast they are. */
final class LogDesk {
  /** So many seconds' worth of bytes a member may append at once. */
  static final int WRITE_BURST_SECONDS = 4;

  /** Bytes a member may read a second, once it has read a full log twice. */
  static final int READ_BYTES_PER_SECOND = 256 * 1024;

  private static final Pattern DOC = Pattern.compile("[a-z0-9.-]{1,64}");

  private final RoomLog log;
  private final RoomLimits limits;

  /** What came of a request. */
  sealed interface Outcome {
    /** It was refused, and nothing happened. */
    record Refused(SignalFault fault) implements Outcome {}

    /** It was answered, and concerns nobody else. */
    record Answered(ServerMessage.Result result) implements Outcome {}

    /** It was answered, and all must hear of it. */
    record Added(ServerMessage.AppendResult result, ServerMessage.LogEntry news)
        implements Outcome {}
  }

  LogDesk(RoomLog log, RoomLimits limits) {
    this.log = log;
    this.limits = limits;
  }

  /** The limit of a new member's writing. */
  RateLimit writing(long nowNanos) {
    long perSecond = limits.logBytesPerSecond();
    // one byte more than the largest entry: see weigh
    long atOnce = Math.max(perSecond * WRITE_BURST_SECONDS, limits.entryBytes() + 1L);
    return new RateLimit(nowNanos, perSecond, atOnce);
  }

  /** The limit of a new member's reading. */
  RateLimit reading(long nowNanos) {
    return new RateLimit(nowNanos, READ_BYTES_PER_SECOND, weigh(2 * limits.logBytes()));
  }

  Outcome append(long nowNanos, Member author, ClientMessage.LogAppend append) {
    if (!DOC.matcher(append.doc()).matches()) {
      return refused(SignalFault.invalidParams("doc"));
    }
    if (append.sequence() < 1 || append.sequence() > SignedEntry.MAX_SEQUENCE) {
      return refused(SignalFault.invalidParams("sequence"));
    }
    if (append.bytes().length() > limits.entryBytes()) {
      return refused(SignalFault.tooLarge(limits.entryBytes()));
    }
    LogEntry held = log.find(author.id(), append.sequence());
    if (held != null) {
      return new Outcome.Answered(new ServerMessage.AppendResult(held.cursor()));
    }
    long weight = weigh(append.bytes().length());
    if (!author.writing().take(nowNanos, weight)) {
      return busy(author.writing(), nowNanos, weight);
    }
    RoomLog.Appended appended =
        log.append(author.id(), append.doc(), append.sequence(), append.bytes());
    ServerMessage.AppendResult result = new ServerMessage.AppendResult(appended.cursor());
    LogEntry added = appended.added();
    return added == null
        ? new Outcome.Answered(result)
        : new Outcome.Added(
            result,
            new ServerMessage.LogEntry(
                added.cursor(),
                added.doc(),
                added.author().value(),
                added.sequence(),
                added.bytes()));
  }

  Outcome after(long nowNanos, Member reader, ClientMessage.LogAfter after) {
    if (after.cursor() < 0) {
      return refused(SignalFault.invalidParams("cursor"));
    }
    if (after.limit() != null && after.limit() < 1) {
      return refused(SignalFault.invalidParams("limit"));
    }
    int limit = after.limit() == null ? RoomLog.PAGE_ENTRIES : after.limit();
    RoomLog.Page page = log.after(after.cursor(), limit);
    long weight = weigh(page.bytes());
    if (!reader.reading().take(nowNanos, weight)) {
      return busy(reader.reading(), nowNanos, weight);
    }
    List<ServerMessage.Entry> entries = page.entries().stream().map(LogDesk::entry).toList();
    return new Outcome.Answered(new ServerMessage.AfterResult(entries, page.cursor(), page.more()));
  }

  /** Nothing is for nothing. */
  private static long weigh(long bytes) {
    return bytes + 1;
  }

  private static ServerMessage.Entry entry(LogEntry entry) {
    return new ServerMessage.Entry(
        entry.cursor(), entry.doc(), entry.author().value(), entry.sequence(), entry.bytes());
  }

  private static Outcome busy(RateLimit limit, long nowNanos, long weight) {
    long waitNanos = limit.waitNanos(nowNanos, weight);
    return refused(SignalFault.busy(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1));
  }

  private static Outcome refused(SignalFault fault) {
    return new Outcome.Refused(fault);
  }
}
