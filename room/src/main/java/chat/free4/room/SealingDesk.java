package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import chat.free4.room.member.Member;
import chat.free4.room.saw.SawKind;
import chat.free4.room.saw.SawList;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.RateLimit;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where members of a sealed room hand each other what their keys come from (protocol/epochs.md).
 * The server passes it on and keeps the newest commit for who was away; it can open none of it, and
 * checks no more than forms and limits: members verify.
 */
final class SealingDesk {
  /** Certificate, sealing key and signature. */
  static final int SHOWN_BYTES = 160;

  /** Members that a commit has room for. */
  static final int MAX_SEALED_MEMBERS = 200;

  private static final int COMMIT_HEADER_BYTES = 93;
  private static final int BOX_BYTES = 96;
  private static final int SIGNATURE_BYTES = 64;

  /** The largest commit. */
  static final int MAX_COMMIT_BYTES =
      COMMIT_HEADER_BYTES + MAX_SEALED_MEMBERS * BOX_BYTES + SIGNATURE_BYTES;

  /** Commits of one member a second, on average: each goes to everybody. */
  static final int COMMITS_PER_SECOND = 4;

  /** Commits of one member at once. */
  static final int COMMITS_AT_ONCE = 8;

  /** Key ids fill six bytes. */
  static final long MIN_KID = 1L << 40;

  /** The highest key id. */
  static final long MAX_KID = (1L << 48) - 1;

  /**
   * How far an epoch may be above the newest. Else one member could take the last number there is,
   * and no other commit would ever count: whoever is removed then would go on hearing.
   */
  static final long MAX_EPOCH_STEP = 1L << 30;

  private static final byte VERSION = 1;
  private static final long MAX_EPOCH = (1L << 53) - 1;

  private final RoomId room;
  private final boolean isSealed;
  private final Outbox out;
  private final Map<Integer, Shown> shown = new LinkedHashMap<>();
  private @Nullable Commit newest;

  /** What a member has shown and named. */
  private static final class Shown {
    final RateLimit commits;
    Bytes bytes;
    @Nullable Long epoch;
    @Nullable Long kid;

    Shown(long nowNanos, Bytes bytes) {
      this.commits = new RateLimit(nowNanos, COMMITS_PER_SECOND, COMMITS_AT_ONCE);
      this.bytes = bytes;
    }
  }

  private record Commit(long epoch, Bytes hash, Bytes bytes) {
    /** A later epoch; of two of the same, the lower hash: members settle in the same way. */
    boolean isNewerThan(@Nullable Commit other) {
      if (other == null || epoch != other.epoch) {
        return other == null || epoch > other.epoch;
      }
      return Arrays.compareUnsigned(hash.toArray(), other.hash.toArray()) < 0;
    }
  }

  SealingDesk(RoomId room, boolean isSealed, Outbox out) {
    this.room = room;
    this.isSealed = isSealed;
    this.out = out;
  }

  /** A request; gives why it is refused, or null when it was answered. */
  @Nullable SignalFault handle(
      long nowNanos, long session, long id, Member member, ClientMessage.Sealing message) {
    if (!isSealed) {
      return SignalFault.of(SignalError.NOT_SEALED);
    }
    return switch (message) {
      case ClientMessage.SealJoin join -> join(nowNanos, session, id, member, join.shown());
      case ClientMessage.EpochCommit commit ->
          commit(nowNanos, session, id, member, commit.commit());
      case ClientMessage.MediaKey key -> name(session, id, member, key);
    };
  }

  /** Tells what is held of a member here. */
  void tellHeld(Member member, SawList list) {
    Shown own = shown.get(member.number());
    if (own == null) {
      return;
    }
    list.add(SawKind.SEALING_KEY, own.bytes);
    if (own.kid != null) {
      list.add(SawKind.VOICE_KEY, own.kid);
    }
  }

