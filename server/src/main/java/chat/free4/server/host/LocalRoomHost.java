package chat.free4.server.host;

import chat.free4.room.AddressKey;
import chat.free4.room.RoomDirectory;
import chat.free4.room.RoomEffect;
import chat.free4.room.RoomLimits;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.Redemption;
import chat.free4.room.access.RoomId;
import chat.free4.room.descriptor.DescriptorChain;
import chat.free4.room.door.Verdict;
import chat.free4.room.media.OfferReader;
import chat.free4.room.moderation.AddressMarks;
import chat.free4.room.signal.Admission;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.CloseCode;
import chat.free4.room.signal.ServerFacts;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.ServerMessage.EnterResult;
import chat.free4.room.signal.ServerMessage.SawResult;
import chat.free4.room.signal.SessionEffect;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import chat.free4.room.signal.SignalSession;
import chat.free4.server.media.MediaPlane;
import chat.free4.server.metrics.Refusal;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.server.rpc.Decoded;
import chat.free4.server.rpc.RpcEncoder;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of this process. Everything happens on one {@link ControlTask}: sessions' and rooms'
 * engines get their inputs there and are drained there, and what they want done goes out to sockets
 * and to media workers, which take it without waiting.
 */
public final class LocalRoomHost implements RoomHost, AutoCloseable {
  /** Who comes while too many join at once comes again after this, or up to twice this. */
  private static final int BUSY_MILLIS = 1000;

  private final ControlTask control = new ControlTask("control", this::onTime, this::nextTime);
  private final Deadlines deadlines = new Deadlines();
  private final HostedSessions sessions = new HostedSessions();
  private final AtomicLong handles = HostedRooms.newHandles();
  private final MediaNews mediaNews;
  private final RoomAides aides;
  private final HostedRooms rooms;
  private final RoomSnapshots snapshots;
  private final SealedDoors doors;
  private final RoomMaker maker;
  private final AddressMarks marks;
  private final PublicRooms publicRooms;
  private final RoomSeats seats;
  private final ServerFacts facts;
  private final OfferReader offers;
  private final MediaPlane media;
  private final RpcEncoder encoder;
  private final ServerMetrics metrics;
  private final SecureRandom random;

  /**
   * A host without rooms.
   *
   * @param ties to the rooms of other nodes
   * @param publicRooms is told what becomes of rooms
   * @param media is started with {@link #mediaNews} as its listener
   */
  public LocalRoomHost(
      RoomLimits limits,
      RoomTies ties,
      ServerFacts facts,
      PublicRooms publicRooms,
      MediaPlane media,
      RobotHelp help,
      RpcEncoder encoder,
      ServerMetrics metrics,
      SecureRandom random) {
    this.seats = ties.seats();
    this.facts = facts;
    this.media = media;
    this.encoder = encoder;
    this.metrics = metrics;
    this.random = random;
    this.marks = ties.marks();
    this.rooms = new HostedRooms(limits, metrics);
    this.doors = new SealedDoors(metrics, random);
    this.publicRooms = publicRooms;
    this.mediaNews = new MediaNews(control, deadlines, rooms, metrics, this::drain, media);
    HostedRoom.Surroundings around =
        new HostedRoom.Surroundings(deadlines, sessions::socketOf, this::onTime, mediaNews::lost);
    this.maker = new RoomMaker(limits, facts, publicRooms, media, around, metrics, random);
    this.aides =
        new RoomAides(
            help,
            media,
            deadlines,
            random,
            handles::incrementAndGet,
            control::offerEssential,
            this::drain,
            metrics);
    this.snapshots =
        new RoomSnapshots(
            ties.keeper(), deadlines, rooms, aides::restored, control::offerEssential, this::drain);
    this.offers = RoomNegotiator.reader(media.localMedia(0).maxVoiceSlots());
    metrics.gauge("free4chat_control_tasks", "Tasks that wait for control.", control::waiting);
  }

  /** Begins to work. */
  public void start() {
    control.start();
  }

  @Override
  public long open(String origin, byte[] address, SignalSocket socket) {
    long handle = handles.incrementAndGet();
    AddressKey key = AddressKey.of(address);
    boolean taken = control.offer(() -> openSession(handle, origin, key, socket));
    return taken ? handle : REFUSED;
  }

