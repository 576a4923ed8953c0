package chat.free4.server.host;

import chat.free4.room.RoomControl;
import chat.free4.room.RoomEffect;
import chat.free4.room.access.Bytes;
import chat.free4.room.log.LogEntry;
import chat.free4.room.robot.GameDeed;
import chat.free4.room.robot.Robot;
import chat.free4.room.robot.RobotDeed;
import chat.free4.room.robot.RobotEvent;
import chat.free4.room.robot.RobotKind;
import chat.free4.room.robot.RobotPlace;
import chat.free4.room.signal.ClientMessage;
import chat.free4.room.signal.ServerMessage;
import chat.free4.room.signal.SignalError;
import chat.free4.room.signal.SignalFault;
import chat.free4.room.snapshot.RobotSeat;
import chat.free4.server.robot.ChatLine;
import chat.free4.server.robot.GameEntry;
import chat.free4.server.robot.RobotCatalogue;
import chat.free4.server.robot.RobotRunner;
import chat.free4.server.sealing.RobotSeal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The robots of this host: lets them in when a room asks for one, tells them what happens there,
 * and hands the room what they do about it. All but what {@link RobotRunner} calls is on control's
 * thread.
 */
final class RobotSeats implements AutoCloseable {
  /** Robots of this host at once. */
  static final int MAX_ROBOTS = 256;

  /** The shortest time after which a robot may be told. */
  static final long LEAST_WAKE_MILLIS = 100;

  /** And the longest. */
  static final long MOST_WAKE_MILLIS = TimeUnit.DAYS.toMillis(1);

  private static final Logger LOG = LoggerFactory.getLogger(RobotSeats.class);

  private final RobotCatalogue catalogue;
  private final RobotRunner runner;
  private final RoomVoices voices;
  private final RobotMinds minds;
  private final boolean hears;
  private final Deadlines deadlines;
  private final SecureRandom random;
  private final LongSupplier sessions;
  private final Consumer<Runnable> control;
  private final ObjLongConsumer<HostedRoom> drain;
  private int seated;

  /**
   * No robot is anywhere.
   *
   * @param help what they think by
   * @param deadlines call robots back
   * @param sessions gives a handle for each
   * @param control runs something on its thread
   * @param drain does what a room wants done
   */
  RobotSeats(
      RobotCatalogue catalogue,
      RobotRunner runner,
      RoomVoices voices,
      RobotHelp help,
      Deadlines deadlines,
      SecureRandom random,
      LongSupplier sessions,
      Consumer<Runnable> control,
      ObjLongConsumer<HostedRoom> drain) {
    this.catalogue = catalogue;
    this.runner = runner;
    this.voices = voices;
    this.deadlines = deadlines;
    this.random = random;
    this.sessions = sessions;
    this.control = control;
    this.drain = drain;
    this.hears = help.ears() != null;
    this.minds = new RobotMinds(System.nanoTime(), help, control, this::insist);
  }

  /** Lets a robot in; gives why not, if it does not. */
  @Nullable SignalFault add(HostedRoom room, long now, RoomEffect.AddRobot asked) {
    Bytes seed = randomBytes();
    return seat(room, now, new RobotSeat(asked.robot(), asked.language(), seed, 0), false);
  }

  /** The robots that sat in a room where it was before sit down in it again. */
  void restored(HostedRoom room, long now) {
    for (RobotSeat seat : room.engine.takeAwaitedRobots()) {
      SignalFault fault = seat(room, now, seat, true);
      if (fault != null) {
        LOG.warn("a robot of kind {} does not come back: {}", seat.kind(), fault.error());
      }
    }
  }

  private @Nullable SignalFault seat(
      HostedRoom room, long now, RobotSeat seat, boolean satElsewhere) {
    RobotKind kind = catalogue.find(seat.kind());
    if (kind == null) {
      return SignalFault.of(SignalError.ROBOT_UNKNOWN);
    }
    if (seated == MAX_ROBOTS) {
      return SignalFault.of(SignalError.TOO_MANY_ROBOTS);
    }
    SeatedRobot robot;
    try {
      robot = make(room, now, kind, seat);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      LOG.warn("no robot of kind {} can be made: {}", seat.kind(), e.toString());
      return SignalFault.of(SignalError.ROBOT_UNKNOWN);
    }
    seated++;
    RoomRobots robots = room.robots();
    robot.number =
        room.engine.handleRobot(now, robot.session, robot.admission(), seat, voices.areThere());
    robots.add(robot);
    RobotEvent opening =
        satElsewhere
            ? new RobotEvent.Resumed(robots.company().people())
            : new RobotEvent.Began(robots.company().people());
    SealedSeat sealedSeat = robot.sealedSeat;
    if (sealedSeat != null) {
      showKey(now, robot, sealedSeat); // it begins once it can read
    } else {
      begin(robot, opening, room.engine.entries(GameEntry.DOC));
    }
    return null;
  }

