package chat.free4.ffi;

import chat.free4.rtc.srtp.CipherBatch;
import chat.free4.rtc.srtp.SessionKeys;
import chat.free4.rtc.srtp.SrtpCipher;
import chat.free4.wire.BigEndian;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** AEAD_AES_128_GCM (RFC 7714) by OpenSSL. */
final class OpensslGcm implements SrtpCipher {
  private static final int TAG_BYTES = 16;

  // Scratch memory of one packet.
  private static final long IV_AT = 0;
  private static final long WORD_AT = 16;
  private static final long LENGTH_AT = 24;
  private static final long SCRATCH_BYTES = 32;

  private final MemorySegment scratch = Arena.ofAuto().allocate(SCRATCH_BYTES, 16);

  @Override
  public String name() {
    return "openssl";
  }

  @Override
  public Keys keys(boolean encrypting, SessionKeys rtp, SessionKeys rtcp) {
    return OpensslKeys.ofGcm(rtp, rtcp, encrypting);
  }

  @Override
  public void protect(CipherBatch batch) {
    MemorySegment slab = batch.slab();
    long base = Slabs.addressOf(slab);
    for (int i = 0; i < batch.count(); i++) {
      long context = ((OpensslKeys) batch.keys(i)).cipher(batch.isRtcp(i));
      long tag = batch.offset(i) + batch.end(i);
      crypt(context, batch, i, base);
      if (!LibCrypto.finish(context, base + tag, scratch.address() + LENGTH_AT)) {
        throw new IllegalStateException("encryption refused");
      }
      LibCrypto.getTag(context, TAG_BYTES, base + tag);
      if (batch.isRtcp(i)) {
        BigEndian.put32(slab, tag + TAG_BYTES, batch.word(i));
      }
    }
  }

  @Override
  public void unprotect(CipherBatch batch) {
    long base = Slabs.addressOf(batch.slab());
    for (int i = 0; i < batch.count(); i++) {
      long context = ((OpensslKeys) batch.keys(i)).cipher(batch.isRtcp(i));
      long tag = base + batch.offset(i) + batch.end(i);
      crypt(context, batch, i, base);
      LibCrypto.setTag(context, TAG_BYTES, tag);
      if (!LibCrypto.finish(context, tag, scratch.address() + LENGTH_AT)) {
        batch.fail(i);
      }
    }
  }

  private void crypt(long context, CipherBatch batch, int i, long base) {
    boolean isRtcp = batch.isRtcp(i);
    OpensslKeys keys = (OpensslKeys) batch.keys(i);
    SrtpIv.putGcm(
        keys.secret(), OpensslKeys.saltAt(isRtcp), batch.ssrc(i), batch.index(i), scratch, IV_AT);
    long packet = base + batch.offset(i);
    long length = scratch.address() + LENGTH_AT;
    int header = batch.header(i);
    int body = batch.end(i) - header;
    LibCrypto.setIv(context, scratch.address() + IV_AT);
    LibCrypto.update(context, 0, length, packet, header);
    if (isRtcp) {
      BigEndian.put32(scratch, WORD_AT, batch.word(i));
      LibCrypto.update(
          context, 0, length, scratch.address() + WORD_AT, CipherBatch.RTCP_INDEX_BYTES);
    }
    if (body > 0) {
      LibCrypto.update(context, packet + header, length, packet + header, body);
    }
  }
}
