package chat.free4.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpPacket;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PacketHistoryTest {
  private static final long MS = 1_000_000;
  private static final int BYTES = 4096;
  private static final int SSRC = 0xfedcba98;
  private static final int OTHER_SSRC = 7;

  private final PacketHistory history = new PacketHistory(BYTES);
  private final PacketBatch out = new PacketBatch(Arena.ofAuto(), 4);

  private byte[] store(int ssrc, int sequence, int length) {
    byte[] bytes = new byte[length];
    new Random(31L * ssrc + sequence).nextBytes(bytes);
    MemorySegment packet = MemorySegment.ofArray(bytes);
    new RtpStreamWriter(ssrc, 111, 0, new byte[0], 0)
        .writeHeader(packet, 0, false, sequence, 0, 0, RtpStreamWriter.NO_LEVEL);
    history.store(0, packet, 0, length);
    return bytes;
  }

  private byte[] resent() {
    out.clear();
    history.copyTo(out, 3, history.granted());
    assertThat(out.path(0)).isEqualTo(3);
    return out.slab().asSlice(0, out.length(0)).toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void givesTheIdenticalPacketBack() {
    byte[] packet = store(SSRC, 65535, 120);
    store(SSRC, 0, 130);
    assertThat(history.requestResend(MS, SSRC, 65535)).isNull();
    assertThat(resent()).isEqualTo(packet);
  }

  @Test
  void tellsTheListenersSlotsApart() {
    byte[] packet = store(SSRC, 500, 120);
    byte[] other = store(OTHER_SSRC, 500, 90);
    assertThat(history.requestResend(MS, OTHER_SSRC, 500)).isNull();
    assertThat(resent()).isEqualTo(other);
    assertThat(history.requestResend(MS, SSRC, 500)).isNull();
    assertThat(resent()).isEqualTo(packet);
  }

  @Test
  void knowsWhatItDoesNotHold() {
    assertThat(history.requestResend(0, SSRC, 0)).isEqualTo(MediaDrop.NOT_IN_HISTORY);
    store(SSRC, 500, 100);
    assertThat(history.requestResend(0, SSRC, 501)).isEqualTo(MediaDrop.NOT_IN_HISTORY);
    assertThat(history.requestResend(0, OTHER_SSRC, 500)).isEqualTo(MediaDrop.NOT_IN_HISTORY);
  }

  @Test
  void forgetsTheOldestFirst() {
    int record = PacketHistory.RECORD_BYTES + 112;
    int held = BYTES / record;
    for (int sequence = 0; sequence <= held; sequence++) {
      store(SSRC, sequence, 112);
    }
    assertThat(history.requestResend(0, SSRC, 0)).isEqualTo(MediaDrop.NOT_IN_HISTORY);
    assertThat(history.requestResend(0, SSRC, 1)).isNull();
  }

  @Test
  void limitsHowOftenOnePacketIsSentAgain() {
    store(SSRC, 7, 100);
    long now = 0;
    for (int i = 0; i < PacketHistory.MAX_RESENDS; i++) {
      assertThat(history.requestResend(now, SSRC, 7)).isNull();
      assertThat(history.requestResend(now + 9 * MS, SSRC, 7)).isEqualTo(MediaDrop.RESEND_LIMITED);
      now += 10 * MS;
    }
    assertThat(history.requestResend(now, SSRC, 7)).isEqualTo(MediaDrop.RESEND_LIMITED);
  }

  @Test
  void limitsHowManyPacketsAreLookedFor() {
    store(SSRC, 7, 100);
    for (int i = 0; i < PacketHistory.MAX_SEARCHES; i++) {
      assertThat(history.requestResend(-MS, SSRC, 8)).isEqualTo(MediaDrop.NOT_IN_HISTORY);
    }
    assertThat(history.requestResend(-MS, SSRC, 7)).isEqualTo(MediaDrop.RESEND_LIMITED);
    long later = PacketHistory.SEARCH_WINDOW_NANOS - MS;
    assertThat(history.requestResend(later - 1, SSRC, 7)).isEqualTo(MediaDrop.RESEND_LIMITED);
    assertThat(history.requestResend(later, SSRC, 7)).isNull();
  }

  @Test
  void doesNotKeepWhatIsLongerThanItself() {
    store(SSRC, 7, BYTES - PacketHistory.RECORD_BYTES + 1);
    assertThat(history.requestResend(0, SSRC, 7)).isEqualTo(MediaDrop.NOT_IN_HISTORY);
    byte[] longest = store(SSRC, 8, BYTES - PacketHistory.RECORD_BYTES);
    assertThat(history.requestResend(0, SSRC, 8)).isNull();
    assertThat(resent()).isEqualTo(longest);
  }

  @Test
  void everyPacketItGrantsIsWhatWasStored() {
    long seed = 42;
    Random random = new Random(seed);
    Map<Integer, byte[]> stored = new HashMap<>();
    int granted = 0;
    for (int i = 0; i < 20_000; i++) {
      int sequence = i & 0xffff;
      int length = RtpPacket.FIXED_HEADER_BYTES + random.nextInt(600);
      stored.put(sequence, store(SSRC, sequence, length));
      int asked = (sequence - random.nextInt(24)) & 0xffff;
      if (history.requestResend(i * 20L * MS, SSRC, asked) == null) {
        byte[] wanted = Objects.requireNonNull(stored.get(asked));
        assertThat(resent()).as("seed %d, packet %d", seed, i).isEqualTo(wanted);
        granted++;
      }
    }
    assertThat(granted).isGreaterThan(3000);
  }
}