  private void begin(SeatedRobot robot, RobotEvent opening, List<LogEntry> games) {
    tell(robot, opening);
    if (watchesGames(robot)) {
      tell(robot, RoomRobots.played(games));
    }
  }

  private static void showKey(long now, SeatedRobot robot, SealedSeat sealedSeat) {
    RoomControl engine = robot.room.engine;
    request(now, robot, new ClientMessage.SealJoin(sealedSeat.seal.shown()));
    sealedSeat.entered(now, engine.members(), engine.shownKeys());
  }

  private static void request(long now, SeatedRobot robot, ClientMessage.InRoom message) {
    robot.room.engine.handleRequest(now, robot.session, ClientMessage.NO_ID, message);
  }

  private SeatedRobot make(HostedRoom room, long now, RobotKind kind, RobotSeat seat) {
    String language = kind.language(seat.language());
    boolean hasMind = minds.isThere() && kind.thinks();
    List<String> elsewhere = new ArrayList<>();
    if (hasMind) {
      elsewhere.add("mind");
    }
    if (voices.areElsewhere()) {
      elsewhere.add("voice");
    }
    boolean isSealed = room.media.isSealed();
    if (hears && !isSealed) {
      elsewhere.add("ears");
    }
    String nickname = ChatLine.nickname(ChatLine.profile(kind.nickname(language)));
    String self = SeatedRobot.member(seat).value().toBase64Url();
    SplittableRandom chance = new SplittableRandom(random.nextLong());
    Robot robot = kind.create(new RobotPlace(language, chance, hasMind, self));
    long session = sessions.getAsLong();
    SeatedRobot made =
        new SeatedRobot(
            now,
            room,
            session,
            nickname,
            language,
            List.copyOf(elsewhere),
            robot,
            seat,
            (due, _) -> tell(due, new RobotEvent.TimeUp()));
    if (isSealed) {
      made.seal(random, sealedSeat -> beginSealed(made, sealedSeat));
    }
    return made;
  }

