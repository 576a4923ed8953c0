package chat.free4.rtc.srtp;

import chat.free4.wire.PacketBatch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A profile by the JDK's own ciphers: the reference for native ones. A packet is copied to a heap
 * array, where JCE is fastest, and what changed of it is copied back.
 */
final class JceCipher implements SrtpCipher {
  private final SrtpProfile profile;
  private final byte[] in = new byte[PacketBatch.SLOT_BYTES];
  private final byte[] out = new byte[PacketBatch.SLOT_BYTES];

  JceCipher(SrtpProfile profile) {
    this.profile = profile;
  }

  @Override
  public String name() {
    return "jce";
  }

  @Override
  public Keys keys(boolean encrypting, SessionKeys rtp, SessionKeys rtcp) {
    return switch (profile) {
      case AEAD_AES_128_GCM -> GcmTransform.of(encrypting, rtp, rtcp);
      case AES128_CM_HMAC_SHA1_80 -> CounterModeTransform.of(encrypting, rtp, rtcp);
    };
  }

  @Override
  public void protect(CipherBatch batch) {
    for (int i = 0; i < batch.count(); i++) {
      JceTransform transform = (JceTransform) batch.keys(i);
      int length = batch.end(i);
      copyIn(batch, i, length);
      int sealed =
          batch.isRtcp(i)
              ? transform.protectRtcp(in, length, batch.ssrc(i), (int) batch.index(i), out)
              : transform.protectRtp(
                  in, batch.header(i), length, batch.ssrc(i), batch.index(i), out);
      copyOut(batch, i, sealed);
    }
  }

  @Override
  public void unprotect(CipherBatch batch) {
    for (int i = 0; i < batch.count(); i++) {
      JceTransform transform = (JceTransform) batch.keys(i);
      int length = batch.end(i) + profile.trailerBytes(batch.isRtcp(i));
      copyIn(batch, i, length);
      int plain =
          batch.isRtcp(i)
              ? transform.unprotectRtcp(in, length, batch.ssrc(i), (int) batch.index(i), out)
              : transform.unprotectRtp(
                  in, batch.header(i), length, batch.ssrc(i), batch.index(i), out);
      if (plain == JceTransform.AUTH_FAILED) {
        batch.fail(i);
      } else {
        copyOut(batch, i, plain);
      }
    }
  }

  private void copyIn(CipherBatch batch, int i, int length) {
    MemorySegment.copy(batch.slab(), ValueLayout.JAVA_BYTE, batch.offset(i), in, 0, length);
  }

  private void copyOut(CipherBatch batch, int i, int length) {
    int header = batch.header(i);
    MemorySegment.copy(
        out,
        header,
        batch.slab(),
        ValueLayout.JAVA_BYTE,
        batch.offset(i) + header,
        length - header);
  }
}
