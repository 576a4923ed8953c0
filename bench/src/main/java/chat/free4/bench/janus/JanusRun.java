package chat.free4.bench.janus;

import chat.free4.bench.janus.JanusPlan.Seat;
import chat.free4.bench.load.Handshakes;
import chat.free4.bench.load.LoadLoop;
import chat.free4.bench.load.LoadMember;
import chat.free4.bench.load.measure.Expectation;
import chat.free4.bench.load.measure.ProcessProbe;
import chat.free4.bench.load.measure.SocketDrops;
import chat.free4.bench.load.socket.EpollMemberSockets;
import chat.free4.ffi.SrtpBackends;
import chat.free4.ffi.SrtpChoice;
import chat.free4.rtc.dtls.DtlsCertificate;
import chat.free4.rtc.srtp.SrtpBackend;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** One run: everybody talks and listens by Janus, is measured, is judged. */
final class JanusRun implements AutoCloseable {
  private static final int WARM_UP_SECONDS = 5;
  private static final int JOINING_AT_ONCE = 16;
  private static final int HANDSHAKES_AT_ONCE = 16;
  private static final double NANOS_A_SECOND = 1e9;

  /** Beside the first of each stream; more would take CPU that Janus needs. */
  private static final int DECRYPT_PERCENT = 1;

  private static final long STOP_MILLIS = 2000;

  private final JanusPlan plan;
  private final AnsweringSockets sockets =
      new AnsweringSockets(new EpollMemberSockets(LoadLoop.BATCH));
  private final LoadLoop loop;
  private final Thread thread;
  private final ProcessProbe server;
  private final ProcessProbe self = new ProcessProbe(ProcessHandle.current().pid());
  private final ExecutorService joining = Executors.newFixedThreadPool(JOINING_AT_ONCE);
  private final Handshakes handshakes = new Handshakes(HANDSHAKES_AT_ONCE);
  private final HttpClient http = HttpClient.newHttpClient();
  private final JanusClient janus;
  private final JanusDesk desk;
  private final Map<Seat, LoadMember> talkers = new LinkedHashMap<>();
  private final Map<Seat, LoadMember> listeners = new LinkedHashMap<>();

  /** Connects with Janus; nobody is in a room yet. */
  JanusRun(JanusPlan plan) throws IOException {
    this.plan = plan;
    server = new ProcessProbe(plan.pid());
    SecureRandom random = new SecureRandom();
    SrtpBackend srtp = SrtpBackends.choose(SrtpChoice.AUTO).open();
    loop = new LoadLoop(sockets, srtp, DECRYPT_PERCENT, 0, 1);
    thread = Thread.ofPlatform().daemon().name("members").start(loop);
    janus = new JanusClient(http, plan.janus());
    desk =
        new JanusDesk(
            janus,
            loop,
            sockets,
            srtp,
            plan.profile(),
            plan.payloadBytes(),
            handshakes,
            random,
            DtlsCertificate.generate(random, Instant.now()));
  }

  /** Does it all. */
  JanusResult run() throws InterruptedException {
    join();
    onLoop(
        () -> {
          talkers.values().forEach(loop::publish);
          return talkers.size();
        });
    TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
    Reading before =
        onLoop(
            () -> {
              loop.beginWindow();
              return read();
            });
    TimeUnit.SECONDS.sleep(plan.seconds());
    return onLoop(() -> resultSince(before));
  }

  /** What the system says at one moment. */
  private record Reading(long nanos, double serverCpuSeconds, double ownCpuSeconds, long dropped) {}

  private Reading read() {
    return new Reading(
        System.nanoTime(),
        server.cpuSeconds().orElseThrow(() -> new IllegalStateException("Janus has ended")),
        self.cpuSeconds().orElseThrow(),
        new SocketDrops().of(ports()));
  }

  /** Packets and times of the same moment: what comes later is of another time, like the first. */
  private JanusResult resultSince(Reading before) {
    Reading now = read();
    return new JanusResult(
        plan,
        (now.nanos - before.nanos) / NANOS_A_SECOND,
        expected(),
        loop.windowTotals(),
        stray(),
        now.dropped - before.dropped,
        now.serverCpuSeconds - before.serverCpuSeconds,
        server.residentBytes().orElseThrow(),
        now.ownCpuSeconds - before.ownCpuSeconds,
        complaints());
  }

  private Set<Integer> ports() {
    Set<Integer> ports = new HashSet<>();
    listeners.values().forEach(one -> ports.add(sockets.localPort(one.socket())));
    return ports;
  }

  private <T> T onLoop(Supplier<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.submit(() -> result.complete(action.get())).join();
    return result.join();
  }

  private void join() {
    List<Seat> everybody = plan.everybody();
    for (int room = 1; room <= plan.rooms(); room++) {
      desk.createRoom(room, plan.publishers());
    }
    List<Seat> publishers = everybody.stream().filter(plan::publishes).toList();
    connect(publishers, talkers, seat -> desk.talk(seat.room() + 1L, seat.number()));
    // Janus offers a listener those who are there: all are.
    List<Seat> audience = everybody.stream().filter(seat -> !plan.heardBy(seat).isEmpty()).toList();
    connect(
        audience,
        listeners,
        seat -> desk.listen(seat.room() + 1L, seat.number(), plan.heardBy(seat)));
  }

  private void connect(
      List<Seat> seats, Map<Seat, LoadMember> into, Function<Seat, LoadMember> how) {
    Map<Seat, CompletableFuture<LoadMember>> coming = new LinkedHashMap<>();
    for (Seat seat : seats) {
      coming.put(seat, CompletableFuture.supplyAsync(() -> how.apply(seat), joining));
    }
    coming.forEach((seat, member) -> into.put(seat, member.join()));
  }

  private long expected() {
    long expected = 0;
    for (LoadMember talker : talkers.values()) {
      expected += talker.sentPackets() * (plan.members() - 1);
    }
    return expected;
  }

  private long stray() {
    long stray = 0;
    for (LoadMember listener : listeners.values()) {
      stray += listener.strayPackets();
    }
    return stray;
  }

  private List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    listeners.forEach(
        (seat, member) -> {
          List<Long> wanted = plan.heardBy(seat).stream().map(Integer::longValue).toList();
          Set<Long> heard = new HashSet<>();
          member.heard().forEach(heard::add);
          var verdict = Expectation.of(wanted, seat.number(), wanted.size()).judge(heard);
          if (!verdict.isRight()) {
            complaints.add("member " + seat.number() + " " + verdict.complaint());
          }
          complain(seat, member, complaints);
        });
    talkers.forEach((seat, member) -> complain(seat, member, complaints));
    return complaints;
  }

  private static void complain(Seat seat, LoadMember member, List<String> complaints) {
    if (!member.isConnected()) {
      complaints.add("member " + seat.number() + " lost a line: " + member.closedReason());
    }
  }

  /** Everybody leaves. */
  @Override
  public void close() {
    loop.stop();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    janus.close();
    joining.shutdownNow();
    handshakes.close();
    http.shutdownNow();
  }
}
