package chat.free4.ffi;

import chat.free4.rtc.srtp.CipherBatch;
import chat.free4.rtc.srtp.SessionKeys;
import chat.free4.rtc.srtp.SrtpCipher;
import chat.free4.wire.BigEndian;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** AEAD_AES_128_GCM (RFC 7714) by libipsec-mb: one call a packet, with a prepared key. */
final class IpsecMbGcm implements SrtpCipher {
  private static final int TAG_BYTES = 16;

  // Scratch memory: gcm_context_data, then what one packet needs.
  private static final long CONTEXT_AT = 0;
  private static final long IV_AT = 128;
  private static final long AAD_AT = 160;
  private static final long TAG_AT = 192;
  private static final long SCRATCH_BYTES = 256;

  private final MemorySegment scratch = Arena.ofAuto().allocate(SCRATCH_BYTES, 64);

  /**
   * A gcm_key_data for RTP, then one for RTCP. Their address, and the salts, which hide nothing by
   * themselves, are fields: so a packet's way leads through no further object.
   */
  private static final class GcmKeys implements Keys {
    static final long HALF_BYTES = 1024;

    private static final ValueLayout.OfLong LONG =
        ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT =
        ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    final long rtp;
    final long rtpSaltHead;
    final long rtcpSaltHead;
    final int rtpSaltTail;
    final int rtcpSaltTail;
    final SecretMemory memory = new SecretMemory(2 * HALF_BYTES);

    GcmKeys(SessionKeys rtp, SessionKeys rtcp) {
      this.rtp = memory.address();
      put(rtp, 0);
      put(rtcp, HALF_BYTES);
      MemorySegment rtpSalt = MemorySegment.ofArray(rtp.salt());
      MemorySegment rtcpSalt = MemorySegment.ofArray(rtcp.salt());
      this.rtpSaltHead = rtpSalt.get(LONG, 0);
      this.rtpSaltTail = rtpSalt.get(INT, 8);
      this.rtcpSaltHead = rtcpSalt.get(LONG, 0);
      this.rtcpSaltTail = rtcpSalt.get(INT, 8);
    }

    private void put(SessionKeys keys, long at) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment key = arena.allocateFrom(ValueLayout.JAVA_BYTE, keys.key());
        IpsecMb.prepareGcm(key, memory.segment().asSlice(at, HALF_BYTES));
        key.fill((byte) 0);
      }
    }

    @Override
    public void close() {
      memory.close();
    }
  }

  @Override
  public String name() {
    return "ipsec-mb";
  }

  @Override
  public Keys keys(boolean encrypting, SessionKeys rtp, SessionKeys rtcp) {
    return new GcmKeys(rtp, rtcp);
  }

  @Override
  public void protect(CipherBatch batch) {
    MemorySegment slab = batch.slab();
    long base = Slabs.addressOf(slab);
    for (int i = 0; i < batch.count(); i++) {
      long tag = batch.offset(i) + batch.end(i);
      crypt(true, batch, i, base, base + tag);
      if (batch.isRtcp(i)) {
        BigEndian.put32(slab, tag + TAG_BYTES, batch.word(i));
      }
    }
  }

  @Override
  public void unprotect(CipherBatch batch) {
    MemorySegment slab = batch.slab();
    long base = Slabs.addressOf(slab);
    for (int i = 0; i < batch.count(); i++) {
      crypt(false, batch, i, base, scratch.address() + TAG_AT);
      long tag = batch.offset(i) + batch.end(i);
      if (!Tags.fits128(slab, tag, scratch, TAG_AT)) {
        batch.fail(i);
      }
    }
  }

  private void crypt(boolean encrypt, CipherBatch batch, int i, long base, long tag) {
    GcmKeys keys = (GcmKeys) batch.keys(i);
    boolean isRtcp = batch.isRtcp(i);
    SrtpIv.putGcm(
        isRtcp ? keys.rtcpSaltHead : keys.rtpSaltHead,
        isRtcp ? keys.rtcpSaltTail : keys.rtpSaltTail,
        batch.ssrc(i),
        batch.index(i),
        scratch,
        IV_AT);
    long packet = base + batch.offset(i);
    int header = batch.header(i);
    long aad = packet;
    int aadBytes = header;
    if (isRtcp) {
      // The index word is authenticated after the header, and does not stand there.
      BigEndian.put64(scratch, AAD_AT, BigEndian.i64(batch.slab(), batch.offset(i)));
      BigEndian.put32(scratch, AAD_AT + CipherBatch.RTCP_HEADER_BYTES, batch.word(i));
      aad = scratch.address() + AAD_AT;
      aadBytes = CipherBatch.RTCP_HEADER_BYTES + CipherBatch.RTCP_INDEX_BYTES;
    }
    IpsecMb.gcm(
        encrypt,
        isRtcp ? keys.rtp + GcmKeys.HALF_BYTES : keys.rtp,
        scratch.address() + CONTEXT_AT,
        packet + header,
        batch.end(i) - header,
        scratch.address() + IV_AT,
        aad,
        aadBytes,
        tag);
  }
}