  private void openSession(long handle, String origin, AddressKey address, SignalSocket socket) {
    long now = System.nanoTime();
    SignalSession engine = new SignalSession(now, origin, facts, offers, random);
    var gathering = new GatheringSocket(socket);
    HostedSession session = new HostedSession(handle, address, gathering, engine, this::onTime);
    sessions.add(session);
    drain(session, now);
  }

  @Override
  public boolean receive(long session, Decoded frame, String text, Runnable done) {
    return control.offer(
        () -> {
          try {
            handleFrame(session, frame);
          } finally {
            done.run();
          }
        });
  }

  private void handleFrame(long handle, Decoded frame) {
    HostedSession session = sessions.find(handle);
    if (session == null) {
      return;
    }
    metrics.countMessage();
    long now = System.nanoTime();
    switch (frame) {
      case Decoded.Message(long id, var message) -> session.engine.handleMessage(now, id, message);
      case Decoded.Fault(long id, var fault) -> session.engine.handleFault(now, id, fault);
      case Decoded.NotJson() -> session.engine.handleNotJson(now);
      case Decoded.TooLarge(long limit) -> {
        fail(session, ClientMessage.NO_ID, SignalFault.tooLarge(limit));
        closeByServer(session, now, CloseCode.TOO_LARGE);
      }
    }
    drain(session, now);
  }

  @Override
  public void closed(long handle, int code) {
    control.offerEssential(
        () -> sessions.with(handle, session -> forget(session, System.nanoTime(), code)));
  }

  /** Forgets a session whose socket is closed or will be, and tells its room. */
  private void forget(HostedSession session, long now, int code) {
    session.open = false;
    sessions.remove(session);
    deadlines.remove(session);
    session.socket.abandon();
    unwatch(session);
    HostedRoom room = session.room;
    if (room != null) {
      session.room = null;
      room.engine.handleSessionClosed(now, session.handle, code);
      drain(room, now);
    }
  }

  private void unwatch(HostedSession session) {
    if (session.watching) {
      session.watching = false;
      publicRooms.unwatch(session.handle);
    }
  }

  private void closeByServer(HostedSession session, long now, CloseCode code) {
    metrics.countClose(code);
    session.socket.close(code);
    forget(session, now, code.code());
  }

  private void fail(HostedSession session, long id, SignalFault fault) {
    metrics.countError(fault.error());
    session.socket.send(encoder.error(id, fault));
  }

  private void answer(HostedSession session, long id, @Nullable SignalFault fault) {
    if (fault == null) {
      session.socket.send(encoder.result(id, new ServerMessage.Done()));
    } else {
      fail(session, id, fault);
    }
  }

  private void deny(HostedSession session, long now, long id, SignalFault fault) {
    fail(session, id, fault);
    session.engine.handleDenied(now);
  }

  private void onTime(HostedRoom room, long now) {
    room.engine.handleTimeout(now);
    drain(room, now);
  }

  private void onTime(HostedSession session, long now) {
    session.engine.handleTimeout(now);
    drain(session, now);
  }

  private void drain(HostedSession session, long now) {
    while (session.open) {
      SessionEffect effect = session.engine.pollEffect();
      if (effect == null) {
        deadlines.set(session, session.engine.pollTimeout());
        return;
      }
      apply(session, now, effect);
    }
  }

