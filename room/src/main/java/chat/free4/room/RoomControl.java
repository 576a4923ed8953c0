package chat.free4.room;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.MemberId;
import chat.free4.room.access.Redemption;
import chat.free4.room.access.RoomId;
import chat.free4.room.description.RoomDescription;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.descriptor.DescriptorDrop;
import chat.free4.room.log.LogEntry;
import chat.free4.room.log.RoomLog;
import chat.free4.room.media.MediaLoss;
import chat.free4.room.media.MediaNegotiator;
import chat.free4.room.media.MediaNegotiator.MediaAnswer;
import chat.free4.room.media.MediaTransport;
import chat.free4.room.media.OfferDescription;
import chat.free4.room.member.Connection;
import chat.free4.room.member.Member;
import chat.free4.room.member.Roster;
import chat.free4.room.moderation.ActLedger;
import chat.free4.room.moderation.Heads;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import chat.free4.room.snapshot.RobotSeat;
import chat.free4.room.snapshot.RoomSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One room: who is in, what they say to each other, how they leave. Sans I/O and single-threaded:
 * after every {@code handle*} drain {@link #pollEffect()}, then ask {@link #pollTimeout()}.
 *
 * <p>How the server drives it, for one WebSocket with its {@link
 * chat.free4.room.signal.SignalSession}:
 *
 * <ol>
 *   <li>{@code SessionEffect.EnterRoom} becomes {@link #handleEnter}. The room checks everything,
 *       then has the offer answered by its {@link MediaNegotiator}, then lets the member in: the
 *       answer stands in {@link RoomEffect.Welcome}, followed by {@link RoomEffect.AddMedia} or
 *       {@link RoomEffect.RestartIce}. What is refused comes as {@link RoomEffect.Deny} and leaves
 *       nothing behind. Tell the SignalSession either way.
 *   <li>{@code SessionEffect.ToRoom}, {@code OfferMedia} and {@code DescribeRoom} become {@link
 *       #handleRequest}, {@link #handleOffer} and {@link #handleDescribe}, {@code Silent} and
 *       {@code Heard} their namesakes. Heartbeats do not reach the room: two thousand members would
 *       be two thousand inputs a second for nothing.
 *   <li>A closed WebSocket that handed out {@code EnterRoom} becomes {@link #handleSessionClosed},
 *       whoever closed it. A session the room does not know, or no longer, is ignored everywhere.
 *   <li>After {@link RoomEffect.RoomEnded} the room is dropped; who enters next gets a new one.
 * </ol>
 */
public final class RoomControl {
  /** {@link #pollTimeout()} when nothing is due. */
  public static final long NEVER = Member.NEVER;

  private final RoomId id;
  private final String epoch;
  private final RoomLimits limits;
  private final MediaDesk media;
  private final FloorDesk floor;
  private final ModerationDesk moderation;
  private final ActsDesk acts;
  private final DescriptionDesk descriptions;
  private final Roster roster = new Roster();
  private final Outbox out = new Outbox(roster);
  private final PresenceDesk presence;
  private final RoomLog log;
  private final LogDesk logDesk;
  private final @Nullable ChainDesk chain;
  private final SealingDesk sealing;
  private final SawDesk saw;
  private final InviteDesk invites;
  private final WelcomeDesk welcomes;
  private final SnapshotDesk snapshots;
  private final LeaveDesk leaving;
  private final RobotDesk robots;
  private final SpeechDesk speech;

  /**
   * An empty public room.
   *
   * @param name its canonical name
   * @param epoch of this server's media
   * @param actsRoot what the first act of this life of the room follows: unpredictable
   */
  public RoomControl(
      long nowNanos,
      RoomId id,
      String name,
      String epoch,
      Bytes actsRoot,
      RoomLimits limits,
      MediaNegotiator negotiator) {
    this(nowNanos, id, name, null, epoch, actsRoot, limits, negotiator);
  }

  /** An empty sealed room, under a chain that was verified. */
  public static RoomControl sealed(
      long nowNanos,
      DescriptorChain chain,
      String epoch,
      RoomLimits limits,
      MediaNegotiator negotiator) {
    Bytes actsRoot = ActLedger.lastingRoot(chain.room());
    return new RoomControl(nowNanos, chain.room(), "", chain, epoch, actsRoot, limits, negotiator);
  }

  private RoomControl(
      long nowNanos,
      RoomId id,
      String name,
      @Nullable DescriptorChain chain,
      String epoch,
      Bytes actsRoot,
      RoomLimits limits,
      MediaNegotiator negotiator) {
    this.id = id;
    this.epoch = epoch;
    this.limits = limits;
    this.presence = new PresenceDesk(roster, out, limits);
    this.media = new MediaDesk(negotiator, roster, presence, out);
    this.log = new RoomLog(limits.logEntries(), limits.logBytes(), limits.logAuthors());
    Heads heads = chain == null ? null : ChainDesk.heads(chain);
    this.floor = new FloorDesk(nowNanos, roster, out);
    this.moderation =
        new ModerationDesk(nowNanos, id, actsRoot, heads, roster, log, floor, out, limits);
    this.descriptions = new DescriptionDesk(nowNanos, moderation);
    this.logDesk = new LogDesk(log, moderation.slowMode(), limits, roster, out);
    this.chain = chain == null ? null : new ChainDesk(nowNanos, chain, moderation, out);
    this.sealing = new SealingDesk(id, chain != null, out);
    this.saw =
        new SawDesk(id, name, this.chain, descriptions, moderation, floor, sealing, log, out);
    this.invites = new InviteDesk(nowNanos, moderation, out);
    RestoreDesk restoring = new RestoreDesk(nowNanos, chain != null, roster, moderation);
    this.leaving = new LeaveDesk(roster, sealing, restoring, moderation, out);
    this.robots = new RobotDesk(chain != null, roster, moderation, leaving, logDesk, out);
    this.acts = new ActsDesk(moderation, restoring, leaving, robots, out);
    this.speech = new SpeechDesk(chain != null, moderation, out);
    this.welcomes =
        new WelcomeDesk(nowNanos, id, name, this.chain, descriptions, moderation, roster, log);
    this.snapshots = new SnapshotDesk(id, welcomes, moderation, floor, log, robots);
  }

  /**
   * A verified session wants in; answered by {@code Welcome} or {@code Deny}.
   *
   * @param mark of the address it comes from
   */
  public void handleEnter(long nowNanos, long session, long id, Admission admission, Bytes mark) {
    if (leaving.hasEnded()) {
      throw new IllegalStateException("the room has ended");
    }
    if (!admission.room().equals(this.id) || roster.bySession(session) != null) {
      throw new IllegalArgumentException("a session enters one room, its own, once");
    }
    Member member = roster.byId(admission.member());
    SignalFault fault = member == null ? refusal(nowNanos, admission.identity(), mark) : null;
    if (member == null && fault == null) {
      fault = moderation.entry().knock(nowNanos, session, admission);
    }
    if (fault != null) {
      leaving.deny(session, id, fault);
      return;
    }
    int number = member == null ? roster.nextNumber() : member.number();
    MediaAnswer answer = null;
    if (admission.offer() != null) {
      MediaTransport current = member == null ? null : member.transport();
      answer = media.answer(number, admission.offer(), current);
      if (answer instanceof MediaAnswer.Unacceptable(String problem)) {
        leaving.deny(session, id, SignalFault.offerUnacceptable(problem));
        return;
      }
    }
    if (member == null) {
      join(nowNanos, session, id, logDesk.newMember(nowNanos, number, admission), mark, answer);
    } else {
      moderation.resumed(member, mark);
      resume(nowNanos, session, id, member, admission, answer);
    }
  }

  private @Nullable SignalFault refusal(long nowNanos, Bytes identity, Bytes mark) {
    SignalFault fault = moderation.entry().refusal(nowNanos, identity, mark);
    boolean isFull = roster.size() >= maxMembers();
    return fault == null && isFull ? SignalFault.of(SignalError.ROOM_FULL) : fault;
  }

  /** Somebody outside asks for a sealed room's keys by an invite, whose key has signed. */
  public void handleRedeem(
      long nowNanos, long nowSeconds, long session, long id, Redemption asked, Bytes mark) {
    SignalFault refusal = refusal(nowNanos, asked.identity(), mark);
    SignalFault fault = invites.ask(nowNanos, nowSeconds, session, id, asked, refusal);
    if (fault != null) {
      out.fail(session, id, fault);
    }
  }

  /** A verified offer of a session that is in; answered by {@code Reply} or {@code Fail}. */
  public void handleOffer(long nowNanos, long session, long id, OfferDescription offer) {
    Member member = roster.bySession(session);
    if (member == null) {
      return;
    }
    MediaAnswer answer = media.answer(member.number(), offer, member.transport());
    if (answer instanceof MediaAnswer.Unacceptable(String problem)) {
      out.fail(session, id, SignalFault.offerUnacceptable(problem));
      return;
    }
    out.reply(session, id, new ServerMessage.OfferResult(MediaDesk.sdp(answer), epoch));
    media.apply(member, answer);
    presence.tellChange(nowNanos, member);
  }

  /** A newer chain, or the same, from who comes by it; those inside came by an old copy's key. */
  public void handleChain(DescriptorChain newer) {
    if (chain != null && chain.replace(newer)) {
      var how = new ServerMessage.Removed(newer.newest().signer(), false);
      roster.members().forEach(member -> leaving.expel(member, how));
    }
  }

  /** A verified description by a session that is in; answered by {@code Reply} or {@code Fail}. */
  public void handleDescribe(long nowNanos, long session, long id, RoomDescription wanted) {
    Member member = roster.bySession(session);
    if (member == null) {
      return;
    }
    if (chain != null) {
      out.fail(session, id, SignalFault.of(SignalError.SEALED_ROOM));
      return;
    }
    switch (descriptions.describe(nowNanos, member, wanted)) {
      case DescriptionDesk.Outcome.Refused(SignalFault fault) -> out.fail(session, id, fault);
      case DescriptionDesk.Outcome.Described(ServerMessage.@Nullable RoomChanged news) -> {
        out.reply(session, id, new ServerMessage.Done());
        out.tellAll(news);
      }
    }
  }

  /** A request of a session that is in; answered by {@code Reply} or {@code Fail}. */
  public void handleRequest(long nowNanos, long session, long id, ClientMessage.InRoom message) {
    Member member = roster.bySession(session);
    if (member == null) {
      return;
    }
    SignalFault fault =
        switch (message) {
          case ClientMessage.MemberUpdate update ->
              presence.update(nowNanos, session, id, member, update);
          case ClientMessage.ListenMute mute -> media.listenMute(session, id, member, mute);
          case ClientMessage.Shared shared -> logDesk.handle(nowNanos, session, id, member, shared);
          case ClientMessage.RoomDescriptor change ->
              chain == null
                  ? SignalFault.descriptorInvalid(DescriptorDrop.FOREIGN.label())
                  : chain.change(nowNanos, session, id, change);
          case ClientMessage.Sealing keys -> sealing.handle(nowNanos, session, id, member, keys);
          case ClientMessage.InviteAnswer answer -> invites.answer(session, id, answer);
          case ClientMessage.RoomAct act -> acts.act(nowNanos, session, id, member, act);
          case ClientMessage.ActsRestore held -> acts.restore(nowNanos, session, id, member, held);
          case ClientMessage.Robots asked -> robots.handle(session, id, member, asked);
          case ClientMessage.VoiceSay text -> speech.handle(nowNanos, session, id, member, text);
          case ClientMessage.ServerSaw _ -> saw.answer(nowNanos, session, id, member);
          case ClientMessage.Leave _ -> leaving.leave(session, id, member);
        };
    if (fault != null) {
      out.fail(session, id, fault);
    }
  }

  /** No word from a session for two seconds. */
  public void handleSilent(long nowNanos, long session) {
    presence.silent(nowNanos, session);
  }

  /** A word again from a session that was silent. */
  public void handleHeard(long nowNanos, long session) {
    presence.heard(nowNanos, session);
  }

  /** A WebSocket closed, with what code (RFC 6455 section 7.4; 1006 where there was none). */
  public void handleSessionClosed(long nowNanos, long session, int code) {
    presence.closed(nowNanos, session, code);
    moderation.entry().sessionClosed(session);
  }

  /** A member's voice can flow. */
  public void handleMediaConnected(long nowNanos, int member) {
    media.connected(nowNanos, member);
  }

  /** A member has talked, and was heard, for so long since this was said last. */
  public void handleFloorHeld(long nowNanos, int member, int millis) {
    Member talker = roster.byNumber(member);
    if (talker != null && floor.talked(nowNanos, talker, millis)) {
      moderation.settleSilence();
    }
  }

  /** A member's transport ended by itself. */
  public void handleMediaClosed(long nowNanos, int member, MediaLoss reason) {
    media.closed(nowNanos, member, reason);
  }

  /**
   * A robot that a member has asked for comes in; gives its number.
   *
   * @param session is the server's own for it: what goes there is for the robot
   * @param seat what another node would need to have it sit there again
   * @param speaks it has a voice
   */
  public int handleRobot(
      long nowNanos, long session, Admission admission, RobotSeat seat, boolean speaks) {
    return robots.seat(nowNanos, session, admission, seat, speaks);
  }

  /** What a member has said was heard: all are shown the caption, the member too. */
  public void handleCaption(long nowNanos, int member, Bytes caption) {
    Member speaker = roster.byNumber(member);
    if (speaker != null) {
      logDesk.caption(nowNanos, speaker, caption);
    }
  }

  /** A robot does not work: it is taken out, and all are told. */
  public void handleRobotFailed(int robot) {
    robots.failed(robot);
  }

  /** Does what is due. */
  public void handleTimeout(long nowNanos) {
    Member member = roster.firstDue(nowNanos);
    while (member != null) {
      if (member.leaveAtNanos() <= nowNanos) {
        Long session = roster.sessionOf(member);
        leaving.remove(member, member.leaveReason());
        if (session != null) {
          out.add(new RoomEffect.CloseSession(session, CloseCode.SILENT));
        }
        leaving.endIfEmpty();
      } else if (member.takeLoss(nowNanos)) {
        presence.showLoss(nowNanos, member);
      } else {
        presence.tellChange(nowNanos, member);
      }
      member = roster.firstDue(nowNanos);
    }
    if (!leaving.hasEnded()) {
      snapshots.handleTimeout(nowNanos);
      if (floor.handleTimeout(nowNanos)) {
        moderation.settleSilence();
      }
    }
  }

  /** The next thing to do; null when drained. */
  public @Nullable RoomEffect pollEffect() {
    return out.poll();
  }

  /** When {@link #handleTimeout} is due; {@link #NEVER} when nothing is. */
  public long pollTimeout() {
    return Math.min(roster.dueAtNanos(), Math.min(floor.dueAtNanos(), snapshots.dueAtNanos()));
  }

  /** What is known here and held by no member; null while nobody has come. */
  public @Nullable RoomSnapshot snapshot(long nowNanos) {
    return snapshots.make(nowNanos);
  }

  /**
   * Goes on where another node was: best before anybody has come; what comes late is put to what is
   * here. The same again changes nothing.
   *
   * @param ageNanos how long ago it was made
   */
  public void restore(long nowNanos, RoomSnapshot snapshot, long ageNanos) {
    snapshots.restore(nowNanos, snapshot, ageNanos);
  }

  /** Robots that sat in the room where it was: from the first person on each comes back, once. */
  public List<RobotSeat> takeAwaitedRobots() {
    return robots.takeAwaited();
  }

  /** True for news of who, or what, was here before the room came to this node. */
  public boolean isOfBefore(long nowNanos, ServerMessage.Notification message) {
    return snapshots.isOfBefore(nowNanos, message);
  }

  /** The keys that members of a sealed room have shown, and the newest commit. */
  public ServerMessage.SealResult shownKeys() {
    return sealing.shownKeys();
  }

  /** What stands in a document, oldest first. */
  public List<LogEntry> entries(String doc) {
    return log.entries(doc);
  }

  /** Who is here, robots too, as the others know them. */
  public List<ServerMessage.MemberInfo> members() {
    return roster.members().stream().map(Member::info).toList();
  }

  /** Members here, those waited for included. */
  public int memberCount() {
    return roster.size();
  }

  /** People whose line stands; robots are not counted. */
  public int connectedCount() {
    return roster.connected() - roster.robots();
  }

  /** True for who is in, or is waited for after a lost line. */
  public boolean holds(MemberId member) {
    return roster.byId(member) != null;
  }

  /** What the room says of itself. */
  public RoomDescription description() {
    return descriptions.description();
  }

  private void join(
      long nowNanos,
      long session,
      long id,
      Member member,
      Bytes mark,
      @Nullable MediaAnswer answer) {
    Sessions others = out.all();
    roster.add(member);
    roster.attach(member, session);
    ServerMessage.RoomChanged change = moderation.joined(member, mark);
    welcome(nowNanos, session, id, member, false, answer);
    media.apply(member, answer);
    out.tell(others, new ServerMessage.MemberJoined(member.info()));
    out.tell(others, change);
    moderation.tellHands(member);
  }

  private void resume(
      long nowNanos,
      long session,
      long id,
      Member member,
      Admission admission,
      @Nullable MediaAnswer answer) {
    Long older = roster.sessionOf(member);
    if (older != null) {
      roster.detach(member);
      out.notify(older, new ServerMessage.Superseded());
      out.add(new RoomEffect.CloseSession(older, CloseCode.SUPERSEDED));
    }
    member.keep();
    member.setConnection(Connection.CONNECTED);
    member.setProfile(admission.profile());
    if (admission.muted() != null) {
      member.setMuted(admission.muted());
    }
    if (!(answer instanceof MediaAnswer.Restarted)) {
      member.setHasMedia(false);
    }
    presence.tellNow(nowNanos, member); // at once, so that the welcome and the others agree
    roster.attach(member, session);
    roster.reschedule(member);
    welcome(nowNanos, session, id, member, true, answer);
    media.apply(member, answer);
  }

  private void welcome(
      long nowNanos,
      long session,
      long id,
      Member member,
      boolean resumed,
      @Nullable MediaAnswer answer) {
    ServerMessage.EnterResult result = welcomes.result(nowNanos, member, resumed, answer);
    out.add(new RoomEffect.Welcome(session, id, result));
    moderation.entry().welcomed(member);
    floor.welcomed(nowNanos, member);
  }

  private int maxMembers() {
    return chain == null
        ? limits.roomMembers()
        : Math.min(limits.roomMembers(), chain.maxMembers());
  }
}
