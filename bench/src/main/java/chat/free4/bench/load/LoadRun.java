package chat.free4.bench.load;

import chat.free4.bench.load.JoinDesk.Seat;
import chat.free4.bench.load.measure.LatencyHistogram;
import chat.free4.bench.load.measure.LoadResult;
import chat.free4.bench.load.measure.SocketDrops;
import chat.free4.bench.load.socket.MemberSockets;
import chat.free4.bench.load.socket.RealTime;
import chat.free4.ffi.SrtpBackends;
import chat.free4.rtc.srtp.SrtpBackend;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run: everybody joins, talks to warm up, is measured (while a storm of others joins, where one
 * is asked for), is judged, leaves.
 */
final class LoadRun implements AutoCloseable {
  /** Handshakes of ours at once. */
  private static final int HANDSHAKES = 64;

  /** Packets under way when the talk ends have so long to come. */
  private static final long DRAIN_MILLIS = 500;

  /** After a storm all hear each other for so long. */
  private static final long STORM_SETTLES_NANOS = 1_000_000_000L;

  /** And after the last has come back to a room that moved. */
  private static final long MOVE_SETTLES_NANOS = 2_000_000_000L;

  private static final long TICK_MILLIS = 100;
  private static final int TICKS_A_SECOND = 10;

  private final LoadOptions options;
  private final Progress progress;
  private final SecureRandom random = new SecureRandom();
  private final Handshakes handshakes = new Handshakes(HANDSHAKES);
  private final ExecutorService people =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("member-", 0).factory());
  private final HttpClient http;
  private final LoadLoop[] loops;
  private final SrtpBackend[] srtp;
  private final MemberSockets[] sockets;
  private final List<Thread> threads = new ArrayList<>();
  private final JoinDesk desk;
  private final Followers followers;
  private final List<JoinWave> waves = new ArrayList<>();

  /** When somebody was away last. */
  private long awayNanos = System.nanoTime() - MOVE_SETTLES_NANOS;

  /** Makes ready; nothing is sent yet. */
  LoadRun(LoadOptions options, Engines engines, Progress progress) throws IOException {
    this.options = options;
    this.progress = progress;
    this.http = engines.http(options.insecure(), people);
    this.loops = new LoadLoop[options.threads()];
    this.srtp = new SrtpBackend[loops.length];
    this.sockets = new MemberSockets[loops.length];
    SrtpBackends backends = engines.srtp(options.crypto());
    for (int i = 0; i < loops.length; i++) {
      srtp[i] = backends.open();
      sockets[i] = engines.sockets(options.io(), progress::say);
      loops[i] = new LoadLoop(sockets[i], srtp[i], options.decryptPercent(), i, loops.length);
    }
    this.desk = new JoinDesk(options, http, loops, srtp, handshakes, random);
    this.followers = new Followers(desk, people);
  }

  /**
   * Does it all.
   *
   * @param onJoined gets everybody once they are in, before the talk is measured
   * @param ended until when it is measured at least
   */
  LoadResult run(Consumer<List<Joined>> onJoined, BooleanSupplier ended) {
    for (LoadLoop loop : loops) {
      threads.add(Thread.ofPlatform().name("load-loop-" + threads.size()).start(loop));
    }
    Seating seating = new Seating(options, random);
    JoinWave first = send(seating.first(), options.ramp());
    while (!first.isOverFor(0)) {
      pause(TICK_MILLIS / 5);
      progress.show("joining", first.done(), first.size(), "members");
    }
    onJoined.accept(first.joined());
    talk("warming up", options.warmUpSeconds(), () -> false, () -> {});
    long droppedBefore = dropped();
    onLoops(LoadLoop::beginWindow);
    onLoops(this::beginSilences);
    Recorder recorder = new Recorder(loops, options.pid());
    JoinWave storm = options.storm() == 0 ? null : send(seating.storm(), options.stormRamp());
    talk(
        storm == null ? "measuring" : "storming",
        options.seconds(),
        () -> !ended.getAsBoolean() || isStormy(storm) || !haveSettled(),
        recorder::sample);
    followers.end();
    long talkedUntil = RealTime.nanos();
    onLoops(LoadLoop::stopSending);
    pause(DRAIN_MILLIS);
    long dropped = dropped() - droppedBefore;
    Judgement judgement = new Judgement(options, joined());
    onLoops(loop -> judgement.take(loop, talkedUntil));
    progress.end();
    return result(first, storm, recorder, dropped, judgement);
  }

  private static boolean isStormy(@Nullable JoinWave storm) {
    return storm != null && !storm.isOverFor(STORM_SETTLES_NANOS);
  }

  /** Whether nobody has been away for a while; asked again and again. */
  private boolean haveSettled() {
    long now = System.nanoTime();
    if (options.follow() && followers.isSomebodyAway(joined())) {
      awayNanos = now;
    }
    return now - awayNanos >= MOVE_SETTLES_NANOS;
  }

  private JoinWave send(List<Seat> seats, int perSecond) {
    Consumer<Joined> onJoined = options.follow() ? followers::add : joined -> {};
    JoinWave wave = JoinWave.begin(desk, people, seats, perSecond, onJoined);
    waves.add(wave);
    return wave;
  }

  /** All who are in. */
  private List<Joined> joined() {
    return waves.stream().flatMap(wave -> wave.joined().stream()).toList();
  }

  /** Lets them talk for so many seconds, and then on for as long as it goes on. */
  private void talk(String what, int seconds, BooleanSupplier goesOn, Runnable eachSecond) {
    long began = System.nanoTime();
    for (int second = 1; second <= seconds || goesOn.getAsBoolean(); second++) {
      for (int tick = 1; tick <= TICKS_A_SECOND; tick++) {
        progress.show(what, second - 1, Math.max(second, seconds), "s");
        long ticks = (second - 1L) * TICKS_A_SECOND + tick;
        long due = began + ticks * TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
      }
      eachSecond.run();
    }
  }

  private static void pause(long millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private void onLoops(Consumer<LoadLoop> action) {
    for (LoadLoop loop : loops) {
      loop.submit(() -> action.accept(loop)).join();
    }
  }

  private void beginSilences(LoadLoop loop) {
    long now = RealTime.nanos();
    joined().stream()
        .filter(joined -> joined.loop() == loop)
        .forEach(joined -> joined.silence().begin(now));
  }

  /** Datagrams that came to our sockets and did not fit into their buffers. */
  private long dropped() {
    return new SocketDrops().of(Judgement.portsOf(sockets, joined(), loops));
  }

  private LoadResult result(
      JoinWave first,
      @Nullable JoinWave storm,
      Recorder recorder,
      long dropped,
      Judgement judgement) {
    LoopTotals during = judgement.during();
    LatencyHistogram lateness = judgement.lateness();
    return new LoadResult(
        plan(),
        new LoadResult.Setup(
            sockets[0].name(),
            srtp[0].name(),
            sockets[0].hasKernelTimes(),
            Runtime.getRuntime().availableProcessors(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()),
        first.result(),
        storm == null
            ? null
            : new LoadResult.Storm(storm.result(), storm.seconds(), judgement.lostOfNewcomers()),
        options.follow() ? followers.result(judgement.silences()) : null,
        judgement.hearing(options.total() + options.storm()),
        judgement.traffic(recorder.seconds()),
        new LoadResult.Latency(judgement.latency()),
        recorder.serverCost(during.received()),
        new LoadResult.Generator(
            recorder.selfCores(),
            during.late(),
            during.skipped(),
            during.sendFailed(),
            dropped,
            lateness.percentileNanos(0.99),
            lateness.maxNanos(),
            Judgement.bottlenecks(during, dropped)),
        recorder.samples());
  }

  private LoadResult.Plan plan() {
    List<String> profiles = options.profiles().stream().map(Enum::name).toList();
    return new LoadResult.Plan(
        options.servers().stream().map(URI::toString).collect(Collectors.joining(" ")),
        options.rooms(),
        options.members(),
        options.publishers(),
        options.seconds(),
        options.warmUpSeconds(),
        options.payloadBytes(),
        options.slots(),
        options.ramp(),
        options.storm(),
        options.stormSeconds(),
        String.join(" or ", profiles),
        options.decryptPercent());
  }

  /** Everybody leaves. */
  @Override
  public void close() {
    followers.end();
    for (LoadLoop loop : loops) {
      loop.stop();
    }
    for (Thread thread : threads) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(2));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    for (Joined member : joined()) {
      people.execute(member.signal()::leaveQuietly);
    }
    people.close();
    handshakes.close();
    http.close();
  }
}
