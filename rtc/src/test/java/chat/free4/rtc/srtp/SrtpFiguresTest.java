package chat.free4.rtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import chat.free4.wire.PacketBatch;
import chat.free4.wire.rtp.RtpStreamWriter;
import java.lang.foreign.Arena;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a voice packet costs. */
@Tag("figures")
class SrtpFiguresTest {
  private static final int BATCH = 64;
  private static final int ROUNDS = 6;
  private static final int BATCHES_A_ROUND = 3000;
  private static final int PACKET_BYTES = 100;

  @ParameterizedTest
  @EnumSource(SrtpProfile.class)
  void costOfAVoicePacket(SrtpProfile profile) {
    SrtpBackend backend = new JceSrtpBackend();
    byte[] key = new byte[profile.keyBytes()];
    byte[] salt = new byte[profile.saltBytes()];
    SrtpContext[] senders = new SrtpContext[BATCH];
    SrtpContext[] receivers = new SrtpContext[BATCH];
    Arrays.fill(senders, backend.outbound(profile, key, salt));
    Arrays.fill(receivers, backend.inbound(profile, key, salt));
    PacketBatch batch = new PacketBatch(Arena.ofAuto(), BATCH);
    RtpStreamWriter writer = new RtpStreamWriter(1, 111, 4, new byte[] {'0'}, 1);
    long protecting = Long.MAX_VALUE;
    long unprotecting = Long.MAX_VALUE;
    int sequence = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long protectNanos = 0;
      long unprotectNanos = 0;
      for (int i = 0; i < BATCHES_A_ROUND; i++) {
        batch.clear();
        for (int slot = 0; slot < BATCH; slot++) {
          batch.add(0, PACKET_BYTES);
          writer.writeHeader(batch.slab(), batch.offset(slot), false, sequence++, 0, 7, 30);
        }
        long begin = System.nanoTime();
        backend.protect(batch, senders, 0, BATCH);
        long middle = System.nanoTime();
        backend.unprotect(batch, receivers, 0, BATCH);
        unprotectNanos += System.nanoTime() - middle;
        protectNanos += middle - begin;
        assertThat(batch.length(BATCH - 1)).isEqualTo(PACKET_BYTES);
      }
      protecting = Math.min(protecting, protectNanos / (BATCH * BATCHES_A_ROUND));
      unprotecting = Math.min(unprotecting, unprotectNanos / (BATCH * BATCHES_A_ROUND));
    }
    System.out.printf(
        "figure: SRTP by JCE, %s, %d bytes: protect %d ns, unprotect %d ns%n",
        profile, PACKET_BYTES, protecting, unprotecting);
  }
}
