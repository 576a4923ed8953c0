package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.log.RoomLog;
import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.ActLedger;
import chat.free4.room.moderation.ActingModeration;
import chat.free4.room.moderation.AddressBans;
import chat.free4.room.moderation.Returning;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.snapshot.RoomSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what no member holds, for another node, and goes on with what one wrote down. */
final class SnapshotDesk {
  private final RoomId room;
  private final WelcomeDesk welcomes;
  private final ModerationDesk moderation;
  private final ActingModeration acting;
  private final Returning returning;
  private final FloorDesk floor;
  private final RoomLog log;
  private final RobotDesk robots;

  SnapshotDesk(
      RoomId room,
      WelcomeDesk welcomes,
      ModerationDesk moderation,
      FloorDesk floor,
      RoomLog log,
      RobotDesk robots) {
    this.room = room;
    this.welcomes = welcomes;
    this.moderation = moderation;
    this.acting = moderation.acting();
    this.returning = moderation.returning();
    this.floor = floor;
    this.log = log;
    this.robots = robots;
  }

  /** Null while nobody has come. */
  @Nullable RoomSnapshot make(long nowNanos) {
    return moderation.hasRules()
        ? new RoomSnapshot(
            nowNanos,
            welcomes.createdNanos(),
            rules(),
            floor.newest(RoomSnapshot.MAX_TALKS),
            moderation.slowMode().newest(RoomSnapshot.MAX_WRITES),
            log.newestSequences(RoomSnapshot.MAX_SEQUENCES),
            moderation.addressBans().newest(nowNanos, RoomSnapshot.MAX_ADDRESS_BANS),
            robots.seats())
        : null;
  }

  private RoomSnapshot.Rules rules() {
    ActLedger ledger = moderation.ledger();
    Bytes awaitedHead = returning.head();
    List<Bytes> order = acting.order();
    return new RoomSnapshot.Rules(
        ledger.root(),
        ledger.firstOwner(),
        awaitedHead == null ? ledger.head() : awaitedHead,
        ledger.summaryOf(moderation.state()),
        order.stream().limit(RoomSnapshot.MAX_PRESENT).toList(),
        order.size() <= RoomSnapshot.MAX_PRESENT,
        ledger.hands().acts().values().stream().limit(RoomSnapshot.MAX_HANDS).toList());
  }

  void restore(long nowNanos, RoomSnapshot snapshot, long ageNanos) {
    long shiftNanos = nowNanos - ageNanos - snapshot.atNanos();
    RoomSnapshot.Rules rules = snapshot.rules();
    welcomes.restore(snapshot.createdNanos() + shiftNanos);
    log.restoreSequences(snapshot.sequences());
    moderation.slowMode().restore(snapshot.writes(), shiftNanos);
    Bytes moderator = moderation.moderatorHere();
    boolean goesOn =
        returning.isYoung(nowNanos) && moderation.goOn(rules.root(), rules.firstOwner());
    if (goesOn) {
      ActLedger ledger = moderation.ledger();
      List<Bytes> present = rules.isPresentWhole() ? rules.present() : null;
      returning.restore(ledger, rules.state(), rules.head(), present);
      acting.restore(rules.present());
      rules.hands().forEach(act -> raise(ledger, act));
      moderation.addressBans().restore(nowNanos, stillBanned(snapshot), shiftNanos);
    }
    if (returning.isYoung(nowNanos) && moderation.hasRules()) {
      robots.restore(snapshot.robots());
    }
    int budgetSeconds = moderation.hasRules() ? moderation.state().floorSeconds() : 0;
    floor.restore(snapshot.talks(), budgetSeconds, shiftNanos);
    moderation.settleAnew(moderator);
  }

  /** What comes late must not undo that somebody was let in again. */
  private List<AddressBans.Ban> stillBanned(RoomSnapshot snapshot) {
    return snapshot.addressBans().stream()
        .filter(ban -> moderation.state().isBanned(ban.identity()))
        .toList();
  }

  /** True where that is about somebody or something that was here before the room came here. */
  boolean isOfBefore(long nowNanos, ServerMessage.Notification message) {
    return switch (message) {
      case ServerMessage.MemberJoined(var member) ->
          returning.mayReturn(nowNanos, member.identity());
      case ServerMessage.LogEntry entry ->
          log.isBroughtBack(new MemberId(entry.author()), entry.sequence());
      default -> false;
    };
  }

  /** Nodes trust each other; browsers look at the signature. */
  private void raise(ActLedger ledger, Bytes bytes) {
    if (SignedAct.decode(bytes) instanceof SignedAct.Reading.Accepted(SignedAct act)
        && act.kind() == ActKind.HAND
        && act.room().equals(room)
        && act.previous().equals(ledger.root())) {
      ledger.hands().add(act, bytes);
    }
  }

  /** Ends the first minute. */
  void handleTimeout(long nowNanos) {
    if (returning.dueAtNanos() <= nowNanos) {
      Bytes moderator = moderation.moderatorHere();
      returning.end();
      acting.forgetAbsent();
      moderation.ledger().hands().keep(acting::isHere);
      moderation.settleAnew(moderator);
    }
  }

  /** When {@link #handleTimeout} is due. */
  long dueAtNanos() {
    return returning.dueAtNanos();
  }
}
