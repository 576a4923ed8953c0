package chat.free4.sim.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.sfu.MediaCounters;
import chat.free4.sim.BrowserKind;
import chat.free4.sim.SimulatedSfu;
import chat.free4.sim.SimulatedSfu.Participant;
import chat.free4.sim.SlotReceiver;
import chat.free4.wire.DatagramKind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Two people who talk, and somebody who sends the server what he likes: from addresses of his own,
 * from theirs, and with what he has seen of theirs on the way.
 */
final class Attack {
  static final long MILLI = 1_000_000L;
  static final long SECOND = 1000 * MILLI;

  /** Paths from here on are the attacker's: no participant has so many. */
  static final int FIRST_PATH = 1000;

  private static final long ROOM = 1;
  private static final int LOUD = 20;

  final long seed;
  final SplittableRandom random;
  final SimulatedSfu sfu;
  final Participant anna;
  final Participant ben;
  final List<Captured> captured = new ArrayList<>();
  private final Map<Integer, Long> answeredBytes = new HashMap<>();
  private boolean capturing = true;
  private MediaCounters before;

  Attack(long seed) {
    this.seed = seed;
    random = new SplittableRandom(seed);
    sfu = new SimulatedSfu(seed);
    sfu.network().setTap(this::see);
    anna = sfu.join(ROOM, 1, BrowserKind.CHROMIUM, 2);
    ben = sfu.join(ROOM, 2, BrowserKind.CHROMIUM, 2);
    assertThat(
            sfu.runUntil(
                () -> anna.browser().isConnected() && ben.browser().isConnected(), 5 * SECOND))
        .as("connected, seed %d", seed)
        .isTrue();
    anna.browser().microphone().speak(LOUD);
    ben.browser().microphone().speak(LOUD);
    sfu.runFor(2 * SECOND);
    capturing = false;
    before = sfu.engine().counters();
  }

  private void see(
      long nowNanos, boolean toServer, int path, MemorySegment slab, long at, int length) {
    if (!toServer) {
      answeredBytes.merge(path, (long) length, Long::sum);
    } else if (capturing) {
      byte[] bytes = new byte[length];
      MemorySegment.copy(slab, at, MemorySegment.ofArray(bytes), 0, length);
      captured.add(new Captured(path, bytes));
    }
  }

  /** What was seen of one kind. */
  List<Captured> captured(DatagramKind kind) {
    return captured.stream().filter(datagram -> datagram.kind() == kind).toList();
  }

  /** Sends from a path; it arrives as anything else does. */
  void send(int path, byte[] bytes) {
    sfu.network().send(sfu.now(), true, path, MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  /** Bytes that went to a path so far. */
  long answeredBytes(int path) {
    return answeredBytes.getOrDefault(path, 0L);
  }

  /** Bytes that went to any of the attacker's paths. */
  long answeredBytesToAttacker() {
    return answeredBytes.entrySet().stream()
        .filter(entry -> entry.getKey() >= FIRST_PATH)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** What was dropped since the last call, by reason. */
  Map<String, Long> newDrops() {
    MediaCounters after = sfu.engine().counters();
    Map<String, Long> drops = new HashMap<>();
    after
        .drops()
        .forEach(
            (reason, count) -> {
              long more = count - before.drops().getOrDefault(reason, 0L);
              if (more > 0) {
                drops.put(reason, more);
              }
            });
    before = after;
    return drops;
  }

  static long sum(Map<String, Long> drops) {
    return drops.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Both still hear each other, one packet each 20 ms, and nothing twice or wrong. */
  void assertTheyStillTalk() {
    long ofAnna = ben.browser().packetsFrom(anna.member());
    long ofBen = anna.browser().packetsFrom(ben.member());
    sfu.runFor(2 * SECOND);
    assertThat(ben.browser().packetsFrom(anna.member()) - ofAnna)
        .as("packets in 2 s, seed %d", seed)
        .isBetween(98L, 102L);
    assertThat(anna.browser().packetsFrom(ben.member()) - ofBen)
        .as("packets in 2 s, seed %d", seed)
        .isBetween(98L, 102L);
    for (Participant listener : List.of(anna, ben)) {
      assertThat(listener.browser().closedReason()).as("seed %d", seed).isNull();
      for (SlotReceiver slot : listener.browser().slots()) {
        assertThat(slot.duplicates()).as("seed %d", seed).isZero();
        assertThat(slot.wrongSpeakers()).as("seed %d", seed).isZero();
        assertThat(slot.timestampFaults()).as("seed %d", seed).isZero();
      }
    }
    assertThat(sfu.engine().counters().connectedPeers()).isEqualTo(2);
  }
}
