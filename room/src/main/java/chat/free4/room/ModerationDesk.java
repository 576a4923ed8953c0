package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.DeviceCertificate;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.RoomId;
import chat.free4.room.log.RoomLog;
import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.moderation.ActKind;
import chat.free4.room.moderation.ActLedger;
import chat.free4.room.moderation.ActLedger.HeldAct;
import chat.free4.room.moderation.ActingModeration;
import chat.free4.room.moderation.AddressBans;
import chat.free4.room.moderation.Heads;
import chat.free4.room.moderation.ModerationState;
import chat.free4.room.moderation.Returning;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.saw.SawKind;
import chat.free4.room.saw.SawList;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.RateLimit;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.ServerMessage.Removed;
import chat.free4.room.signal.ServerMessage.RoomChanged;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
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

  private static final Set<ActKind> NEED_PRESENCE =
      EnumSet.of(ActKind.KICK, ActKind.OWNER, ActKind.SPEAKER, ActKind.HAND);

  private final RoomId room;
  private final Bytes root;
  private final Roster roster;
  private final Outbox out;
  private final ActingModeration acting = new ActingModeration();
  private final AddressBans addressBans;
  private final RateLimit rate;
  private final RoomLog log;
  private final LobbyDesk lobby;
  private final EntryDesk entry;
  private final FloorDesk floor;
  private final SilenceDesk silence;
  private final SlowMode slowMode = new SlowMode(this::isModerator);
  private final boolean sealed;

  /** Where each member came from last. */
  private final Map<Integer, Bytes> marks = new HashMap<>();

  /** Of a sealed room; a public one is of whoever comes first. */
  private @Nullable Heads heads;

  /** Made for the first who comes. */
  private @Nullable ActLedger ledger;

  private final Returning returning;

  /** What came of an act. */
  sealed interface Outcome {
    /** It was refused, and nothing happened. */
    record Refused(SignalFault fault) implements Outcome {}

    /**
     * It was done, and all were told.
     *
     * @param removals who is to go
     */
    record Done(List<Removal> removals) implements Outcome {}
  }

  /**
   * A desk of a room that nobody has entered.
   *
   * @param root what its first act follows
   * @param heads whose the room is; null for that of whoever comes first
   */
  ModerationDesk(
      long nowNanos,
      RoomId room,
      Bytes root,
      @Nullable Heads heads,
      Roster roster,
      RoomLog log,
      FloorDesk floor,
      Outbox out,
      RoomLimits limits) {
    this.room = room;
    this.root = root;
    this.heads = heads;
    this.sealed = heads != null;
    this.log = log;
    this.lobby = new LobbyDesk(out);
    this.floor = floor;
    this.silence = new SilenceDesk(floor, out);
    this.roster = roster;
    this.out = out;
    this.addressBans = new AddressBans(TimeUnit.MINUTES.toNanos(limits.banMinutes()));
    this.rate = new RateLimit(nowNanos, ACTS_PER_SECOND, ACTS_AT_ONCE);
    this.returning = new Returning(nowNanos);
    this.entry = new EntryDesk(this, addressBans, lobby, roster);
  }

  /** Asked only when somebody has come. */
  ActLedger ledger() {
    return Objects.requireNonNull(ledger, "nobody has come yet");
  }

  /** What the acts amount to, those that are not back yet too. */
  ModerationState state() {
    ModerationState before = returning.state();
    return before == null ? ledger().state() : before;
  }

  /** Whose word counts by being here; asked only while somebody is. */
  Bytes moderator() {
    return Objects.requireNonNull(acting.moderator(state()), "nobody is here");
  }

  /** The same; null while nobody is here, or has ever been. */
  @Nullable Bytes moderatorHere() {
    return hasRules() ? acting.moderator(state()) : null;
  }

  /** True once somebody has come, here or where the room was before. */
  boolean hasRules() {
    return ledger != null;
  }

  /** True for one whose word counts, here or away. */
  boolean mayModerate(Member member) {
    return isModerator(member.identity());
  }

  boolean isModerator(Bytes identity) {
    Bytes moderator = acting.moderator(state());
    return state().mayModerate(identity, moderator == null ? SignedAct.NOBODY : moderator);
  }

  /** The first minute after the room was elsewhere. */
  Returning returning() {
    return returning;
  }

  /** Who came, in which order. */
  ActingModeration acting() {
    return acting;
  }

  /** How long members wait between two messages. */
  SlowMode slowMode() {
    return slowMode;
  }

  /** From where nobody new comes in. */
  AddressBans addressBans() {
    return addressBans;
  }

  /** Who comes in. */
  EntryDesk entry() {
    return entry;
  }

  /** The room ends: who waits may open it anew. */
  void end() {
    lobby.open();
  }

  /** A member came; gives what the others must hear of it, if anything. */
  @Nullable RoomChanged joined(Member member, Bytes mark) {
    if (member.isRobot()) {
      settleSilence(member); // nobody's word counts less because it came
      return null;
    }
    if (ledger == null) {
      ledger = new ActLedger(room, root, heads == null ? Heads.of(member.identity()) : heads);
    }
    Bytes former = acting.moderator(state());
    acting.handleJoined(member.number(), member.identity());
    marks.put(member.number(), mark);
    RoomChanged change = sinceModerator(former);
    if (change == null) {
      settleSilence(member);
    } else {
      settle();
    }
    return change;
  }

  /** A member came back, from there. */
  void resumed(Member member, Bytes mark) {
    marks.put(member.number(), mark);
  }

  /** A member is gone for good; gives what the others must hear of it, if anything. */
  @Nullable RoomChanged left(Member member) {
    if (member.isRobot()) {
      silence.left(member);
      return null;
    }
    Bytes former = acting.moderator(state());
    acting.handleLeft(member.number());
    returning.left(member.identity());
    marks.remove(member.number());
    silence.left(member);
    if (!acting.isHere(member.identity())) {
      ledger().hands().lower(member.identity());
    }
    RoomChanged change = sinceModerator(former);
    if (change != null) {
      settle();
    }
    return change;
  }

  /** A sealed room's descriptor names others; gives what all must hear of it, if anything. */
  @Nullable RoomChanged headsAre(Heads now) {
    heads = now;
    if (ledger == null || roster.size() == 0) {
      return null;
    }
    Bytes former = moderator();
    ledger.setHeads(now);
    returning.forget();
    settle();
    return sinceModerator(former);
  }

  /** The room goes on with the life that it had on another node; true where it may. */
  boolean goOn(Bytes formerRoot, Bytes firstOwner) {
    if (ledger == null) {
      ledger =
          new ActLedger(
              room, sealed ? root : formerRoot, heads == null ? Heads.of(firstOwner) : heads);
    } else if (!sealed && !formerRoot.equals(ledger.root()) && ledger.acts().isEmpty()) {
      takeUp(formerRoot, firstOwner);
    }
    return formerRoot.equals(ledger.root());
  }

  /** A public room goes on with a life that it had on another server. */
  void takeUp(Bytes root, Bytes owner) {
    Bytes former = moderator();
    ledger = new ActLedger(room, root, Heads.of(owner));
    returning.forget();
    ServerMessage.ActsInfo info = info();
    out.tellAll(new ServerMessage.ActsHistory(info.root(), info.owner()));
    out.tellAll(sinceModerator(former));
    settle();
  }

  /** Acts from before were brought back; gives whom they have banned. */
  List<Removal> brought(List<HeldAct> acts) {
    Bytes former = moderator();
    returning.brought(ledger(), acts);
    List<ServerMessage.ActInfo> infos = acts.stream().map(ModerationDesk::info).toList();
    out.tellAll(new ServerMessage.RoomActs(infos, true));
    out.tellAll(sinceModerator(former));
    state().deleted().forEach(message -> log.remove(message.author(), message.sequence()));
    state().banned().forEach(identity -> lobby.answer(identity, false));
    settle();
    Map<Bytes, Bytes> bannedBy = new HashMap<>();
    for (HeldAct held : acts) {
      if (held.act().kind() == ActKind.BAN) {
        bannedBy.put(held.act().subject(), held.act().actor());
      }
    }
    List<Removal> removals = new ArrayList<>();
    for (Member member : roster.members()) {
      if (state().isBanned(member.identity())) {
        Bytes by = bannedBy.getOrDefault(member.identity(), state().owner());
        removals.add(new Removal(member, new Removed(by, true)));
      }
    }
    return removals;
  }

  /** A member who is to go, and what it is told. */
  record Removal(Member member, Removed how) {}

  private @Nullable RoomChanged sinceModerator(@Nullable Bytes former) {
    Bytes moderator = acting.moderator(state());
    return moderator == null || Objects.equals(moderator, former)
        ? null
        : new RoomChanged(null, null, null, moderator);
  }

  /** What is said of the acts in a welcome. */
  ServerMessage.ActsInfo info() {
    List<ServerMessage.ActInfo> acts =
        ledger().arrived().stream().map(ModerationDesk::info).toList();
    return new ServerMessage.ActsInfo(ledger().root(), ledger().firstOwner(), acts, hands());
  }

  /** Acts of those here whose hand is up, in order. */
  private List<Bytes> hands() {
    return ledger().hands().acts().entrySet().stream()
        .filter(hand -> acting.isHere(hand.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** A member came, and all know of it: where its hand is up since before, all are told anew. */
  void tellHands(Member member) {
    if (ledger != null && ledger.hands().isUp(member.identity())) {
      Bytes moderator = moderator();
      out.tellAll(
          new ServerMessage.RoomActs(
              hands().stream().map(act -> new ServerMessage.ActInfo(act, moderator, null)).toList(),
              null));
    }
  }

  private static ServerMessage.ActInfo info(HeldAct held) {
    return new ServerMessage.ActInfo(held.act().encode(), held.moderator(), held.summary());
  }

  /** An act as a member sent it. */
  Outcome act(long nowNanos, Member member, ClientMessage.RoomAct message) {
    if (!rate.take(nowNanos, 1)) {
      long waitNanos = rate.waitNanos(nowNanos, 1);
      return refused(SignalFault.busy(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1));
    }
    SignalFault fault =
        switch (SignedAct.decode(message.act())) {
          case SignedAct.Reading.Accepted(SignedAct act) -> check(member, act);
          case SignedAct.Reading.Refused(var reason) -> SignalFault.of(reason.error());
        };
    if (fault != null) {
      return refused(fault);
    }
    Bytes moderator = moderator();
    return switch (ledger().add(message.act(), message.summary(), moderator)) {
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
    if (act.kind() == ActKind.OWNER && sealed) {
      return SignalFault.of(SignalError.ACT_NOT_ALLOWED); // its descriptor says whose it is
    }
    boolean needsPresence = NEED_PRESENCE.contains(act.kind());
    return needsPresence && !acting.isHere(act.subject())
        ? SignalFault.of(SignalError.ACT_WITHOUT_SUBJECT)
        : null;
  }

  private Outcome done(long nowNanos, HeldAct held, Bytes formerModerator) {
    returning.acted(ledger(), held, formerModerator);
    out.tellAll(new ServerMessage.RoomActs(List.of(info(held)), null));
    out.tellAll(sinceModerator(formerModerator));
    SignedAct act = held.act();
    List<Member> concerned = roster.ofIdentity(act.subject());
    boolean removes = act.kind() == ActKind.KICK || act.kind() == ActKind.BAN;
    follow(nowNanos, act, concerned);
    settle();
    Removed how = new Removed(act.actor(), act.kind() == ActKind.BAN);
    return new Outcome.Done(
        removes ? concerned.stream().map(gone -> new Removal(gone, how)).toList() : List.of());
  }

  /** What an act does beyond the state. */
  private void follow(long nowNanos, SignedAct act, List<Member> concerned) {
    Bytes subject = act.subject();
    switch (act.kind()) {
      case BAN -> {
        for (Member member : concerned) {
          addressBans.add(nowNanos, marks.getOrDefault(member.number(), Bytes.EMPTY), subject);
        }
        lobby.answer(subject, false);
      }
      case UNBAN -> addressBans.removeOf(subject);
      case ADMIT -> lobby.answer(subject, true);
      case TURN_AWAY -> lobby.answer(subject, false);
      case DELETE -> log.remove(act.message().author(), act.message().sequence());
      case MUTE,
          UNMUTE,
          KICK,
          LOCK,
          MODERATOR,
          OWNER,
          LOBBY,
          SLOW,
          STAGE,
          SPEAKER,
          HAND,
          FLOOR,
          INVITE,
          REVOKE,
          REDEEM,
          SUMMARY,
          REPLAY,
          ROBOTS -> {}
    }
  }

  /** What counts has become another; tells all whose word counts from now on, if that has. */
  void settleAnew(@Nullable Bytes formerModerator) {
    if (roster.size() > 0) {
      out.tellAll(sinceModerator(formerModerator));
      settle();
    }
  }

  /** What the state is now, where it counts. */
  private void settle() {
    slowMode.setSeconds(state().slowSeconds());
    floor.setBudgetSeconds(state().floorSeconds());
    if (!state().hasLobby()) {
      lobby.open();
    }
    // Who moderates from now on has heard of nobody yet.
    if (lobby.takeAnswered() || !lobby.isEmpty()) {
      entry.tellKnocks();
    }
    settleSilence();
  }

  /** Tells the media plane who is heard, where that has changed. */
  void settleSilence() {
    roster.members().forEach(this::settleSilence);
  }

  private void settleSilence(Member member) {
    silence.settle(member, state().isSilent(member.identity(), moderator()));
  }

  /** True for one whom nobody hears. */
  boolean isSilenced(Member member) {
    return silence.isSilenced(member);
  }

  /** Tells what is held of a member here. */
  void tellHeld(long nowNanos, Member member, SawList list) {
    Bytes identity = member.identity();
    Bytes mark = marks.getOrDefault(member.number(), Bytes.EMPTY);
    list.add(SawKind.ADDRESS_MARK, mark);
    list.addNanos(SawKind.ADDRESS_BAN, addressBans.leftNanos(nowNanos, mark));
    List<HeldAct> acts = ledger().acts();
    list.add(SawKind.ACTS_BY, acts.stream().filter(a -> a.act().actor().equals(identity)).count());
    list.add(
        SawKind.ACTS_ABOUT, acts.stream().filter(a -> a.act().subject().equals(identity)).count());
    list.add(SawKind.HAND, ledger().hands().order().contains(identity));
    long wroteNanos = slowMode.sinceNanos(nowNanos, identity);
    if (wroteNanos >= 0) {
      list.addNanos(SawKind.LAST_MESSAGE, wroteNanos);
    }
  }

  private static Outcome refused(SignalFault fault) {
    return new Outcome.Refused(fault);
  }
}