  /** The keys that members have shown, and the newest commit. */
  ServerMessage.SealResult shownKeys() {
    return new ServerMessage.SealResult(
        shown.entrySet().stream().map(SealingDesk::describe).toList(),
        newest == null ? null : newest.bytes);
  }

  /** Somebody is gone for good. */
  void left(Member member) {
    shown.remove(member.number());
  }

  private @Nullable SignalFault join(
      long nowNanos, long session, long id, Member member, Bytes bytes) {
    if (bytes.length() != SHOWN_BYTES) {
      return SignalFault.invalidParams("shown");
    }
    Shown held = shown.get(member.number());
    boolean isNews = held == null || !held.bytes.equals(bytes);
    if (held == null) {
      shown.put(member.number(), new Shown(nowNanos, bytes));
    } else if (isNews) {
      held.bytes = bytes;
      held.epoch = null;
      held.kid = null;
    }
    out.reply(session, id, shownKeys());
    if (isNews) {
      out.tellAll(new ServerMessage.SealJoined(number(member), bytes));
    }
    return null;
  }

  private @Nullable SignalFault commit(
      long nowNanos, long session, long id, Member member, Bytes bytes) {
    Shown author = shown.get(member.number());
    if (author == null) {
      return SignalFault.of(SignalError.NOT_SEALED);
    }
    Commit commit = read(bytes);
    if (commit == null || (newest != null && commit.epoch - newest.epoch > MAX_EPOCH_STEP)) {
      return SignalFault.invalidParams("commit");
    }
    if (!author.commits.take(nowNanos, 1)) {
      long waitNanos = author.commits.waitNanos(nowNanos, 1);
      return SignalFault.busy(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1);
    }
    if (!commit.isNewerThan(newest)) {
      return SignalFault.of(SignalError.EPOCH_STALE);
    }
    newest = commit;
    out.reply(session, id, new ServerMessage.Done());
    out.tellAll(new ServerMessage.EpochChanged(bytes));
    return null;
  }

  private @Nullable SignalFault name(
      long session, long id, Member member, ClientMessage.MediaKey key) {
    Shown speaker = shown.get(member.number());
    if (speaker == null) {
      return SignalFault.of(SignalError.NOT_SEALED);
    }
    if (key.kid() < MIN_KID || key.kid() > MAX_KID) {
      return SignalFault.invalidParams("kid");
    }
    speaker.epoch = key.epoch();
    speaker.kid = key.kid();
    out.add(new RoomEffect.RegisterKey(member.number(), key.kid()));
    out.reply(session, id, new ServerMessage.Done());
    out.tellAll(new ServerMessage.MediaKeyNamed(number(member), key.epoch(), key.kid()));
    return null;
  }

  /** What of a commit says how new it is; null for what has not the form of one. */
  private @Nullable Commit read(Bytes bytes) {
    int boxes = bytes.length() - COMMIT_HEADER_BYTES - SIGNATURE_BYTES;
    if (boxes < 0 || boxes % BOX_BYTES != 0 || bytes.length() > MAX_COMMIT_BYTES) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray());
    boolean isCommit = buffer.get() == VERSION;
    long epoch = buffer.getLong();
    if (!isCommit || epoch < 1 || epoch > MAX_EPOCH) {
      return null;
    }
    Bytes body = bytes.slice(0, bytes.length() - SIGNATURE_BYTES);
    Bytes hash = Transcript.of("free4chat epoch 1").add(room.value()).add(body).sha256();
    return new Commit(epoch, hash, bytes);
  }

  private static ServerMessage.SealedMember describe(Map.Entry<Integer, Shown> entry) {
    Shown held = entry.getValue();
    long number = Integer.toUnsignedLong(entry.getKey());
    return new ServerMessage.SealedMember(number, held.bytes, held.epoch, held.kid);
  }

  private static long number(Member member) {
    return Integer.toUnsignedLong(member.number());
  }
}