  private void apply(HostedSession session, long now, SessionEffect effect) {
    HostedRoom room = session.room;
    if (room != null) {
      room.media.comesBy(session.socket);
    }
    switch (effect) {
      case SessionEffect.Reply(long id, var result) ->
          session.socket.send(encoder.result(id, result));
      case SessionEffect.Fail(long id, var fault) -> fail(session, id, fault);
      case SessionEffect.Notify(var message) ->
          session.socket.sendAside(encoder.notification(message));
      case SessionEffect.EnterRoom(long id, var admission) -> enter(session, now, id, admission);
      case SessionEffect.RedeemInvite(long id, var asked) -> redeem(session, now, id, asked);
      case SessionEffect.Close(var code) -> closeByServer(session, now, code);
      case SessionEffect.Ignored() -> metrics.countRefused(Refusal.IGNORED_NOTIFICATION);
      case SessionEffect.WatchDirectory(long id, var query) -> {
        session.watching = true;
        publicRooms.watch(session.handle, session.socket, id, query);
      }
      case SessionEffect.UnwatchDirectory() -> unwatch(session);
      case SessionEffect.DescribeRoom(long id, var description) when room != null ->
          room.engine.handleDescribe(now, session.handle, id, description);
      case SessionEffect.OfferMedia(long id, var offer) when room != null ->
          room.engine.handleOffer(now, session.handle, id, offer);
      case SessionEffect.ToRoom(long id, var message) when room != null ->
          room.engine.handleRequest(now, session.handle, id, message);
      case SessionEffect.Silent() when room != null ->
          room.engine.handleSilent(now, session.handle);
      case SessionEffect.Heard() when room != null -> room.engine.handleHeard(now, session.handle);
      case SessionEffect.OfferMedia _,
          SessionEffect.DescribeRoom _,
          SessionEffect.ToRoom _,
          SessionEffect.Silent _,
          SessionEffect.Heard _ -> {
        // The room has let the session go in this very moment; its close is on the way.
      }
    }
    if (room != null) {
      drain(room, now);
    }
  }

  private void enter(HostedSession session, long now, long id, Admission admission) {
    if (!seats.isHere(admission.room())) {
      deny(session, now, id, SignalFault.of(SignalError.ROOM_ELSEWHERE));
      return;
    }
    // Who only writes needs no handshake, and is let in.
    if (admission.offer() != null && media.isBusy()) {
      metrics.countRefused(Refusal.JOIN_STORM);
      // Spread, so that those who were sent away do not come back as one.
      deny(session, now, id, SignalFault.busy(BUSY_MILLIS + random.nextInt(BUSY_MILLIS)));
      return;
    }
    boolean held = rooms.holds(admission);
    Verdict verdict = doors.knock(now, session.address, admission, held);
    if (verdict instanceof Verdict.Shut shut) {
      deny(session, now, id, shut.fault());
      return;
    }
    DescriptorChain chain = verdict instanceof Verdict.Open open ? open.chain() : null;
    HostedRoom room = openRoom(session, now, id, admission, chain);
    if (room != null) {
      Bytes mark = marks.mark(admission.room(), session.address.bytes());
      room.media.comesBy(session.socket);
      room.engine.handleEnter(now, session.handle, id, admission, mark);
      drain(room, now);
    }
  }

  /** A room that is not here answers as one that has no such invite. */
  private void redeem(HostedSession session, long now, long id, Redemption asked) {
    HostedRoom here = rooms.find(asked.room());
    if (here == null) {
      fail(session, id, SignalFault.of(SignalError.INVITE_UNANSWERED));
      return;
    }
    long nowSeconds = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
    Bytes mark = marks.mark(asked.room(), session.address.bytes());
    here.engine.handleRedeem(now, nowSeconds, session.handle, id, asked, mark);
    drain(here, now);
  }

  /** Null when it may not be opened, and that has been said. */
  private @Nullable HostedRoom openRoom(
      HostedSession session,
      long now,
      long id,
      Admission admission,
      @Nullable DescriptorChain chain) {
    RoomDirectory.Opening<HostedRoom> opening =
        rooms.open(now, admission.room(), session.address, () -> newRoom(now, admission, chain));
    HostedRoom room = opening.room();
    if (room == null) {
      if (chain != null) {
        doors.countRefused(now, session.address);
      }
      deny(session, now, id, SignalFault.of(Objects.requireNonNull(opening.error())));
    } else if (chain != null) {
      room.engine.handleChain(chain);
    }
    return room;
  }

  private HostedRoom newRoom(long now, Admission admission, @Nullable DescriptorChain chain) {
    HostedRoom room = maker.make(now, handles.incrementAndGet(), admission, chain);
    if (chain != null) {
      doors.opened(chain);
    }
    snapshots.opened(now, room);
    return room;
  }

  private void drain(HostedRoom room, long now) {
    if (room.ended) {
      return;
    }
    for (RoomEffect effect = room.engine.pollEffect();
        effect != null;
        effect = room.engine.pollEffect()) {
      apply(room, now, effect);
      if (room.ended) {
        return;
      }
    }
    rooms.count(room, room.engine.memberCount());
    room.listing.update(room.engine);
    deadlines.set(room, room.engine.pollTimeout());
    snapshots.touched(now, room);
  }

