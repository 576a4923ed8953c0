package chat.free4.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RelayRingTest {
  private static final int MAX_MESSAGE_BYTES = 1516;

  private final RelayRing ring = new RelayRing();
  private final PacketBatch batch = new PacketBatch(Arena.ofAuto(), 16);

  private boolean offer(byte[] message) {
    MemorySegment segment = Arena.ofAuto().allocate(message.length + 8L);
    MemorySegment.copy(message, 0, segment, ValueLayout.JAVA_BYTE, 8, message.length);
    return ring.offer(segment, 8, message.length);
  }

  private byte[] message(int slot) {
    return batch
        .slab()
        .asSlice(batch.offset(slot), batch.length(slot))
        .toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void givesMessagesInTheirOrderWithTheSender() {
    assertThat(ring.isEmpty()).isTrue();
    offer(new byte[] {1, 2, 3});
    offer(new byte[] {4});
    assertThat(ring.isEmpty()).isFalse();
    ring.pollInto(batch, 7);
    assertThat(batch.count()).isEqualTo(2);
    assertThat(batch.path(0)).isEqualTo(7);
    assertThat(message(0)).containsExactly(1, 2, 3);
    assertThat(message(1)).containsExactly(4);
    assertThat(ring.isEmpty()).isTrue();
  }

  @Test
  void whatDoesNotFitTheBatchStays() {
    for (int i = 0; i < 20; i++) {
      offer(new byte[] {(byte) i});
    }
    ring.pollInto(batch, 0);
    assertThat(batch.isFull()).isTrue();
    assertThat(ring.isEmpty()).isFalse();
    batch.clear();
    ring.pollInto(batch, 0);
    assertThat(batch.count()).isEqualTo(4);
    assertThat(message(0)).containsExactly(16);
  }

  @Test
  void whatFindsItFullIsDroppedAndCounted() {
    byte[] message = new byte[100];
    int record = 104;
    int fits = RelayRing.RING_BYTES / record;
    for (int i = 0; i < fits; i++) {
      assertThat(offer(message)).isTrue();
    }
    assertThat(offer(message)).isFalse();
    assertThat(offer(message)).isFalse();
    assertThat(ring.dropped()).isEqualTo(2);
    ring.pollInto(batch, 0);
    assertThat(offer(message)).isTrue();
    assertThat(ring.dropped()).isEqualTo(2);
  }

  @Test
  void keepsEveryMessageWholeAroundItsEnd() {
    long seed = 11;
    Random random = new Random(seed);
    Queue<byte[]> waiting = new ArrayDeque<>();
    int taken = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] message = new byte[1 + random.nextInt(MAX_MESSAGE_BYTES)];
      random.nextBytes(message);
      if (offer(message)) {
        waiting.add(message);
      }
      if (random.nextInt(20) == 0) {
        for (ring.pollInto(batch, 0); batch.count() > 0; ring.pollInto(batch, 0)) {
          for (int slot = 0; slot < batch.count(); slot++) {
            assertThat(message(slot)).as("seed %d", seed).isEqualTo(waiting.remove());
            taken++;
          }
          batch.clear();
        }
        assertThat(waiting).isEmpty();
      }
    }
    assertThat(taken).isGreaterThan(2500);
  }

  @Test
  void oneThreadWritesWhileAnotherReads() throws Exception {
    int messages = 20_000;
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Integer> written = threads.submit((Callable<Integer>) () -> write(messages));
      int next = 0;
      while (next < messages) {
        batch.clear();
        ring.pollInto(batch, 0);
        for (int slot = 0; slot < batch.count(); slot++) {
          long at = batch.offset(slot);
          assertThat(batch.length(slot)).isEqualTo(lengthOf(next));
          assertThat(batch.slab().get(ValueLayout.JAVA_INT, at)).isEqualTo(next);
          assertThat(batch.slab().get(ValueLayout.JAVA_INT, at + lengthOf(next) - 4))
              .isEqualTo(next);
          next++;
        }
        if (batch.count() == 0) {
          Thread.onSpinWait();
        }
      }
      assertThat(written.get(10, TimeUnit.SECONDS)).isEqualTo(messages);
    }
  }

  private static int lengthOf(int message) {
    return 8 + 4 * (message % 300);
  }

  private int write(int messages) {
    MemorySegment segment = Arena.ofAuto().allocate(MAX_MESSAGE_BYTES);
    for (int i = 0; i < messages; i++) {
      segment.set(ValueLayout.JAVA_INT, 0, i);
      segment.set(ValueLayout.JAVA_INT, lengthOf(i) - 4L, i);
      while (!ring.offer(segment, 0, lengthOf(i))) {
        Thread.onSpinWait();
      }
    }
    return messages;
  }
}
