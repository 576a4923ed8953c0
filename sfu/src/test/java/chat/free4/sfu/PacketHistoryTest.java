package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.PacketBatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PacketHistoryTest {
  private static final long MS = 1_000_000;

  private final PacketHistory history = new PacketHistory(16, 2048);
  private final PacketBatch out = new PacketBatch(Arena.ofAuto(), 4);

  private void store(int sequence, byte[] bytes) {
    history.store(0, sequence, MemorySegment.ofArray(bytes), 0, bytes.length);
  }

  private byte[] resent(int sequence) {
    out.clear();
    history.copyTo(out, 3, sequence);
    assertThat(out.path(0)).isEqualTo(3);
    return out.slab().asSlice(0, out.length(0)).toArray(ValueLayout.JAVA_BYTE);
  }

  private static byte[] bytes(int sequence, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) sequence);
    return bytes;
  }

  @Test
  void givesTheIdenticalPacketBack() {
    store(500, bytes(500, 120));
    store(501, bytes(501, 130));
    assertThat(history.requestResend(MS, 500)).isNull();
    assertThat(resent(500)).isEqualTo(bytes(500, 120));
  }

  @Test
  void knowsWhatItDoesNotHold() {
    assertThat(history.requestResend(0, 0)).isEqualTo(MediaDrop.NOT_IN_HISTORY);
    store(500, bytes(1, 100));
    assertThat(history.requestResend(0, 516)).isEqualTo(MediaDrop.NOT_IN_HISTORY);
    assertThat(history.requestResend(0, 484)).isEqualTo(MediaDrop.NOT_IN_HISTORY);
  }

  @Test
  void limitsHowOftenOnePacketIsSentAgain() {
    store(7, bytes(7, 100));
    long now = 0;
    for (int i = 0; i < PacketHistory.MAX_RESENDS; i++) {
      assertThat(history.requestResend(now, 7)).isNull();
      assertThat(history.requestResend(now + 9 * MS, 7)).isEqualTo(MediaDrop.RESEND_LIMITED);
      now += 10 * MS;
    }
    assertThat(history.requestResend(now, 7)).isEqualTo(MediaDrop.RESEND_LIMITED);
  }

  @Test
  void doesNotKeepWhatIsLongerThanItself() {
    store(7, new byte[2049]);
    assertThat(history.requestResend(0, 7)).isEqualTo(MediaDrop.NOT_IN_HISTORY);
  }

  @Test
  void everyPacketItGrantsIsWhatWasStored() {
    long seed = 42;
    Random random = new Random(seed);
    Map<Integer, byte[]> stored = new HashMap<>();
    int granted = 0;
    for (int i = 0; i < 20_000; i++) {
      int sequence = i & 0xffff;
      byte[] packet = new byte[1 + random.nextInt(600)];
      random.nextBytes(packet);
      store(sequence, packet);
      stored.put(sequence, packet);
      int asked = (sequence - random.nextInt(24)) & 0xffff;
      if (history.requestResend(i * 20L * MS, asked) == null) {
        assertThat(resent(asked)).as("seed %d, packet %d", seed, i).isEqualTo(stored.get(asked));
        granted++;
      }
    }
    assertThat(granted).isGreaterThan(3000);
  }
}
