package chat.free4.rtc.sctp;

import static chat.free4.rtc.sctp.SctpLink.MILLI;
import static chat.free4.rtc.sctp.SctpLink.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SctpTransferTest {
  private static final int STREAMS = 5;

  /** Stream on which messages need not be in order. */
  private static final int UNORDERED_STREAM = 4;

  /** Sends numbered messages of random sizes on all streams, as fast as they are taken. */
  private static final class Source {
    private final SctpLink link;
    private final SctpLink.Side side;
    private final Random random;
    private final int count;
    private final int maxBytes;
    private byte[] next = {};
    private int sent;

    Source(SctpLink link, SctpLink.Side side, long seed, int count, int maxBytes) {
      this.link = link;
      this.side = side;
      this.random = new Random(seed);
      this.count = count;
      this.maxBytes = maxBytes;
      make();
      side.behaviour = this::send;
    }

    private void make() {
      next = new byte[8 + random.nextInt(random.nextBoolean() ? 100 : maxBytes)];
      random.nextBytes(next);
      ByteBuffer.wrap(next).putInt(sent).putInt(Arrays.hashCode(tail(next)));
    }

    private void send() {
      while (side.isConnected() && sent < count) {
        int stream = sent % STREAMS;
        Reliability how = stream == UNORDERED_STREAM ? Reliability.UNORDERED : Reliability.ORDERED;
        if (side.association.send(link.now, stream, 53, next, how) != null) {
          return;
        }
        sent++;
        make();
      }
    }

    boolean isComplete() {
      return side.other().messages.size() >= count;
    }

    void verify(long seed) {
      List<SctpMessage> messages = side.other().messages;
      assertThat(messages).as("seed %d", seed).hasSize(count);
      Map<Integer, List<Integer>> numbers = new HashMap<>();
      for (SctpMessage message : messages) {
        ByteBuffer bytes = ByteBuffer.wrap(message.payload());
        int number = bytes.getInt();
        assertThat(bytes.getInt())
            .as("seed %d, message %d", seed, number)
            .isEqualTo(Arrays.hashCode(tail(message.payload())));
        assertThat(message.stream()).isEqualTo(number % STREAMS);
        numbers.computeIfAbsent(message.stream(), _ -> new ArrayList<>()).add(number);
      }
      for (int stream = 0; stream < STREAMS; stream++) {
        assertThat(numbers.get(stream)).as("seed %d", seed).doesNotHaveDuplicates();
        if (stream != UNORDERED_STREAM) {
          assertThat(numbers.get(stream)).as("seed %d", seed).isSorted();
        }
      }
    }

    private static byte[] tail(byte[] message) {
      return Arrays.copyOfRange(message, 8, message.length);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 10, 20})
  void everyReliableMessageArrivesOnceAndInOrder(int lossPercent) {
    for (long seed = 1; seed <= 4; seed++) {
      SctpLink link = new SctpLink(seed);
      link.loss = lossPercent / 100.0;
      link.duplicate = 0.02 * seed;
      link.reorder = 0.03 * seed;
      link.jitterNanos = 4 * MILLI;
      link.connected();
      Source there = new Source(link, link.a, seed, 300, 20_000);
      Source back = new Source(link, link.b, seed + 100, 150, 20_000);
      link.runUntil(() -> there.isComplete() && back.isComplete(), 1200 * SECOND);
      there.verify(seed);
      back.verify(seed);
      assertThat(link.a.mostHeldToSend)
          .as("seed %d", seed)
          .isLessThanOrEqualTo(SctpSettings.DEFAULT.sendBufferBytes());
      assertThat(link.b.mostHeldReceived)
          .as("seed %d", seed)
          .isLessThanOrEqualTo(
              ReceiveSide.MAX_WINDOWS * SctpSettings.DEFAULT.receiveWindowBytes() + 2000);
    }
  }

  @Test
  void aSecondInTheDarkIsSurvivedAgainAndAgain() {
    for (long seed = 1; seed <= 4; seed++) {
      SctpLink link = new SctpLink(seed);
      link.loss = 0.02;
      link.bytesPerSecond = 250_000;
      link.connected();
      Source there = new Source(link, link.a, seed, 200, 20_000);
      Random random = new Random(seed);
      for (int i = 0; i < 100 && !there.isComplete(); i++) {
        link.runUntil(there::isComplete, SECOND / 2 + random.nextLong(SECOND));
        link.setDark(true);
        link.run(SECOND);
        link.setDark(false);
      }
      there.verify(seed);
    }
  }

  @Test
  void aGoodLineIsFilled() {
    // 100 Mbit/s, 20 ms there and 20 ms back: half a megabyte is under way when it is full.
    SctpSettings settings = new SctpSettings(5000, 5000, 1160, 1 << 16, 1 << 21, 4096, 1 << 21, 64);
    SctpLink link = new SctpLink(7, settings);
    link.bytesPerSecond = 12_500_000;
    link.delayNanos = 20 * MILLI;
    link.connected();
    int count = 600;
    byte[] message = new byte[1 << 16];
    int[] sent = {0};
    link.a.behaviour =
        () -> {
          while (sent[0] < count
              && link.a.association.send(link.now, 0, 53, message, Reliability.ORDERED) == null) {
            sent[0]++;
          }
        };
    long start = link.now;
    link.runUntil(() -> link.b.messages.size() == count, 60 * SECOND);
    assertThat(link.b.messages).hasSize(count);
    double megabitPerSecond = 8e-6 * count * message.length / ((link.now - start) / 1e9);
    assertThat(megabitPerSecond).isGreaterThan(60);
  }

  @Test
  void whatIsLostIsSentAgainWithoutWaitingForATimer() {
    SctpLink link = new SctpLink(3);
    link.connected();
    int[] seen = {0};
    link.filter = (from, packet) -> from != link.a || packet.length < 1000 || ++seen[0] != 3;
    link.a.association.send(link.now, 0, 53, new byte[30_000], Reliability.ORDERED);
    long start = link.now;
    link.runUntil(() -> !link.b.messages.isEmpty(), 10 * SECOND);
    assertThat(link.now - start).isLessThan(RetransmissionTimeout.MIN_NANOS);
  }

  @Test
  void oneWhoIsSilentForTooLongIsGone() {
    SctpLink link = new SctpLink(4).connected();
    link.setDark(true);
    link.a.association.send(link.now, 0, 53, new byte[10], Reliability.ORDERED);
    link.run(200 * SECOND);
    assertThat(link.a.events).contains(new SctpEvent.Closed(SctpEvent.Reason.UNREACHABLE));
    assertThat(link.a.association.send(link.now, 0, 53, new byte[10], Reliability.ORDERED))
        .isEqualTo(SendRefusal.NOT_OPEN);
  }

  @Test
  void whoHasNothingToSayIsAskedNowAndThen() {
    SctpLink link = new SctpLink(5).connected();
    int before = link.a.packetsSent + link.b.packetsSent;
    link.run(100 * SECOND);
    assertThat(link.a.packetsSent + link.b.packetsSent - before).isBetween(8, 16);
    link.setDark(true);
    link.run(1000 * SECOND);
    assertThat(link.a.events).contains(new SctpEvent.Closed(SctpEvent.Reason.UNREACHABLE));
  }
}
