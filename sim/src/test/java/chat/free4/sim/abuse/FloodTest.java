package chat.free4.sim.abuse;

import static chat.free4.sim.abuse.Attack.FIRST_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.rtc.ice.IceLiteAgent;
import chat.free4.sfu.MediaCounters;
import chat.free4.sfu.MediaEngine;
import chat.free4.sfu.MediaLimits;
import chat.free4.wire.DatagramKind;
import chat.free4.wire.PacketBatch;
import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More datagrams than any room sends, given to the engine as a worker does. */
class FloodTest {
  private static final int BATCH = 64;
  private static final int BATCHES = 600;

  private static final int ADDRESSES = 64 * BATCH;

  /** A batch may cost an object or two, a packet none: each would have 16 bytes or more. */
  private static final double MAX_BYTES_PER_PACKET = 8;

  /** Half a minute where every packet allocates: on a busy machine the compiler comes late. */
  private static final int MAX_ROUNDS = 2_000;

  /** After 38,400 packets: less than 3 bytes for each. */
  private static final long MAX_RETAINED_BYTES = 100_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Attack attack = new Attack(21);
  private final MediaEngine engine = attack.sfu.engine();
  private final PacketBatch received = new PacketBatch(Arena.ofAuto(), BATCH);
  private final PacketBatch sent = new PacketBatch(Arena.ofAuto(), BATCH);
  private int nextPath = FIRST_PATH;
  private long answers;

  @Test
  void fromUnknownAddressesAllocatesNothingAndGetsNoAnswer() {
    List<byte[]> datagrams = fromUnknownAddresses();
    // Code that is not compiled yet allocates; so the best round counts.
    double leastBytes = Double.MAX_VALUE;
    for (int round = 0; round < MAX_ROUNDS && leastBytes >= MAX_BYTES_PER_PACKET; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      flood(datagrams, true);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      leastBytes = Math.min(leastBytes, allocated / (double) (BATCHES * BATCH));
    }
    assertThat(leastBytes).as("bytes allocated for a packet").isLessThan(MAX_BYTES_PER_PACKET);
    assertThat(answers).isZero();
    MediaCounters counters = engine.counters();
    assertThat(counters.boundPaths()).isEqualTo(2);
    assertThat(counters.peers()).isEqualTo(2);
    assertThat(counters.drops().keySet())
        .contains("unknown_kind", "unknown_ufrag", "unvalidated_dtls", "unvalidated_media");
    attack.assertTheyStillTalk();
  }

  @Test
  void ofForgedChecksAndChangedOrReplayedVoiceRetainsNothing() {
    byte[] check = attack.captured(DatagramKind.STUN).getFirst().bytes();
    // Not the newest: that may be under way still.
    List<Captured> ofAnna =
        attack.captured(DatagramKind.RTP).stream()
            .filter(datagram -> datagram.path() == attack.anna.path())
            .toList();
    byte[] voice = ofAnna.get(ofAnna.size() / 2).bytes();
    byte[] changed = voice.clone();
    ByteBuffer sequence = ByteBuffer.wrap(changed);
    // One that has not been seen: a replay is refused before its tag is looked at.
    sequence.putShort(2, (short) (sequence.getShort(2) + 200));
    List<byte[]> datagrams =
        List.of(StunForgery.underAnotherPassword(check), voice, changed, new byte[] {22, 1});
    long forwarded = engine.counters().forwarded();
    flood(datagrams, false);
    long before = retainedBytes();
    flood(datagrams, false);
    assertThat(retainedBytes() - before).isLessThan(MAX_RETAINED_BYTES);
    assertThat(engine.counters().forwarded()).isEqualTo(forwarded);
    assertThat(engine.counters().drops())
        .containsKeys(
            "srtp_auth_failed", "srtp_replayed", "ice_wrong_integrity", "dtls_record_too_short");
    assertThat(answers).isZero();
    attack.assertTheyStillTalk();
  }