  private void apply(HostedRoom room, long now, RoomEffect effect) {
    switch (effect) {
      case RoomEffect.Welcome(long handle, long id, var result) ->
          sessions.with(handle, session -> welcome(session, room, now, id, result));
      case RoomEffect.Deny(long handle, long id, var fault) ->
          sessions.with(handle, session -> deny(session, now, id, fault));
      case RoomEffect.Knocking(long handle, long id) ->
          sessions.with(
              handle,
              session -> {
                session.room = room; // so that it hears when the session goes
                fail(session, id, SignalFault.of(SignalError.KNOCKING));
                session.engine.handleKnocking(now);
              });
      case RoomEffect.Reply(long handle, long id, SawResult saw) ->
          sessions.with(
              handle, session -> session.socket.send(encoder.result(id, session.saw(now, saw))));
      case RoomEffect.Reply(long handle, long id, var result) ->
          sessions.send(handle, encoder.result(id, result));
      case RoomEffect.Fail(long handle, long id, var fault) ->
          sessions.with(handle, session -> fail(session, id, fault));
      case RoomEffect.Notify(long handle, var message) ->
          sessions.send(handle, encoder.notification(message));
      case RoomEffect.Broadcast(var to, var message) -> {
        room.notices.tell(now, to, encoder.notification(message));
        aides.told(room, message);
      }
      case RoomEffect.AddRobot add -> {
        SignalFault fault = aides.add(room, now, add);
        sessions.with(add.session(), session -> answer(session, add.id(), fault));
      }
      case RoomEffect.SayText asked ->
          aides.say(
              room,
              asked,
              fault -> sessions.with(asked.session(), by -> answer(by, asked.id(), fault)));
      case RoomEffect.CloseSession(long handle, var code) -> {
        HostedSession session = sessions.find(handle);
        if (session != null) {
          session.room = null; // the room has forgotten it
          closeByServer(session, now, code);
        }
      }
      case RoomEffect.ForgetMember(int member) -> {
        aides.forget(room, member);
        room.media.apply(effect);
      }
      case RoomEffect.ChainChanged(var chain) -> doors.opened(chain);
      case RoomEffect.RoomEnded() -> {
        end(room, now);
        room.media.close();
      }
      default -> room.media.apply(effect);
    }
  }

  private void welcome(
      HostedSession session, HostedRoom room, long now, long id, EnterResult result) {
    session.room = room;
    aides.entered(room, result);
    metrics.countJoin(result.resumed());
    session.socket.send(encoder.result(id, result));
    session.engine.handleWelcome(now);
  }

  private void end(HostedRoom room, long now) {
    room.ended = true;
    snapshots.ended(room);
    room.notices.end();
    aides.ended(room);
    deadlines.remove(room);
    rooms.remove(now, room);
    doors.ended(room.id);
    room.listing.ended();
  }

  /**
   * Lets go of rooms whose seat is elsewhere from now on; their media lingers. Their sessions are
   * not told: whoever asks for this sees to them.
   *
   * @param done called when none of them is here any more
   */
  public void release(Predicate<RoomId> gone, Runnable done) {
    control.offerEssential(
        () -> {
          long now = System.nanoTime();
          for (HostedRoom room : rooms.all()) {
            if (gone.test(room.id)) {
              snapshots.handOver(now, room);
              end(room, now);
              mediaNews.linger(now, room);
            }
          }
          sessions.forgetEndedRooms();
          done.run();
        });
  }

  /** What rooms here know, for other nodes. */
  public RoomSnapshots snapshots() {
    return snapshots;
  }

  /** To be told what workers, and other nodes, have to say. */
  public MediaNews mediaNews() {
    return mediaNews;
  }

  private void onTime(long now) {
    rooms.handleTimeout(now);
    for (Deadlines.Timed timed = deadlines.pollDue(now);
        timed != null;
        timed = deadlines.pollDue(now)) {
      timed.handleTimeout(now);
    }
  }

  private long nextTime() {
    return Math.min(deadlines.next(), rooms.pollTimeout());
  }

  /** Ends; sockets are the edge's to close. */
  @Override
  public void close() {
    aides.close();
    control.close();
  }
}
