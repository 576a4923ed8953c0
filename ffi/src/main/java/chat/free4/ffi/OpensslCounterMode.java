package chat.free4.ffi;

import chat.free4.rtc.srtp.CipherBatch;
import chat.free4.rtc.srtp.SessionKeys;
import chat.free4.rtc.srtp.SrtpCipher;
import chat.free4.wire.BigEndian;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** AES128_CM_HMAC_SHA1_80 (RFC 3711) by OpenSSL. */
final class OpensslCounterMode implements SrtpCipher {
  private static final int TAG_BYTES = 10;
  private static final int SHA1_BYTES = 20;
  private static final int WORD_BYTES = 4;

  // Scratch memory of one packet.
  private static final long IV_AT = 0;
  private static final long HASH_AT = 16;
  private static final long LENGTH_AT = 40;
  private static final long SCRATCH_BYTES = 48;

  private final MemorySegment scratch = Arena.ofAuto().allocate(SCRATCH_BYTES, 16);

  @Override
  public String name() {
    return "openssl";
  }

  @Override
  public Keys keys(boolean encrypting, SessionKeys rtp, SessionKeys rtcp) {
    return OpensslKeys.ofCounterMode(rtp, rtcp);
  }

  @Override
  public void protect(CipherBatch batch) {
    MemorySegment slab = batch.slab();
    long base = Slabs.addressOf(slab);
    for (int i = 0; i < batch.count(); i++) {
      crypt(batch, i, base);
      hash(batch, i, base);
      MemorySegment.copy(scratch, HASH_AT, slab, tagAt(batch, i), TAG_BYTES);
    }
  }

  @Override
  public void unprotect(CipherBatch batch) {
    MemorySegment slab = batch.slab();
    long base = Slabs.addressOf(slab);
    for (int i = 0; i < batch.count(); i++) {
      // What is hashed with RTP is put where its tag begins.
      long tag = tagAt(batch, i);
      long head = BigEndian.i64(slab, tag);
      int tail = BigEndian.u16(slab, tag + 8);
      hash(batch, i, base);
      if (Tags.fits80(head, tail, scratch, HASH_AT)) {
        crypt(batch, i, base);
      } else {
        batch.fail(i);
      }
    }
  }

  private static long tagAt(CipherBatch batch, int i) {
    return batch.offset(i) + batch.end(i) + (batch.isRtcp(i) ? WORD_BYTES : 0);
  }

  private void crypt(CipherBatch batch, int i, long base) {
    int header = batch.header(i);
    int bytes = batch.end(i) - header;
    if (bytes == 0) {
      return;
    }
    boolean isRtcp = batch.isRtcp(i);
    OpensslKeys keys = (OpensslKeys) batch.keys(i);
    SrtpIv.putCounterMode(
        keys.secret(), OpensslKeys.saltAt(isRtcp), batch.ssrc(i), batch.index(i), scratch, IV_AT);
    long context = keys.cipher(isRtcp);
    long body = base + batch.offset(i) + header;
    LibCrypto.setIv(context, scratch.address() + IV_AT);
    LibCrypto.update(context, body, scratch.address() + LENGTH_AT, body, bytes);
  }

  /** Packet {@code i} and, after it, the word that is authenticated with it. */
  private void hash(CipherBatch batch, int i, long base) {
    int end = batch.end(i);
    BigEndian.put32(batch.slab(), batch.offset(i) + end, batch.word(i));
    LibCrypto.mac(
        ((OpensslKeys) batch.keys(i)).mac(batch.isRtcp(i)),
        base + batch.offset(i),
        end + WORD_BYTES,
        scratch.address() + HASH_AT,
        scratch.address() + LENGTH_AT,
        SHA1_BYTES);
  }
}