  @Test
  void ofOneCheckFromManyAddressesBindsAFewPathsAndAnswersNoMoreThanWasAsked() {
    byte[] check = attack.captured(DatagramKind.STUN).getFirst().bytes();
    long now = attack.sfu.now();
    for (int path = FIRST_PATH; path < FIRST_PATH + ADDRESSES; path += BATCH) {
      received.clear();
      for (int i = 0; i < BATCH; i++) {
        add(path + i, check);
      }
      engine.handleDatagrams(now, received);
      drain(now, check.length);
    }
    assertThat(engine.counters().boundPaths()).isLessThanOrEqualTo(1 + IceLiteAgent.MAX_PATHS);
    assertThat(answers).isPositive().isLessThanOrEqualTo(ADDRESSES);
  }

  @Test
  void ofAddressesOverTheLimitOfPathsIsDroppedAndCounted() {
    byte[] check = attack.captured(DatagramKind.STUN).getFirst().bytes();
    for (int path : new int[] {MediaLimits.DEFAULT.paths(), Integer.MAX_VALUE, -1}) {
      received.clear();
      add(path, check);
      engine.handleDatagrams(attack.sfu.now(), received);
      drain(attack.sfu.now(), check.length);
    }
    assertThat(engine.counters().boundPaths()).isEqualTo(2);
    assertThat(engine.counters().drops()).containsEntry("path_over_limit", 3L);
    attack.assertTheyStillTalk();
  }

  /** One of each kind, none of which anybody has asked for. */
  private List<byte[]> fromUnknownAddresses() {
    byte[] hello = new byte[200];
    HexFormat hex = HexFormat.of();
    byte[] header = hex.parseHex("16feff000000000000000000bb010000af0000000000000000af");
    System.arraycopy(header, 0, hello, 0, header.length);
    List<byte[]> datagrams = new ArrayList<>();
    datagrams.add(hello);
    datagrams.add(attack.captured(DatagramKind.RTP).getFirst().bytes());
    datagrams.add(attack.captured(DatagramKind.RTCP).getFirst().bytes());
    byte[] check = attack.captured(DatagramKind.STUN).getFirst().bytes();
    datagrams.add(StunForgery.forAnotherUfrag(check));
    byte[] garbage = new byte[100];
    Arrays.fill(garbage, (byte) 99);
    datagrams.add(garbage);
    return datagrams;
  }

  private static long retainedBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private void flood(List<byte[]> datagrams, boolean fromEverywhere) {
    long now = attack.sfu.now();
    for (int batch = 0; batch < BATCHES; batch++) {
      received.clear();
      for (int i = 0; i < BATCH; i++) {
        add(
            fromEverywhere ? unknownPath() : attack.anna.path(),
            datagrams.get(i % datagrams.size()));
      }
      engine.handleDatagrams(now, received);
      drain(now, Integer.MAX_VALUE);
    }
  }

  private int unknownPath() {
    nextPath = nextPath + 1 < MediaLimits.DEFAULT.paths() ? nextPath + 1 : FIRST_PATH;
    return nextPath;
  }

  private void add(int path, byte[] bytes) {
    int slot = received.add(path, bytes.length);
    MemorySegment.copy(
        MemorySegment.ofArray(bytes), 0, received.slab(), received.offset(slot), bytes.length);
  }

  /** Takes out what is to be sent; voice of the two goes on only as time does, which stands. */
  private void drain(long now, int mostBytes) {
    sent.clear();
    while (engine.pollTransmits(sent) > 0) {
      for (int i = 0; i < sent.count(); i++) {
        if (sent.path(i) >= FIRST_PATH) {
          answers++;
          assertThat(sent.length(i)).isLessThanOrEqualTo(mostBytes);
        }
      }
      sent.clear();
    }
    assertThat(engine.pollEvent()).as("at %d", now).isNull();
  }
}
