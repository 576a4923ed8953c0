package chat.free4.ffi;

import chat.free4.rtc.srtp.CipherBatch;
import chat.free4.rtc.srtp.SessionKeys;
import chat.free4.rtc.srtp.SrtpCipher;
import chat.free4.wire.BigEndian;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * AES128_CM_HMAC_SHA1_80 (RFC 3711) by libipsec-mb: one burst of counter mode and one of HMAC-SHA1
 * for a whole batch, so that SHA-1 is computed for many packets side by side.
 */
final class IpsecMbCounterMode implements SrtpCipher {
  /** Of the HMAC's 20 bytes. */
  private static final int TAG_BYTES = 10;

  private static final int WORD_BYTES = 4;

  private final MemorySegment manager = IpsecMb.newManager();
  private final IpsecMbJobs ciphers = new IpsecMbJobs(Arena.ofAuto());
  private final IpsecMbJobs hashes = new IpsecMbJobs(Arena.ofAuto());
  private final long[] tagHeads = new long[CipherBatch.CAPACITY];
  private final int[] tagTails = new int[CipherBatch.CAPACITY];

  /**
   * For RTP, then for RTCP: the key schedule, SHA-1 after the inner and the outer pad (RFC 2104),
   * and the salt.
   */
  private static final class CounterModeKeys implements Keys {
    static final long SCHEDULE_BYTES = 11 * 16;
    static final long INNER_AT = SCHEDULE_BYTES;
    static final long OUTER_AT = INNER_AT + 32;
    static final long SALT_AT = OUTER_AT + 32;
    static final long HALF_BYTES = SALT_AT + SrtpIv.BYTES;

    private static final int SHA1_BLOCK_BYTES = 64;
    private static final byte INNER_PAD = 0x36;
    private static final byte OUTER_PAD = 0x5c;

    final SecretMemory memory = new SecretMemory(2 * HALF_BYTES);

    CounterModeKeys(SessionKeys rtp, SessionKeys rtcp) {
      put(rtp, 0);
      put(rtcp, HALF_BYTES);
    }

    private void put(SessionKeys keys, long at) {
      MemorySegment half = memory.segment().asSlice(at, HALF_BYTES);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment key = arena.allocateFrom(ValueLayout.JAVA_BYTE, keys.key());
        MemorySegment decrypting = arena.allocate(SCHEDULE_BYTES, 16);
        MemorySegment block = arena.allocate(SHA1_BLOCK_BYTES);
        IpsecMb.expandKey(key, half, decrypting);
        pad(keys.authKey(), INNER_PAD, block);
        IpsecMb.sha1Block(block, half.asSlice(INNER_AT));
        pad(keys.authKey(), OUTER_PAD, block);
        IpsecMb.sha1Block(block, half.asSlice(OUTER_AT));
        key.fill((byte) 0);
        decrypting.fill((byte) 0);
        block.fill((byte) 0);
      }
      SrtpIv.putSalt(half, SALT_AT, keys.salt());
    }

    private static void pad(byte[] authKey, byte pad, MemorySegment block) {
      block.fill(pad);
      for (int i = 0; i < authKey.length; i++) {
        block.set(ValueLayout.JAVA_BYTE, i, (byte) (authKey[i] ^ pad));
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
    return new CounterModeKeys(rtp, rtcp);
  }

  @Override
  public void protect(CipherBatch batch) {
    MemorySegment slab = batch.slab();
    long base = Slabs.addressOf(slab);
    int bodies = 0;
    for (int i = 0; i < batch.count(); i++) {
      bodies = addCipher(batch, i, base, bodies);
      addHash(batch, i, base);
    }
    if (bodies > 0) {
      IpsecMb.cipherBurst(manager, ciphers, bodies);
    }
    IpsecMb.hashBurst(manager, hashes, batch.count());
    for (int i = 0; i < batch.count(); i++) {
      long at = tagAt(batch, i);
      MemorySegment.copy(hashes.side(), hashes.sideAt(i), slab, at, TAG_BYTES);
    }
  }

  @Override
  public void unprotect(CipherBatch batch) {
    MemorySegment slab = batch.slab();
    long base = Slabs.addressOf(slab);
    for (int i = 0; i < batch.count(); i++) {
      // What is hashed with RTP is put where its tag begins.
      long at = tagAt(batch, i);
      tagHeads[i] = BigEndian.i64(slab, at);
      tagTails[i] = BigEndian.u16(slab, at + 8);
      addHash(batch, i, base);
    }
    IpsecMb.hashBurst(manager, hashes, batch.count());
    int bodies = 0;
    for (int i = 0; i < batch.count(); i++) {
      if (Tags.fits80(tagHeads[i], tagTails[i], hashes.side(), hashes.sideAt(i))) {
        bodies = addCipher(batch, i, base, bodies);
      } else {
        batch.fail(i);
      }
    }
    if (bodies > 0) {
      IpsecMb.cipherBurst(manager, ciphers, bodies);
    }
  }

  private static long tagAt(CipherBatch batch, int i) {
    return batch.offset(i) + batch.end(i) + (batch.isRtcp(i) ? WORD_BYTES : 0);
  }

  /** Adds a job for the body of packet {@code i}, if it has one; returns how many there are. */
  private int addCipher(CipherBatch batch, int i, long base, int job) {
    int header = batch.header(i);
    int bytes = batch.end(i) - header;
    if (bytes == 0) {
      return job;
    }
    CounterModeKeys keys = (CounterModeKeys) batch.keys(i);
    long half = batch.isRtcp(i) ? CounterModeKeys.HALF_BYTES : 0;
    SrtpIv.putCounterMode(
        keys.memory.segment(),
        half + CounterModeKeys.SALT_AT,
        batch.ssrc(i),
        batch.index(i),
        ciphers.side(),
        ciphers.sideAt(job));
    ciphers.cipher(job, keys.memory.address() + half, base + batch.offset(i), header, bytes);
    return job + 1;
  }

  /** Packet {@code i} and, after it, the word that is authenticated with it. */
  private void addHash(CipherBatch batch, int i, long base) {
    CounterModeKeys keys = (CounterModeKeys) batch.keys(i);
    long half = keys.memory.address() + (batch.isRtcp(i) ? CounterModeKeys.HALF_BYTES : 0);
    int end = batch.end(i);
    BigEndian.put32(batch.slab(), batch.offset(i) + end, batch.word(i));
    hashes.hash(
        i,
        half + CounterModeKeys.INNER_AT,
        half + CounterModeKeys.OUTER_AT,
        base + batch.offset(i),
        end + WORD_BYTES);
  }
}
