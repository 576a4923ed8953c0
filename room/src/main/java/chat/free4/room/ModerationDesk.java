package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.ActLedger;
import chat.free4.room.moderation.ActLedger.HeldAct;
import chat.free4.room.moderation.ActingModeration;
import chat.free4.room.moderation.AddressBans;
import chat.free4.room.moderation.ModerationState;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.RateLimit;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.ServerMessage.RoomChanged;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where members hand in acts, and what follows from these: who comes in, and who is heard. */
final class ModerationDesk {
  /** Acts of all together a second, on average: each goes to everybody. */
  static final int ACTS_PER_SECOND = 5;

  /** Acts at once. */
  static final int ACTS_AT_ONCE = 40;

  private final RoomId room;
  private final Bytes root;
  private final Roster roster;
  private final Outbox out;
  private final ActingModeration acting = new ActingModeration();
  private final AddressBans addressBans;
  private final RateLimit rate;

  /** Where each member came from last. */
  private final Map<Integer, Bytes> marks = new HashMap<>();

  /** Members whom the media plane was told not to forward. */
  private final Set<Integer> silenced = new HashSet<>();

  /** Made for the first who comes: the room is theirs. */
  private @Nullable ActLedger ledger;

  /** What came of an act. */
  sealed interface Outcome {
    /** It was refused, and nothing happened. */
    record Refused(SignalFault fault) implements Outcome {}

    /**
     * It was done, and all were told.
     *
     * @param removed who is to go
     */
    record Done(HeldAct held, List<Member> removed) implements Outcome {}
  }

  /** A desk of a room that nobody has entered; {@code root} is what its first act follows. */
  ModerationDesk(
      long nowNanos, RoomId room, Bytes root, Roster roster, Outbox out, RoomLimits limits) {
    this.room = room;
    this.root = root;
    this.roster = roster;
    this.out = out;
    this.addressBans = new AddressBans(TimeUnit.MINUTES.toNanos(limits.banMinutes()));
    this.rate = new RateLimit(nowNanos, ACTS_PER_SECOND, ACTS_AT_ONCE);
  }

  private ActLedger ledger() {
    return Objects.requireNonNull(ledger, "nobody has come yet");
  }

  private ModerationState state() {
    return ledger().state();
  }

  /** Whose word counts by being here; asked only while somebody is. */
  Bytes moderator() {
    return Objects.requireNonNull(acting.moderator(state()), "nobody is here");
  }

  /** True for one whose word counts, here or away. */
  boolean mayModerate(Member member) {
    return state().mayModerate(member.identity(), moderator());
  }

  /** Why one who is no member of the room does not come in; null when it does. */
  @Nullable SignalFault refusal(long nowNanos, Admission admission, Bytes mark) {
    if (ledger == null || roster.size() == 0) {
      return null;
    }
    Bytes identity = admission.identity();
    if (state().isBanned(identity)) {
      return SignalFault.of(SignalError.BANNED);
    }
    if (acting.isHere(identity) || state().mayModerate(identity, moderator())) {
      return null;
    }
    if (addressBans.isBanned(nowNanos, mark)) {
      return SignalFault.of(SignalError.ADDRESS_BANNED);
    }
    return state().isLocked() ? SignalFault.of(SignalError.ROOM_LOCKED) : null;
  }

  /** A member came; gives what the others must hear of it, if anything. */
  @Nullable RoomChanged joined(Member member, Bytes mark) {
    if (ledger == null) {
      ledger = new ActLedger(room, root, member.identity());
    }
    Bytes former = acting.moderator(state());
    acting.handleJoined(member.number(), member.identity());
    marks.put(member.number(), mark);
    settleSilence(member);
    return sinceModerator(former);
  }

  /** A member came back, from there. */
  void resumed(Member member, Bytes mark) {
    marks.put(member.number(), mark);
  }

  /** A member is gone for good; gives what the others must hear of it, if anything. */
  @Nullable RoomChanged left(Member member) {
    Bytes former = acting.moderator(state());
    acting.handleLeft(member.number());
    marks.remove(member.number());
    silenced.remove(member.number());
    return sinceModerator(former);
  }

  private @Nullable RoomChanged sinceModerator(@Nullable Bytes former) {
    Bytes moderator = acting.moderator(state());
    return moderator == null || Objects.equals(moderator, former)
        ? null
        : new RoomChanged(null, null, null, moderator);
  }

  /** What is said of the acts in a welcome. */
  ServerMessage.ActsInfo info() {
    List<ServerMessage.ActInfo> acts = ledger().acts().stream().map(ModerationDesk::info).toList();
    return new ServerMessage.ActsInfo(ledger().root(), ledger().firstOwner(), acts);
  }

  private static ServerMessage.ActInfo info(HeldAct held) {
    return new ServerMessage.ActInfo(held.act().encode(), held.moderator());
  }

  /** An act as a member sent it. */
  Outcome act(long nowNanos, Member member, Bytes bytes) {
    if (!rate.take(nowNanos, 1)) {
      long waitNanos = rate.waitNanos(nowNanos, 1);
      return refused(SignalFault.busy(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1));
    }
    SignalFault fault =
        switch (SignedAct.decode(bytes)) {
          case SignedAct.Reading.Accepted(SignedAct act) -> check(member, act);
          case SignedAct.Reading.Refused(var reason) -> SignalFault.of(reason.error());
        };
    if (fault != null) {
      return refused(fault);
    }
    Bytes moderator = moderator();
    return switch (ledger().add(bytes, moderator)) {
      case ActLedger.Outcome.Refused(var reason) -> refused(SignalFault.of(reason.error()));
      case ActLedger.Outcome.Added(HeldAct held) -> done(nowNanos, held, moderator);
    };
  }

  /** What only the room can know: who hands it in, and who is here. */
  private @Nullable SignalFault check(Member member, SignedAct act) {
    DeviceCertificate signer = act.certificate();
    if (!MemberId.of(signer.identity(), signer.device()).equals(member.id())) {
      return SignalFault.of(SignalError.ACT_OF_ANOTHER);
    }
    boolean needsPresence = act.kind() == ActKind.KICK || act.kind() == ActKind.OWNER;
    return needsPresence && !acting.isHere(act.subject())
        ? SignalFault.of(SignalError.ACT_WITHOUT_SUBJECT)
        : null;
  }

  private Outcome done(long nowNanos, HeldAct held, Bytes formerModerator) {
    out.tellAll(new ServerMessage.RoomActs(List.of(info(held))));
    out.tellAll(sinceModerator(formerModerator));
    SignedAct act = held.act();
    List<Member> concerned = roster.ofIdentity(act.subject());
    if (act.kind() == ActKind.BAN) {
      for (Member member : concerned) {
        addressBans.add(nowNanos, marks.getOrDefault(member.number(), Bytes.EMPTY), act.subject());
      }
    } else if (act.kind() == ActKind.UNBAN) {
      addressBans.removeOf(act.subject());
    }
    boolean removes = act.kind() == ActKind.KICK || act.kind() == ActKind.BAN;
    if (!removes) {
      concerned.forEach(this::settleSilence);
    }
    return new Outcome.Done(held, removes ? concerned : List.of());
  }

  /** Tells the media plane whether a member is heard, where that has changed. */
  private void settleSilence(Member member) {
    boolean silent = state().isMuted(member.identity());
    boolean changed = silent ? silenced.add(member.number()) : silenced.remove(member.number());
    if (changed) {
      out.add(new RoomEffect.Silence(member.number(), silent));
    }
  }

  private static Outcome refused(SignalFault fault) {
    return new Outcome.Refused(fault);
  }
}
