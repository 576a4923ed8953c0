package chat.free4.sim.worker;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.server.config.RobotConfig;
import chat.free4.server.voice.VoiceMaker;
import chat.free4.sfu.VoicePhrase;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What robots that speak cost, and what they do to people's voice: a worker as a server has it,
 * with its thread and its port, ten people who talk in one room in real time, and in 27 other rooms
 * 100 robots who say a phrase that is kept and 8 who say one new sentence after the other.
 */
@Tag("figures")
final class RobotVoicesFiguresTest {
  private static final int PEOPLE = 10;
  private static final int ROBOTS_A_ROOM = 4;
  private static final int CACHED_ROOMS = 25;
  private static final int LIVE_ROOMS = 2;
  private static final int LIVE = ROBOTS_A_ROOM * LIVE_ROOMS;
  private static final int SPOKEN_BY = CACHED_ROOMS * ROBOTS_A_ROOM;
  private static final int SECONDS = 20;
  private static final int FRAMES = SECONDS * 50;
  private static final long WAIT_SECONDS = 60;
  private static final double TICKS_A_SECOND = 100;
  private static final long FRAME_MILLIS = TimeUnit.NANOSECONDS.toMillis(VoicePhrase.FRAME_NANOS);
  private static final String KEPT = "Good evening, and welcome. Who would like to begin tonight?";

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final VoiceMaker maker = VoiceMaker.configured(RobotConfig.NONE, LIVE);
  private final AtomicInteger sentence = new AtomicInteger();
  private final Queue<Long> firstSounds = new ConcurrentLinkedQueue<>();

  @Test
  void peoplesVoiceBesideRobots() throws Exception {
    assertThat(maker.isThere()).as("espeak-ng is on the path").isTrue();
    VoicePhrase kept = make(KEPT);
    for (int i = 0; i < 20; i++) {
      make(next()); // a process that has just begun is not what is measured
    }
    firstSounds.clear();
    double cpu = cpuSeconds();
    double spoken = 0;
    for (int i = 0; i < 20; i++) {
      spoken += make(next()).length() * FRAME_MILLIS / 1e3;
    }
    double made = (cpuSeconds() - cpu) / spoken;
    figure("first sound of a new sentence, one at a time: %s ms (aim 250)", spread(firstSounds));
    try (RealRoom room = new RealRoom(PEOPLE)) {
      for (int i = 0; i < CACHED_ROOMS + LIVE_ROOMS; i++) {
        room.addListener(roomOf(i), ROBOTS_A_ROOM);
      }
      room.delays(FRAMES / 4);
      Taken alone = take(room);
      firstSounds.clear();
      Taken beside;
      ScheduledExecutorService robots = Executors.newScheduledThreadPool(1);
      try {
        for (int i = 0; i < SPOKEN_BY; i++) {
          sayKept(robots, room, i, kept);
        }
        for (int i = 0; i < LIVE; i++) {
          sayLive(robots, room, SPOKEN_BY + i);
        }
        room.delays(FRAMES / 4);
        room.forgetListened();
        beside = take(room);
      } finally {
        robots.shutdownNow();
      }
      long heard = room.listened();
      double paced = (beside.workerCores - alone.workerCores) / (SPOKEN_BY + LIVE);
      figure("the same, %d robots at once, on a full machine: %s ms", LIVE, spread(firstSounds));
      figure(
          "a robot that speaks: %.2f %% of a core to make, %.2f %% to send to one listener (aim 3)",
          100 * made, 100 * paced);
      figure(
          "ten people's voice: alone %s; beside %d robots with a kept phrase and %d that speak live"
              + " %s (aim: none lost, p99 1 ms more)",
          alone.delays, SPOKEN_BY, LIVE, beside.delays);
      assertThat(heard)
          .as("packets of robots that were heard")
          .isGreaterThan((long) SPOKEN_BY * FRAMES * 8 / 10);
    }
  }

  private static long roomOf(int place) {
    return 100L + place;
  }

  private String next() {
    return "This is sentence number " + sentence.incrementAndGet() + ", and nobody has heard it.";
  }

  private VoicePhrase make(String text) throws Exception {
    CompletableFuture<VoicePhrase> made = new CompletableFuture<>();
    long decided = System.nanoTime();
    List<VoicePhrase> parts = new ArrayList<>();
    maker.speak(
        text,
        "en",
        spoken -> {
          if (parts.isEmpty()) {
            firstSounds.add(System.nanoTime() - decided);
          }
          parts.add(spoken.part());
          if (spoken.isLast()) {
            made.complete(VoicePhrase.joined(parts));
          }
        });
    return made.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** One phrase after the other, each robot at a time of its own. */
  private static void sayKept(
      ScheduledExecutorService robots, RealRoom room, int robot, VoicePhrase phrase) {
    long length = phrase.length() * FRAME_MILLIS;
    Future<?> _ =
        robots.scheduleAtFixedRate(
            () -> room.say(roomOf(robot / ROBOTS_A_ROOM), 2 + robot % ROBOTS_A_ROOM, phrase),
            robot * length / SPOKEN_BY,
            length,
            TimeUnit.MILLISECONDS);
  }

  private void sayLive(ScheduledExecutorService robots, RealRoom room, int robot) {
    long decided = System.nanoTime();
    AtomicLong over = new AtomicLong();
    maker.speak(
        next(),
        "en",
        spoken -> {
          long nanos = System.nanoTime();
          if (spoken.part().isBeginning()) {
            firstSounds.add(nanos - decided);
            over.set(nanos);
          }
          over.addAndGet(spoken.part().length() * VoicePhrase.FRAME_NANOS);
          room.say(roomOf(robot / ROBOTS_A_ROOM), 2 + robot % ROBOTS_A_ROOM, spoken.part());
          if (spoken.isLast() && !robots.isShutdown()) {
            Future<?> _ =
                robots.schedule(
                    () -> sayLive(robots, room, robot), over.get() - nanos, TimeUnit.NANOSECONDS);
          }
        });
  }

  /**
   * How people's voice was.
   *
   * @param workerCores part of a core that the worker took
   */
  private record Taken(RealRoom.Delays delays, double workerCores) {}

  private static Taken take(RealRoom room) {
    long worker = cpu("media-0");
    long began = System.nanoTime();
    RealRoom.Delays delays = room.delays(FRAMES);
    double elapsed = System.nanoTime() - began;
    return new Taken(delays, (cpu("media-0") - worker) / elapsed);
  }

  /**
   * Seconds of processors that this process has used, and those that it has started and waited for.
   */
  private static double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    double ticks = 0;
    for (int i = 11; i <= 14; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks / TICKS_A_SECOND;
  }

  private static long cpu(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .mapToLong(thread -> THREADS.getThreadCpuTime(thread.threadId()))
        .sum();
  }

  private static void figure(String format, Object... values) {
    System.out.printf(Locale.ROOT, "FIGURE " + format + "%n", values);
  }

  private static String spread(Iterable<Long> nanos) {
    List<Long> sorted = new ArrayList<>();
    nanos.forEach(sorted::add);
    long[] all = sorted.stream().mapToLong(Long::longValue).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "median %.0f, worst %.0f (%d)",
        all[all.length / 2] / 1e6,
        Arrays.stream(all).max().orElse(0) / 1e6,
        all.length);
  }
}
