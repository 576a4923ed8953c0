package chat.free4.server.host;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.log.SignedEntry;
import chat.free4.room.signal.ServerMessage;
import chat.free4.server.robot.ChatLine;
import chat.free4.server.robot.GameEntry;
import chat.free4.server.sealing.RobotSeal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A robot's seat in a sealed room: its keys, and what it knows by them. Others of this server know
 * nothing of it, so each robot has its own company. Due when it has waited long enough for names.
 */
final class SealedSeat extends Deadlines.Timed {
  /** So long a robot waits, once it can read, for people to tell it their names. */
  static final long NAMES_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Set<String> READ = Set.of(ChatLine.DOC, GameEntry.DOC);

  final RobotSeal seal;
  private final Consumer<SealedSeat> onTime;
  private Company company = new Company(List.of());

  /** The robot was told that it sits here. */
  boolean hasBegun;

  /** {@code onTime} is called when names have been waited for. */
  SealedSeat(RobotSeal seal, Consumer<SealedSeat> onTime) {
    this.seal = seal;
    this.onTime = onTime;
  }

  /** It has come in, and has shown its key. */
  void entered(
      long nowNanos, List<ServerMessage.MemberInfo> members, ServerMessage.SealResult keys) {
    company = new Company(members.stream().map(SealedSeat::nameless).toList());
    seal.entered(nowNanos, members, keys);
  }

  /** Whom it knows. */
  Company company() {
    return company;
  }

  /** What members are told, with what it can read of it; null where that is nothing. */
  ServerMessage.@Nullable Notification opened(ServerMessage.Notification message) {
    return switch (message) {
      case ServerMessage.LogEntry entry -> opened(entry);
      case ServerMessage.MemberJoined(var member) ->
          new ServerMessage.MemberJoined(nameless(member));
      case ServerMessage.MemberChanged(long number, Bytes profile, var muted, var line, var media)
          when profile != null -> {
        Bytes read = seal.openProfile(number, profile);
        yield read == null
            ? null
            : new ServerMessage.MemberChanged(number, read, muted, line, media);
      }
      default -> message;
    };
  }

  private ServerMessage.@Nullable LogEntry opened(ServerMessage.LogEntry entry) {
    if (!READ.contains(entry.doc())
        || !(SignedEntry.decode(entry.bytes())
            instanceof SignedEntry.Reading.Accepted(SignedEntry signed))) {
      return null;
    }
    MemberId author = new MemberId(entry.author());
    Bytes body = seal.open(entry.doc(), author, signed.body());
    if (body == null) {
      return null;
    }
    // What is signed is the sealed body: who reads this looks at what was in it alone.
    SignedEntry read =
        new SignedEntry(signed.certificate(), signed.sequence(), signed.signature(), body);
    return new ServerMessage.LogEntry(
        entry.cursor(), entry.doc(), entry.author(), entry.sequence(), read.encode());
  }

  /** What a member says of itself is sealed, and for those who were there. */
  private static ServerMessage.MemberInfo nameless(ServerMessage.MemberInfo member) {
    return new ServerMessage.MemberInfo(
        member.number(),
        member.id(),
        member.identity(),
        member.device(),
        Bytes.EMPTY,
        member.muted(),
        member.connection(),
        member.hasMedia(),
        member.robot());
  }

  @Override
  void handleTimeout(long nowNanos) {
    onTime.accept(this);
  }
}
