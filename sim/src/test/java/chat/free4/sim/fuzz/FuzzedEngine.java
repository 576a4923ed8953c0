package chat.free4.sim.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.srtp.SrtpBackend;
import chat.free4.sfu.MediaCommand;
import chat.free4.sfu.MediaCounters;
import chat.free4.sfu.MediaEngine;
import chat.free4.sfu.MediaEvent;
import chat.free4.sfu.MediaLimits;
import chat.free4.sim.BrowserKind;
import chat.free4.sim.KnownKeys;
import chat.free4.sim.NetworkEmulator.Tap;
import chat.free4.sim.SimulatedSfu;
import chat.free4.sim.SimulatedSfu.Participant;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An engine with two who are connected and one whose handshake has not begun, fed from slots of
 * native memory. Around every datagram stand bytes that must not be written; that they are not read
 * either shows when another engine, with other bytes around, does the same.
 */
final class FuzzedEngine {
  private static final int MEMBERS = 3;
  private static final long ROOM = 1;
  private static final int SLOTS = 2;
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;
  private static final int UNKNOWN_PATH = 1000;
  private static final int OUT_CAPACITY = 16;

  /** More rounds than this for one batch do not end. */
  private static final int MAX_ROUNDS = 10_000;

  private final String name;
  private final SimulatedSfu sfu;
  private final MediaEngine engine;
  private final byte around;
  private final MemorySegment untouched;
  private final PacketBatch in = new PacketBatch(Arena.ofAuto(), Operation.MOST);
  private final PacketBatch out = new PacketBatch(Arena.ofAuto(), OUT_CAPACITY);
  private final int[] claimed = new int[Operation.MOST];
  private final List<Sent> sent = new ArrayList<>();
  private final List<MediaEvent> events = new ArrayList<>();
  private long now;

  /** A datagram that it sends. */
  record Sent(int path, byte[] bytes) {
    DatagramKind kind() {
      return DatagramKind.of(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /** What a handshake says depends on the time, and is taken as equal. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Sent that
          && path == that.path
          && kind() == that.kind()
          && (kind() == DatagramKind.DTLS || Arrays.equals(bytes, that.bytes));
    }

    @Override
    public int hashCode() {
      return path;
    }

    @Override
    public String toString() {
      return kind() + " to " + path + ": " + Arrays.toString(bytes);
    }
  }

  /**
   * Lets them join.
   *
   * @param around what the memory holds where no datagram is
   * @param tap sees what they send, from the first
   */
  FuzzedEngine(long seed, SrtpBackend srtp, byte around, Tap tap) {
    this.name = srtp.name();
    this.sfu = new SimulatedSfu(seed, MediaLimits.DEFAULT, new KnownKeys(srtp));
    this.engine = sfu.engine();
    this.around = around;
    this.untouched = Arena.ofAuto().allocate(PacketBatch.SLOT_BYTES).fill(around);
    sfu.network().setTap(tap);
    // One after the other: so it is known whose keys come first.
    Participant anna = join(Operation.ANNA);
    assertThat(sfu.runUntil(anna.browser()::isConnected, SECOND)).isTrue();
    Participant ben = join(Operation.BEN);
    assertThat(sfu.runUntil(ben.browser()::isConnected, SECOND)).isTrue();
    Participant carla = join(Operation.CARLA);
    assertThat(sfu.runUntil(() -> engine.isPathBound(carla.path()), SECOND)).isTrue();
    sfu.vanish(carla);
    sfu.runFor(SECOND);
    now = sfu.now();
    in.slab().fill(around);
    out.slab().fill(around);
  }

  /** Paths are the numbers of {@link Operation}, members' numbers one more. */
  private Participant join(int who) {
    Participant joined =
        sfu.join(ROOM, who + 1, BrowserKind.CHROMIUM, SLOTS, List.of(Sender.profile(who)));
    assertThat(joined.path()).isEqualTo(who);
    return joined;
  }

  String name() {
    return name;
  }

  MediaCounters counters() {
    return engine.counters();
  }

  /** When it wants to be called next. */
  long timeout() {
    return engine.pollTimeout();
  }

  /** What it has sent since the last call. */
  List<Sent> takeSent() {
    List<Sent> all = List.copyOf(sent);
    sent.clear();
    return all;
  }

  /** What it has told since the last call. */
  List<MediaEvent> takeEvents() {
    List<MediaEvent> all = List.copyOf(events);
    events.clear();
    return all;
  }

  /** The next datagram of a batch: {@code bytes}, and zeros up to {@code length}. */
  void add(int from, int length, byte[] bytes) {
    int slot = in.add(from == Operation.NOBODY ? UNKNOWN_PATH : from, length);
    claimed[slot] = length;
    MemorySegment place = in.slab().asSlice(in.offset(slot), length).fill((byte) 0);
    MemorySegment.copy(bytes, 0, place, ValueLayout.JAVA_BYTE, 0, bytes.length);
  }

  /** Hands over what was added, and looks at the memory. */
  void receive() {
    if (in.count() == 0) {
      return;
    }
    engine.handleDatagrams(now, in);
    drain();
    for (int slot = 0; slot < in.capacity(); slot++) {
      int used = slot < in.count() ? claimed[slot] : 0;
      assertUntouched(in, slot, used);
      in.slab().asSlice(in.offset(slot), used).fill(around);
    }
    in.clear();
  }

  /** Lets time go by, and does what comes due. */
  void passTime(long millis) {
    long end = now + millis * MILLI;
    for (int round = 0; engine.pollTimeout() <= end; round++) {
      assertThat(round).as("timeouts at %d in %s", now, name).isLessThan(MAX_ROUNDS);
      now = Math.max(now, engine.pollTimeout());
      engine.handleTimeout(now);
      drain();
    }
    now = end;
  }

  private void drain() {
    int rounds = 0;
    while (engine.pollTransmits(out) > 0) {
      assertThat(rounds++).as("batches for one in %s", name).isLessThan(MAX_ROUNDS);
      for (int slot = 0; slot < out.count(); slot++) {
        MemorySegment bytes = out.slab().asSlice(out.offset(slot), out.length(slot));
        sent.add(new Sent(out.path(slot), bytes.toArray(ValueLayout.JAVA_BYTE)));
      }
      out.clear();
    }
    for (MediaEvent event = engine.pollEvent(); event != null; event = engine.pollEvent()) {
      events.add(event);
    }
  }

  private void assertUntouched(PacketBatch batch, int slot, int used) {
    long from = batch.offset(slot) + used;
    long to = batch.offset(slot) + PacketBatch.SLOT_BYTES;
    long written = MemorySegment.mismatch(batch.slab(), from, to, untouched, 0, to - from);
    if (written >= 0) {
      throw new AssertionError(
          "%s wrote byte %d of slot %d, whose datagram has %d"
              .formatted(name, used + written, slot, used));
    }
  }

  /** Ends the handshake that waits for ever. */
  void close() {
    for (int member = 1; member <= MEMBERS; member++) {
      sfu.command(new MediaCommand.ForgetMember(ROOM, member));
    }
  }
}