  private Bytes randomBytes() {
    byte[] bytes = new byte[RobotSeat.SEED_BYTES];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  /** What a room tells its members is told to its robots, as far as it is for them. */
  void told(HostedRoom room, ServerMessage.Notification message) {
    if (!room.hasRobots()) {
      return;
    }
    RoomRobots robots = room.robots();
    if (message instanceof ServerMessage.MemberLeft(long number, String _)) {
      SeatedRobot gone = robots.remove(number);
      if (gone != null) {
        leave(gone);
        if (robots.all().isEmpty()) {
          room.forgetRobots();
        }
        return;
      }
    }
    long now = System.nanoTime();
    boolean isOfBefore = room.engine.isOfBefore(now, message);
    if (room.media.isSealed()) {
      robots.all().forEach(robot -> toldSealed(now, robot, message, isOfBefore));
      return;
    }
    RobotEvent event = robots.company().heard(message, isOfBefore);
    if (event != null) {
      robots.all().forEach(robot -> tell(robot, event));
    }
    RobotEvent played = RoomRobots.played(message, isOfBefore);
    if (played != null) {
      robots.all().stream().filter(this::watchesGames).forEach(robot -> tell(robot, played));
    }
  }

  /** The same where each robot reads by keys of its own. */
  private void toldSealed(
      long now, SeatedRobot robot, ServerMessage.Notification message, boolean isOfBefore) {
    SealedSeat sealedSeat = Objects.requireNonNull(robot.sealedSeat, "it sits in a sealed room");
    boolean isFirst = sealedSeat.seal.epoch() == 0;
    if (sealedSeat.seal.handle(now, message)) {
      useKeys(now, robot, sealedSeat.seal);
      if (isFirst) {
        deadlines.set(sealedSeat, now + SealedSeat.NAMES_NANOS);
      }
    }
    ServerMessage.Notification opened = sealedSeat.opened(message);
    RobotEvent event = opened == null ? null : sealedSeat.company().heard(opened, isOfBefore);
    if (!sealedSeat.hasBegun) {
      if (sealedSeat.seal.epoch() > 0 && sealedSeat.company().isKnown()) {
        beginSealed(robot, sealedSeat);
      }
      return;
    }
    if (event != null) {
      tell(robot, event);
    }
    RobotEvent played = opened == null ? null : RoomRobots.played(opened, isOfBefore);
    if (played != null && watchesGames(robot)) {
      tell(robot, played);
    }
  }

  /** Another epoch is in force: its voice is named, and its name told to who could not read it. */
  private void useKeys(long now, SeatedRobot robot, RobotSeal seal) {
    if (voices.areThere()) {
      request(now, robot, new ClientMessage.MediaKey(seal.epoch(), seal.kid()));
    }
    Bytes profile = seal.isProfileDue() ? seal.sealProfile(now, robot.profile()) : null;
    if (profile != null) {
      request(now, robot, new ClientMessage.MemberUpdate(profile, null));
    }
  }

  /** It knows whom it can know; what was played before it could read stays unread. */
  private void beginSealed(SeatedRobot robot, SealedSeat sealedSeat) {
    deadlines.remove(sealedSeat);
    sealedSeat.hasBegun = true;
    begin(robot, new RobotEvent.Began(sealedSeat.company().people()), List.of());
  }

  /** What a member has said was heard, and its robots hear it too. */
  void heard(HostedRoom room, int member, String text) {
    RobotEvent event = room.hasRobots() ? room.robots().company().heard(member, text) : null;
    if (event != null) {
      room.robots().all().forEach(robot -> tell(robot, event));
    }
  }

  private boolean watchesGames(SeatedRobot robot) {
    RobotKind kind = catalogue.find(robot.kind);
    return kind != null && kind.watchesGames();
  }

  /** The room has ended. */
  void ended(HostedRoom room) {
    if (room.hasRobots()) {
      room.robots().all().forEach(this::leave);
    }
  }

  private void leave(SeatedRobot robot) {
    robot.gone = true;
    voices.gone(robot);
    RobotMinds.gone(robot);
    seated--;
    deadlines.remove(robot);
    if (robot.sealedSeat != null) {
      deadlines.remove(robot.sealedSeat);
    }
  }

  private void tell(SeatedRobot robot, RobotEvent event) {
    if (robot.unanswered < SeatedRobot.MAX_UNANSWERED) {
      insist(robot, event);
    }
  }

  /** Tells it what it has asked for, however much it has to answer. */
  private void insist(SeatedRobot robot, RobotEvent event) {
    if (runner.tell(robot.robot, event, new Answer(robot))) {
      robot.unanswered++;
    }
  }

  /** What a robot says to an event, brought to control's thread. */
  private final class Answer implements RobotRunner.Outcome {
    private final SeatedRobot robot;

    Answer(SeatedRobot robot) {
      this.robot = robot;
    }

    @Override
    public void did(List<RobotDeed> deeds) {
      control.accept(() -> RobotSeats.this.did(robot, deeds));
    }

    @Override
    public void failed(String how) {
      control.accept(() -> takeOut(robot, System.nanoTime(), how));
    }
  }

  private void did(SeatedRobot robot, List<RobotDeed> deeds) {
    robot.unanswered--;
    long now = System.nanoTime();
    for (RobotDeed deed : deeds) {
      if (robot.gone) {
        return;
      }
      switch (deed) {
        case RobotDeed.Say(String text) -> say(robot, now, text);
        case RobotDeed.Play(GameDeed move) -> play(robot, now, move);
        case RobotDeed.Think wanted -> minds.think(now, robot, wanted);
        case RobotDeed.WakeAfter(long millis) ->
            deadlines.set(robot, now + TimeUnit.MILLISECONDS.toNanos(clamp(millis)));
      }
    }
  }

  private static long clamp(long millis) {
    return Math.clamp(millis, LEAST_WAKE_MILLIS, MOST_WAKE_MILLIS);
  }

  private void say(SeatedRobot robot, long now, String text) {
    if (robot.isFlooding(now)) {
      takeOut(robot, now, "it says too much");
      return;
    }
    if (!robot.maySpeak(now)) {
      return;
    }
    HostedRoom room = robot.room;
    SealedSeat sealedSeat = robot.sealedSeat;
    long logical =
        (sealedSeat == null ? room.robots().company() : sealedSeat.company()).nextLogical();
    ClientMessage.LogAppend line = robot.line(now, text, System.currentTimeMillis(), logical);
    String said = ChatLine.visible(text, RobotDeed.Say.MAX_LENGTH);
    if (line != null && said != null) {
      request(now, robot, line);
      drain.accept(room, now);
      voices.say(robot, said); // what is written, and no more than that
    }
  }

  /** What is not its to do is dropped by who plays, as anybody's. */
  private void play(SeatedRobot robot, long now, GameDeed deed) {
    if (robot.isFlooding(now)) {
      takeOut(robot, now, "it does too much");
      return;
    }
    ClientMessage.LogAppend move =
        watchesGames(robot) && robot.maySpeak(now) ? robot.move(now, deed, random) : null;
    if (move != null) {
      request(now, robot, move);
      drain.accept(robot.room, now);
    }
  }

  private void takeOut(SeatedRobot robot, long now, String why) {
    if (robot.gone) {
      return;
    }
    LOG.warn("a robot of kind {} is taken out: {}", robot.kind, why);
    robot.room.engine.handleRobotFailed(robot.number);
    drain.accept(robot.room, now);
  }

  @Override
  public void close() {
    runner.close();
  }
}
