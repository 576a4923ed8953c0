package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.free4.sfu.Stage.Browser;
import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Rooms across nodes: what crosses, who is heard, and what a stranger can do. */
final class NodeRelayTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int NODES = 3;
  private static final int SLOTS = 4;
  private static final int LEVEL_QUIET = 60;

  /** A copy for a NACK costs memory that thousands of listeners do not need here. */
  private static final MediaLimits LARGE =
      new MediaLimits(9, 4096, 4096, SLOTS, 9, 1 << 13, 512, 16, 2048);

  private static NodeSpan span(long seed) {
    System.out.printf("a room across %d nodes, seed %d%n", NODES, seed);
    return new NodeSpan(NODES, SLOTS, LARGE, seed);
  }

  private static void badNetwork(NodeSpan span) {
    span.lossPercent = 3;
    span.doublePercent = 3;
    span.latePercent = 10;
  }

  private static void assertHears(NodeSpan span, Set<Integer> loud) {
    for (Browser listener : span.browsers) {
      Set<Integer> wanted = new TreeSet<>(loud);
      wanted.remove(listener.member);
      assertThat(listener.speakersHeard()).as("listener %d", listener.member).isEqualTo(wanted);
    }
  }

  @Test
  void sixThousandHearExactlyTheSpeakersAndOneCopyOfEachStreamGoesToEachNode() {
    int members = 6000;
    int frames = 100;
    NodeSpan span = span(20_261_123);
    Set<Integer> speakers = Set.of(1, 2, 5);
    for (int member = 1; member <= members; member++) {
      span.join(member % NODES, member, speakers.contains(member), false);
    }
    span.span();
    badNetwork(span);
    long heard = 0;
    for (int i = 0; i < frames; i++) {
      for (int speaker : speakers) {
        span.browsers.get(speaker - 1).speak(Stage.LOUD);
      }
      span.frame();
      if (i % 20 == 19) {
        heard += span.browsers.stream().mapToLong(browser -> browser.heard.size()).sum();
        assertHears(span, speakers);
      }
    }
    // Member 1 is with node 1; members 2 and 5 with node 2. Two other nodes each, one copy.
    assertThat(span.relays.get(0).voiceSent()).isZero();
    assertThat(span.relays.get(1).voiceSent()).isEqualTo(2L * frames);
    assertThat(span.relays.get(2).voiceSent()).isEqualTo(2L * 2 * frames);
    // Of six streams at listeners' nodes in all, four crossed: 3 in 100 of those were lost.
    double share = heard / ((members * 3.0 - 3) * frames);
    System.out.printf("%d listeners got %.1f %% of what was said%n", members, 100 * share);
    assertThat(share).isBetween(0.93, 1.0);
    assertThat(span.relays.stream().mapToLong(NodeRelay::refused).sum())
        .as("each double")
        .isPositive();
  }

  /** Members of all nodes murmur; the loudest of the whole room are heard by all. */
  @Test
  void speakersAreTheLoudestOfAllNodes() {
    NodeSpan span = span(7);
    int members = 90;
    for (int member = 1; member <= members; member++) {
      span.join(member % NODES, member, true, false);
    }
    span.span();
    badNetwork(span);
    for (List<Integer> loudest : List.of(List.of(3, 4, 5, 6), List.of(9, 12, 15, 18))) {
      Set<Integer> loud = new TreeSet<>(loudest);
      for (int i = 0; i < 200; i++) {
        if (i == 150) {
          span.browsers.forEach(Browser::speakersHeard);
        }
        for (Browser browser : span.browsers) {
          browser.speak(loud.contains(browser.member) ? Stage.LOUD : LEVEL_QUIET);
        }
        span.frame();
      }
      for (Browser listener : span.browsers) {
        Set<Integer> heard = listener.speakersHeard();
        if (loud.contains(listener.member)) {
          assertThat(heard).hasSizeLessThanOrEqualTo(SLOTS);
          Set<Integer> others = new TreeSet<>(loud);
          others.remove(listener.member);
          assertThat(heard).as("listener %d", listener.member).containsAll(others);
        } else {
          assertThat(heard).as("listener %d", listener.member).isEqualTo(loud);
        }
      }
    }
  }

  @Test
  void aSealedRoomStaysSealedAcrossNodes() {
    NodeSpan span = span(11);
    Browser speaker = span.join(0, 1, true, true);
    Browser listener = span.join(1, 2, true, true);
    span.span();
    long kid = 0x0102_0304_0506L;
    span.nodes.get(0).command(new MediaCommand.RegisterKey(NodeSpan.ROOM, 1, kid));
    for (int i = 0; i < 20; i++) {
      speaker.speak(Stage.LOUD); // not sealed: goes nowhere
      span.frame();
    }
    assertThat(listener.heard).isEmpty();
    assertThat(span.relays.getFirst().voiceSent()).isZero();
    for (int i = 0; i < 20; i++) {
      sendSealed(span, speaker);
      span.frame();
    }
    assertThat(listener.heard).hasSize(20);
    assertThat(listener.speakersHeard()).isEqualTo(Set.of(1));
  }

  /** What begins as a sealed frame does (protocol/epochs.md). */
  private static void sendSealed(NodeSpan span, Browser browser) {
    byte[] frame = new byte[80];
    System.arraycopy(new byte[] {(byte) 0xd9, 1, 2, 3, 4, 5, 6}, 0, frame, 0, 7);
    var writer =
        new RtpStreamWriter(browser.ssrc, Stage.PAYLOAD_TYPE, 0, new byte[0], Stage.LEVEL_ID);
    MemorySegment packet = MemorySegment.ofArray(new byte[160]);
    int header =
        writer.writeHeader(packet, 0, false, browser.sequence, browser.timestamp, 0, Stage.LOUD);
    MemorySegment.copy(frame, 0, packet, ValueLayout.JAVA_BYTE, header, frame.length);
    browser.skip();
    span.nodes
        .getFirst()
        .add(browser.path, packet.asSlice(0, header + frame.length).toArray(ValueLayout.JAVA_BYTE));
  }

  /** Two nodes, and what one says to the other. */
  private static final class Pair {
    final byte[] secretA = new byte[NodeLine.SECRET_BYTES];
    final byte[] secretB = new byte[NodeLine.SECRET_BYTES];
    final NodeRelay a = new NodeRelay(2, 1);
    final NodeRelay b = new NodeRelay(2, 1);
    final PacketBatch batch = new PacketBatch(Arena.ofAuto(), 16);
    final PacketBatch out = new PacketBatch(Arena.ofAuto(), 16);

    Pair(long seed) {
      Random random = new Random(seed);
      random.nextBytes(secretA);
      random.nextBytes(secretB);
      a.know(2, 1, 2, secretA, secretB);
      b.know(2, 2, 1, secretB, secretA);
    }

    byte[] sealed(long room) {
      batch.clear();
      int slot = batch.add(0, RelayHeader.BYTES + 20);
      RelayHeader.write(batch.slab(), batch.offset(slot), room, 3, RelayHeader.VOICE, 5);
      out.clear();
      a.seal(2, batch, out);
      return datagram(out);
    }

    static byte[] datagram(PacketBatch batch) {
      return batch.slab().asSlice(batch.offset(0), batch.length(0)).toArray(ValueLayout.JAVA_BYTE);
    }

    int open(long now, byte[] datagram) {
      out.clear();
      return b.open(now, MemorySegment.ofArray(datagram), 0, datagram.length, out);
    }

    void sign(NodeRelay from, NodeRelay to, long now) {
      batch.clear();
      from.sign(now, batch);
      byte[] datagram = datagram(batch);
      out.clear();
      to.open(now, MemorySegment.ofArray(datagram), 0, datagram.length, out);
    }
  }

  @Test
  void eachWorkerWithAPartGetsWhatComesOnce() {
    Pair pair = new Pair(1);
    pair.b.route(5, 0b11);
    byte[] datagram = pair.sealed(5);
    assertThat(pair.open(0, datagram)).isEqualTo(2);
    assertThat(pair.out.count()).isEqualTo(2);
    assertThat(List.of(pair.out.path(0), pair.out.path(1))).containsExactly(0, 1);
    assertThat(pair.out.length(0)).isEqualTo(RelayHeader.BYTES + 20);
    assertThat(RelayHeader.room(pair.out.slab(), pair.out.offset(1))).isEqualTo(5);
    assertThat(pair.open(0, datagram)).as("again").isEqualTo(NodeRelay.NONE);
    assertThat(pair.out.count()).isZero();
    pair.b.route(5, 0);
    assertThat(pair.open(0, pair.sealed(5))).isEqualTo(2);
    assertThat(pair.out.count()).as("nobody has the room").isZero();
  }

  @Test
  void nothingIsToBeReadAndWhatWasChangedIsNotTaken() {
    Pair pair = new Pair(2);
    pair.b.route(5, 1);
    byte[] sent = pair.sealed(5);
    for (int at = 0; at < sent.length; at++) {
      byte[] changed = sent.clone();
      changed[at] ^= 1;
      assertThat(pair.open(0, changed)).as("byte %d", at).isEqualTo(NodeRelay.NONE);
      assertThat(pair.out.count()).isZero();
    }
    for (int length = 0; length < sent.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(sent, length);
      assertThat(pair.open(0, cut)).isEqualTo(NodeRelay.NONE);
    }
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      byte[] garbage = new byte[random.nextInt(PacketBatch.SLOT_BYTES)];
      random.nextBytes(garbage);
      assertThat(pair.open(0, garbage)).isEqualTo(NodeRelay.NONE);
    }
    assertThat(pair.open(0, sent)).as("itself").isEqualTo(2);
    byte[] again = pair.sealed(5);
    assertThat(java.util.Arrays.copyOfRange(again, 16, again.length))
        .as("the same message looks another way")
        .isNotEqualTo(java.util.Arrays.copyOfRange(sent, 16, sent.length));
  }

  @Test
  void whatIsLateIsTakenOnceAndWhatIsVeryLateIsNot() {
    Pair pair = new Pair(3);
    pair.b.route(5, 1);
    List<byte[]> sent = new ArrayList<>();
    for (int i = 0; i <= NodeLine.WINDOW + 2; i++) {
      sent.add(pair.sealed(5));
    }
    assertThat(pair.open(0, sent.get(NodeLine.WINDOW))).isEqualTo(2);
    assertThat(pair.open(0, sent.getFirst())).as("out of the window").isEqualTo(NodeRelay.NONE);
    for (int i = 1; i < NodeLine.WINDOW; i++) {
      assertThat(pair.open(0, sent.get(i))).as("late %d", i).isEqualTo(2);
      assertThat(pair.open(0, sent.get(i))).as("doubled %d", i).isEqualTo(NodeRelay.NONE);
    }
    assertThat(pair.open(0, sent.getLast())).isEqualTo(2);
  }

  @Test
  void aNodeIsReachableWhileBothHearEachOther() {
    Pair pair = new Pair(4);
    assertThat(pair.a.isReachable(0, 2)).isFalse();
    pair.sign(pair.a, pair.b, 0);
    assertThat(pair.b.isHeard(0, 2)).isTrue();
    assertThat(pair.b.isReachable(0, 2)).as("the other does not say so yet").isFalse();
    pair.sign(pair.b, pair.a, 0);
    pair.sign(pair.a, pair.b, SECOND);
    assertThat(pair.a.isReachable(SECOND, 2)).isTrue();
    assertThat(pair.b.isReachable(SECOND, 2)).isTrue();
    long late = SECOND + NodeRelay.SILENCE_NANOS;
    assertThat(pair.b.isReachable(late, 2)).isFalse();
    pair.sign(pair.b, pair.a, late);
    assertThat(pair.a.isReachable(late, 2)).as("it hears, and is not heard").isFalse();
  }

  @Test
  void aNodeThatIsForgottenSaysNothingAnyMore() {
    Pair pair = new Pair(5);
    pair.b.route(5, 1);
    byte[] datagram = pair.sealed(5);
    pair.b.forget(2);
    assertThat(pair.open(0, datagram)).isEqualTo(NodeRelay.NONE);
    pair.a.forget(2);
    pair.batch.clear();
    pair.batch.add(0, RelayHeader.BYTES);
    pair.out.clear();
    pair.a.seal(2, pair.batch, pair.out);
    assertThat(pair.out.count()).isZero();
    assertThat(pair.a.refused()).isEqualTo(1);
  }

  @Test
  void roomsAndNodesHaveALimit() {
    NodeRelay relay = new NodeRelay(1, NodeRelay.MAX_NODES);
    for (long room = 0; room < NodeRelay.MAX_ROOMS; room++) {
      assertThat(relay.route(room, 1)).isTrue();
    }
    assertThat(relay.route(-1, 1)).isFalse();
    assertThat(relay.route(7, 3)).as("one that is there").isTrue();
    assertThat(relay.route(7, 0)).isTrue();
    assertThat(relay.route(-1, 1)).isTrue();
    assertThatThrownBy(() -> new NodeRelay(1, NodeRelay.MAX_NODES + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NodeRelay(Long.SIZE, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
