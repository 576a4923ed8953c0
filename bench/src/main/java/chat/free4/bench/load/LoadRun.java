package chat.free4.bench.load;

import chat.free4.bench.load.JoinDesk.Joined;
import chat.free4.bench.load.JoinDesk.Seat;
import chat.free4.bench.load.measure.LatencyHistogram;
import chat.free4.bench.load.measure.LoadResult;
import chat.free4.bench.load.measure.SocketDrops;
import chat.free4.bench.load.socket.MemberSockets;
import chat.free4.ffi.SrtpBackends;
import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.srtp.SrtpBackend;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** One run: everybody joins, talks to warm up, is measured, is judged, leaves. */
final class LoadRun implements AutoCloseable {
  /** Handshakes of ours at once. */
  private static final int HANDSHAKES = 64;

  /** Packets under way when the talk ends have so long to come. */
  private static final long DRAIN_MILLIS = 500;

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
  private final List<Joined> joined = new ArrayList<>();
  private final Map<String, Integer> failures = new TreeMap<>();
  private long joinNanos;

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
    DtlsCertificate certificate = DtlsCertificate.generate(random, Instant.now());
    this.desk = new JoinDesk(options, http, loops, srtp, handshakes, certificate, random);
  }

  /**
   * Does it all.
   *
   * @param onJoined gets everybody once they are in, before the talk is measured
   */
  LoadResult run(Consumer<List<Joined>> onJoined) {
    for (LoadLoop loop : loops) {
      threads.add(Thread.ofPlatform().name("load-loop-" + threads.size()).start(loop));
    }
    join();
    onJoined.accept(List.copyOf(joined));
    talk("warming up", options.warmUpSeconds(), () -> {});
    long droppedBefore = dropped();
    onLoops(LoadLoop::beginWindow);
    Recorder recorder = new Recorder(loops, options.pid());
    talk("measuring", options.seconds(), recorder::sample);
    onLoops(LoadLoop::stopSending);
    pause(DRAIN_MILLIS);
    long dropped = dropped() - droppedBefore;
    Judgement judgement = new Judgement(options, joined);
    onLoops(judgement::take);
    progress.end();
    return result(recorder, dropped, judgement);
  }

  private void join() {
    String run = Long.toString(random.nextLong() >>> 20, Character.MAX_RADIX);
    int total = options.total();
    long began = System.nanoTime();
    for (int i = 0; i < total; i++) {
      long due = began + i * TimeUnit.SECONDS.toNanos(1) / options.ramp();
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      int room = i / options.members();
      int place = i % options.members();
      String name = "load " + run + " " + (room + 1);
      Seat seat = new Seat(room, name, place, place < options.publishers());
      people.execute(() -> join(seat));
      progress.show("joining", done(), total, "members");
    }
    while (done() < total) {
      pause(TICK_MILLIS / 5);
      progress.show("joining", done(), total, "members");
    }
    joinNanos = System.nanoTime() - began;
  }

  private void join(Seat seat) {
    try {
      Joined member = desk.join(seat);
      synchronized (joined) {
        joined.add(member);
      }
    } catch (RuntimeException e) {
      String why = e.getMessage() == null ? e.toString() : e.getMessage();
      synchronized (joined) {
        failures.merge(why, 1, Integer::sum);
      }
    }
  }

  private int done() {
    synchronized (joined) {
      int done = joined.size();
      for (int count : failures.values()) {
        done += count;
      }
      return done;
    }
  }

  private void talk(String what, int seconds, Runnable eachSecond) {
    long began = System.nanoTime();
    for (int tick = 1; tick <= seconds * TICKS_A_SECOND; tick++) {
      progress.show(what, tick / TICKS_A_SECOND, seconds, "s");
      long due = began + tick * TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      if (tick % TICKS_A_SECOND == 0) {
        eachSecond.run();
      }
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

  /** Datagrams that came to our sockets and did not fit into their buffers. */
  private long dropped() {
    return new SocketDrops().of(Judgement.portsOf(sockets, joined, loops));
  }

  private LoadResult result(Recorder recorder, long dropped, Judgement judgement) {
    LoopTotals during = judgement.during();
    LatencyHistogram times = desk.times();
    LatencyHistogram lateness = judgement.lateness();
    int wanted = options.total();
    return new LoadResult(
        plan(),
        new LoadResult.Setup(
            sockets[0].name(),
            srtp[0].name(),
            sockets[0].hasKernelTimes(),
            Runtime.getRuntime().availableProcessors(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()),
        new LoadResult.Joins(
            wanted,
            joined.size(),
            joined.size() / (joinNanos / 1e9),
            times.percentileNanos(0.5),
            times.percentileNanos(0.99),
            times.maxNanos(),
            desk.busyRetries(),
            failures.entrySet().stream().map(e -> e.getValue() + " x " + e.getKey()).toList()),
        judgement.hearing(wanted),
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
        options.server().toString(),
        options.rooms(),
        options.members(),
        options.publishers(),
        options.seconds(),
        options.warmUpSeconds(),
        options.payloadBytes(),
        options.slots(),
        options.ramp(),
        String.join(" or ", profiles),
        options.decryptPercent());
  }

  /** Everybody leaves. */
  @Override
  public void close() {
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
    for (Joined member : joined) {
      people.execute(member.signal()::leaveQuietly);
    }
    people.close();
    handshakes.close();
    http.close();
  }
}
