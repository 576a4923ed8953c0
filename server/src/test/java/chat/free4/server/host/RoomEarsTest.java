package chat.free4.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.room.RoomControl;
import chat.free4.room.RoomLimits;
import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.media.MediaNegotiator.MediaAnswer;
import chat.free4.room.moderation.SignedAct;
import chat.free4.room.signal.ServerMessage;
import chat.free4.server.ears.Stt;
import chat.free4.server.media.VoiceListener;
import chat.free4.server.media.WorkerLoads;
import chat.free4.server.metrics.ServerMetrics;
import chat.free4.server.voice.Espeak;
import chat.free4.server.voice.Tts;
import chat.free4.server.voice.VoiceMaker;
import chat.free4.sfu.HeardPacket;
import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of what is said where the service is slow, fails, or is asked for too much. */
final class RoomEarsTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final long FRAME_NANOS = 20_000_000;
  private static final int FRAME = 960;
  private static final int LOUD = 20;
  private static final byte[] TONE = tone();
  private static final Bytes AGREES = Bytes.utf8("{\"nickname\":\"Ada\",\"ears\":true}");
  private static final int AMPLE = 100_000;

  private final BlockingQueue<Runnable> control = new LinkedBlockingQueue<>();
  private final List<String> told = new ArrayList<>();
  private final Deadlines deadlines = new Deadlines();
  private final ServerMetrics metrics = new ServerMetrics();
  private final Service service = new Service();
  private @Nullable VoiceListener listener;
  private long nowNanos = -3_000_000_000L; // System.nanoTime may be negative
  private int sequence;
  private long handles;

  /** Answers, as soon as it is let, by how many seconds it was given. */
  private static final class Service implements Stt {
    final Semaphore answers = new Semaphore(0);
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final AtomicInteger asked = new AtomicInteger();
    final AtomicInteger interrupted = new AtomicInteger();
    volatile @Nullable IOException failure;

    @Override
    public String hear(Tts.Sound sound, String language) throws IOException, InterruptedException {
      asked.incrementAndGet();
      most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      try {
        answers.acquire();
      } catch (InterruptedException e) {
        interrupted.incrementAndGet();
        throw e;
      } finally {
        atOnce.decrementAndGet();
      }
      IOException failing = failure;
      if (failing != null) {
        throw failing;
      }
      return sound.samples().length / sound.rate() + " s";
    }
  }

  private static byte[] tone() {
    short[] samples = new short[FRAME];
    for (int i = 0; i < FRAME; i++) {
      samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * 440 * i / 48_000));
    }
    byte[] packet = new byte[1_000];
    try {
      OpusEncoder encoder = new OpusEncoder(48_000, 1, OpusApplication.OPUS_APPLICATION_VOIP);
      return Arrays.copyOf(packet, encoder.encode(samples, 0, FRAME, packet, 0, packet.length));
    } catch (OpusException e) {
      throw new IllegalStateException(e);
    }
  }

  private RoomEars ears(int budgetSeconds) {
    RobotHelp help =
        new RobotHelp(new VoiceMaker(new Espeak(100), 0), null, AMPLE, service, budgetSeconds);
    return new RoomEars(
        System.nanoTime(),
        help,
        ears -> listener = ears,
        control::add,
        (room, member, text) -> told.add(room.handle + ":" + member + " " + text),
        metrics);
  }

  @AfterEach
  void letAllGo() {
    service.answers.release(AMPLE);
  }

  private HostedRoom room() {
    RoomId id = RoomId.ofPublic("room " + ++handles);
    RoomControl engine =
        new RoomControl(
            nowNanos,
            id,
            "room",
            "epoch",
            Bytes.of(new byte[SignedAct.HASH_BYTES]),
            RoomLimits.DEFAULTS,
            (_, _, _) -> new MediaAnswer.Unacceptable("none is offered"));
    RoomMediaLink link =
        new RoomMediaLink(
            (_, _) -> true,
            new RoomPlacement(new WorkerLoads(1, 1, _ -> true)),
            handles,
            false,
            metrics,
            _ -> {});
    var around = new HostedRoom.Surroundings(deadlines, _ -> null, (_, _) -> {}, (_, _) -> {});
    return new HostedRoom(handles, id, engine, link, RoomListing.hidden(), around);
  }

  private static void agree(RoomEars ears, HostedRoom room, int member) {
    ears.told(room, new ServerMessage.MemberChanged(member, AGREES, null, null, null));
  }

  /** Says something for so many seconds. */
  private void speak(HostedRoom room, int member, int seconds) {
    VoiceListener hearing = Objects.requireNonNull(listener);
    for (int i = 0; i < seconds * 50; i++) {
      hearing.handlePacket(
          nowNanos, new HeardPacket(room.handle, member, LOUD, sequence++ & 0xffff, TONE));
      nowNanos += FRAME_NANOS;
    }
  }

  private void pause() {
    nowNanos += 1_000_000_000;
    Objects.requireNonNull(listener).handleTimeout(nowNanos);
    runAll();
  }

  private void say(HostedRoom room, int member, int seconds) {
    speak(room, member, seconds);
    pause();
  }

  private void runAll() {
    for (Runnable task = control.poll(); task != null; task = control.poll()) {
      task.run();
    }
  }

  /** Does what comes to control, until that holds. */
  private void runUntil(BooleanSupplier isSo) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never was").isLessThan(until);
      Runnable task = control.poll(10, TimeUnit.MILLISECONDS);
      if (task != null) {
        task.run();
      }
    }
  }

  private long counted(String outcome) {
    String name = "free4chat_ears_utterances_total{outcome=\"" + outcome + "\"} ";
    return new String(metrics.scrape(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElse(0);
  }

  @Test
  void ofWhoSaysMoreThanTheServiceWritesTheEldestMakesRoom() throws InterruptedException {
    RoomEars ears = ears(AMPLE);
    HostedRoom room = room();
    agree(ears, room, 1);
    for (int seconds = 1; seconds <= RoomEars.MAX_WAITING + 3; seconds++) {
      say(room, 1, seconds);
    }
    assertThat(counted("late")).isEqualTo(2);
    service.answers.release(AMPLE);
    runUntil(() -> told.size() == RoomEars.MAX_WAITING + 1);
    assertThat(told).as("in order").containsExactly("1:1 1 s", "1:1 4 s", "1:1 5 s");
    assertThat(service.most).as("one after the other").hasValue(1);
    assertThat(counted("heard")).isEqualTo(RoomEars.MAX_WAITING + 1);
  }

  @Test
  void theServiceIsAskedForSoMuchAtOnceAndEachMemberHasATurn() throws InterruptedException {
    RoomEars ears = ears(AMPLE);
    HostedRoom room = room();
    int members = RoomEars.MAX_AT_ONCE + 2;
    for (int member = 1; member <= members; member++) {
      agree(ears, room, member);
    }
    for (int member = 1; member <= members; member++) {
      say(room, member, 1);
    }
    say(room, 1, 2);
    runUntil(() -> service.atOnce.get() == RoomEars.MAX_AT_ONCE);
    assertThat(service.asked).hasValue(RoomEars.MAX_AT_ONCE);
    service.answers.release();
    runUntil(() -> service.asked.get() == RoomEars.MAX_AT_ONCE + 1);
    service.answers.release(AMPLE);
    runUntil(() -> told.size() == members + 1);
    assertThat(service.most).hasValue(RoomEars.MAX_AT_ONCE);
    assertThat(told).contains("1:1 1 s", "1:1 2 s", "1:" + members + " 1 s");
    assertThat(told.indexOf("1:1 1 s")).isLessThan(told.indexOf("1:1 2 s"));
  }

  @Test
  void whatTheServiceFailsAtIsCountedAndTheNextIsWritten() throws InterruptedException {
    RoomEars ears = ears(AMPLE);
    HostedRoom room = room();
    agree(ears, room, 1);
    service.failure = new IOException("it answered 500");
    say(room, 1, 1);
    service.answers.release();
    runUntil(() -> counted("failed") == 1);
    service.failure = null;
    say(room, 1, 2);
    service.answers.release();
    runUntil(() -> counted("heard") == 1);
    assertThat(told).containsExactly("1:1 2 s");
  }

  @Test
  void whoLeavesInTheMiddleOfASentenceIsNotWrittenDown() {
    RoomEars ears = ears(AMPLE);
    HostedRoom room = room();
    agree(ears, room, 1);
    speak(room, 1, 2);
    ears.forget(room, 1);
    speak(room, 1, 1);
    pause();
    assertThat(service.asked).hasValue(0);
    assertThat(told).isEmpty();
  }

  @Test
  void whatIsOnItsWayToControlWhenSomebodyLeavesIsNotWrittenDownEither() {
    RoomEars ears = ears(AMPLE);
    HostedRoom room = room();
    agree(ears, room, 1);
    speak(room, 1, 1);
    nowNanos += 1_000_000_000;
    Objects.requireNonNull(listener).handleTimeout(nowNanos);
    assertThat(control).as("the utterance").hasSize(1);
    ears.forget(room, 1);
    runAll();
    assertThat(service.asked).hasValue(0);
  }

  @Test
  void nobodyWaitsForTheServiceForWhoHasLeft() throws InterruptedException {
    RoomEars ears = ears(AMPLE);
    HostedRoom room = room();
    agree(ears, room, 1);
    say(room, 1, 1);
    say(room, 1, 2);
    runUntil(() -> service.atOnce.get() == 1);
    ears.ended(room);
    runUntil(() -> counted("failed") == 1);
    assertThat(service.interrupted).hasValue(1);
    assertThat(service.asked).as("what waited is not asked for").hasValue(1);
    assertThat(told).isEmpty();
  }

  @Test
  void aRoomHasItsSecondsOfAnHourAndAllHaveTheirs() throws InterruptedException {
    RoomEars ears = ears(2);
    service.answers.release(AMPLE);
    HostedRoom first = room();
    agree(ears, first, 1);
    agree(ears, first, 2);
    say(first, 1, 3);
    assertThat(counted("budget")).as("longer than all of it").isEqualTo(1);
    say(first, 1, 2);
    runUntil(() -> counted("heard") == 1);
    say(first, 2, 1);
    assertThat(counted("budget")).as("a room's members share it").isEqualTo(2);
    for (int i = 1; i < RoomEars.FULL_BUDGETS; i++) {
      HostedRoom another = room();
      agree(ears, another, 1);
      say(another, 1, 2);
    }
    runUntil(() -> counted("heard") == RoomEars.FULL_BUDGETS);
    HostedRoom last = room();
    agree(ears, last, 1);
    say(last, 1, 2);
    assertThat(counted("budget")).as("the server's rooms share theirs").isEqualTo(3);
    assertThat(told).hasSize(RoomEars.FULL_BUDGETS);
  }
}
