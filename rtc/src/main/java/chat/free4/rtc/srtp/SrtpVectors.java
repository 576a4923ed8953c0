package chat.free4.rtc.srtp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packets of which it is known what becomes of them: of RFC 3711 appendix B.2, RFC 7714 sections 16
 * and 17, and of libsrtp's own tests. And, between two ciphers, packets of every size. A native
 * library is used only when it makes the same of them.
 */
public final class SrtpVectors {
  /** Longest packet of the comparison, before its trailer. */
  private static final int MOST_BYTES = 1400;

  /** Odd, so that every remainder of a block comes up. */
  private static final int STEP_BYTES = 7;

  private static final int RTP_HEADER_BYTES = 12;
  private static final int SLOT_BYTES = 2048;
  private static final HexFormat HEX = HexFormat.of();

  /**
   * One packet.
   *
   * @param keys session keys
   */
  record Vector(
      String name,
      SrtpProfile profile,
      boolean rtcp,
      SessionKeys keys,
      int ssrc,
      long index,
      byte[] plain,
      byte[] sealed) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final SessionKeys RFC7714 =
      new SessionKeys(
          hex("000102030405060708090a0b0c0d0e0f"), hex("517569642070726f2071756f"), new byte[0]);
  private static final byte[] LIBSRTP_RTP =
      hex("800f1234 decafbad cafebabe abababab abababab abababab abababab");
  private static final byte[] LIBSRTP_RTCP =
      hex("81c8000b cafebabe abababab abababab abababab abababab");
  private static final byte[] LIBSRTP_GCM_KEY = hex("000102030405060708090a0b0c0d0e0f");
  private static final byte[] LIBSRTP_GCM_SALT = hex("a0a1a2a3a4a5a6a7a8a9aaab");
  private static final byte[] LIBSRTP_CM_KEY = hex("e1f97a0d3e018be0d64fa32c06de4139");
  private static final byte[] LIBSRTP_CM_SALT = hex("0ec675ad498afeebb6960b3aabe6");

  /** All of both profiles. */
  static final List<Vector> ALL =
      List.of(
          new Vector(
              "RFC 7714 section 16",
              SrtpProfile.AEAD_AES_128_GCM,
              false,
              RFC7714,
              0x5501a0b2,
              0xf17b,
              hex(
                  "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976"
                      + "69736120 696e2070 61727465 73207472 6573"),
              hex(
                  "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5"
                      + "0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439"
                      + "0cce")),
          new Vector(
              "RFC 7714 section 17",
              SrtpProfile.AEAD_AES_128_GCM,
              true,
              RFC7714,
              0x4d617273,
              0x5d4,
              hex(
                  "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61"
                      + "deadbeef deadbeef deadbeef deadbeef deadbeef"),
              hex(
                  "81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d"
                      + "c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872"
                      + "45d9eade 800005d4")),
          new Vector(
              "libsrtp, GCM",
              SrtpProfile.AEAD_AES_128_GCM,
              false,
              SessionKeys.ofRtp(SrtpProfile.AEAD_AES_128_GCM, LIBSRTP_GCM_KEY, LIBSRTP_GCM_SALT),
              0xcafebabe,
              0x1234,
              LIBSRTP_RTP,
              hex(
                  "800f1234 decafbad cafebabe c5002ede 04cfdd2e b91159e0 880aa06e"
                      + "d2976826 f796b201 df3131a1 27e8a392")),
          new Vector(
              "RFC 3711 appendix B.2",
              SrtpProfile.AES128_CM_HMAC_SHA1_80,
              false,
              new SessionKeys(
                  hex("2b7e151628aed2a6abf7158809cf4f3c"),
                  hex("f0f1f2f3f4f5f6f7f8f9fafbfcfd"),
                  new byte[SessionKeys.AUTH_KEY_BYTES]),
              0,
              0,
              Arrays.copyOf(hex("80"), RTP_HEADER_BYTES + 48),
              // The RFC gives the keystream; the tag is HMAC-SHA1 under a key of zeros.
              hex(
                  "80000000 00000000 00000000"
                      + "e03ead09 35c95e80 e166b16d d92b4eb4 d2351316 2b02d0f7 2a43a2fe 4a5f97ab"
                      + "41e95b3b b0a2e8dd 477901e4 fca894c0 770ef8986ae49d553d65")),
          new Vector(
              "libsrtp, counter mode, RTP",
              SrtpProfile.AES128_CM_HMAC_SHA1_80,
              false,
              SessionKeys.ofRtp(
                  SrtpProfile.AES128_CM_HMAC_SHA1_80, LIBSRTP_CM_KEY, LIBSRTP_CM_SALT),
              0xcafebabe,
              0x1234,
              LIBSRTP_RTP,
              hex(
                  "800f1234 decafbad cafebabe 4e55dc4c e79978d8 8ca4d215 949d2402"
                      + "b78d6acc 99ea179b 8dbb")),
          new Vector(
              "libsrtp, counter mode, RTCP",
              SrtpProfile.AES128_CM_HMAC_SHA1_80,
              true,
              SessionKeys.ofRtcp(
                  SrtpProfile.AES128_CM_HMAC_SHA1_80, LIBSRTP_CM_KEY, LIBSRTP_CM_SALT),
              0xcafebabe,
              1,
              LIBSRTP_RTCP,
              hex(
                  "81c8000b cafebabe 7128035b e487b9bd bef89041 f977a5a8 80000001"
                      + "993e08cd 54d6c123 0798")));

  /** What packets of the comparison are cut from. */
  private static final byte[] PATTERN = filled(MOST_BYTES + CipherBatch.CAPACITY);

  private SrtpVectors() {}

  /**
   * Tries a cipher.
   *
   * @return null when it makes of every packet what it should; else what went wrong
   */
  public static @Nullable String problemOf(SrtpCipher cipher, SrtpProfile profile) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment slab = arena.allocate((long) CipherBatch.CAPACITY * SLOT_BYTES, 64);
      for (Vector vector : ALL) {
        if (vector.profile == profile && !reproduces(cipher, vector, slab)) {
          return "does not reproduce " + vector.name;
        }
      }
      MemorySegment other = arena.allocate(slab.byteSize(), 64);
      return problemBeside(new JceCipher(profile), cipher, profile, slab, other);
    }
  }

  /** True when a cipher seals and opens the packet as it should, and notices a change. */
  static boolean reproduces(SrtpCipher cipher, Vector vector, MemorySegment slab) {
    CipherBatch batch = new CipherBatch();
    SrtpCipher.Keys sending = cipher.keys(true, vector.keys, vector.keys);
    SrtpCipher.Keys receiving = cipher.keys(false, vector.keys, vector.keys);
    try {
      put(batch, vector, sending, slab, vector.plain);
      cipher.protect(batch);
      boolean seals = Arrays.equals(bytes(slab, vector.sealed.length), vector.sealed);
      put(batch, vector, receiving, slab, vector.sealed);
      cipher.unprotect(batch);
      boolean opens =
          !batch.hasFailed(0) && Arrays.equals(bytes(slab, vector.plain.length), vector.plain);
      byte[] changed = vector.sealed.clone();
      changed[changed.length - CipherBatch.RTCP_INDEX_BYTES - 1] ^= 1;
      put(batch, vector, receiving, slab, changed);
      cipher.unprotect(batch);
      return seals && opens && batch.hasFailed(0);
    } finally {
      sending.close();
      receiving.close();
    }
  }

  private static void put(
      CipherBatch batch, Vector vector, SrtpCipher.Keys keys, MemorySegment slab, byte[] packet) {
    MemorySegment.copy(packet, 0, slab, ValueLayout.JAVA_BYTE, 0, packet.length);
    batch.begin(slab);
    if (vector.rtcp) {
      batch.addRtcp(keys, 0, vector.plain.length, vector.ssrc, vector.index);
    } else {
      batch.addRtp(keys, 0, RTP_HEADER_BYTES, vector.plain.length, vector.ssrc, vector.index);
    }
  }

  private static byte[] bytes(MemorySegment slab, int count) {
    return slab.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Packets of every size, by two ciphers, in rounds of every size. */
  private static @Nullable String problemBeside(
      SrtpCipher reference,
      SrtpCipher cipher,
      SrtpProfile profile,
      MemorySegment slab,
      MemorySegment other) {
    SessionKeys rtp =
        SessionKeys.ofRtp(profile, filled(profile.keyBytes()), filled(profile.saltBytes()));
    SessionKeys rtcp =
        SessionKeys.ofRtcp(profile, filled(profile.keyBytes()), filled(profile.saltBytes()));
    SrtpCipher.Keys referenceKeys = reference.keys(true, rtp, rtcp);
    SrtpCipher.Keys sending = cipher.keys(true, rtp, rtcp);
    SrtpCipher.Keys receiving = cipher.keys(false, rtp, rtcp);
    try {
      CipherBatch expected = new CipherBatch();
      CipherBatch actual = new CipherBatch();
      int round = 1;
      for (int bytes = RTP_HEADER_BYTES; bytes <= MOST_BYTES; round = round % 64 + 5) {
        fill(expected, referenceKeys, slab, bytes, round);
        fill(actual, sending, other, bytes, round);
        reference.protect(expected);
        cipher.protect(actual);
        if (slab.mismatch(other) >= 0) {
          return "seals packets of %d bytes and more otherwise than jce".formatted(bytes);
        }
        fill(expected, referenceKeys, slab, bytes, round);
        retake(actual, receiving, other);
        cipher.unprotect(actual);
        for (int i = 0; i < actual.count(); i++) {
          long at = actual.offset(i);
          boolean same =
              MemorySegment.mismatch(slab, at, at + actual.end(i), other, at, at + actual.end(i))
                  < 0;
          if (actual.hasFailed(i) || !same) {
            return "does not open a packet of %d bytes".formatted(actual.end(i));
          }
        }
        bytes += STEP_BYTES * actual.count();
      }
      return null;
    } finally {
      referenceKeys.close();
      sending.close();
      receiving.close();
    }
  }

  /** Plain packets of growing size, every third of them RTCP, and nothing around them. */
  private static void fill(
      CipherBatch batch, SrtpCipher.Keys keys, MemorySegment slab, int bytes, int round) {
    slab.fill((byte) 0);
    batch.begin(slab);
    for (int i = 0; i < Math.min(round, CipherBatch.CAPACITY); i++) {
      int end = bytes + STEP_BYTES * i;
      if (end > MOST_BYTES) {
        return;
      }
      long offset = (long) i * SLOT_BYTES;
      MemorySegment.copy(PATTERN, i, slab, ValueLayout.JAVA_BYTE, offset, end);
      int ssrc = 0x9e3779b9 * end;
      if (i % 3 == 2) {
        batch.addRtcp(keys, offset, end, ssrc, end);
      } else {
        int header = Math.min(end, RTP_HEADER_BYTES + 4 * (i % 16));
        batch.addRtp(keys, offset, header, end, ssrc, (long) end << 32 | end);
      }
    }
  }

  /** The same packets under other keys. */
  private static void retake(CipherBatch batch, SrtpCipher.Keys keys, MemorySegment slab) {
    int count = batch.count();
    batch.begin(slab);
    for (int i = 0; i < count; i++) {
      if (batch.isRtcp(i)) {
        batch.addRtcp(keys, batch.offset(i), batch.end(i), batch.ssrc(i), batch.index(i));
      } else {
        batch.addRtp(
            keys, batch.offset(i), batch.header(i), batch.end(i), batch.ssrc(i), batch.index(i));
      }
    }
  }

  private static byte[] filled(int bytes) {
    byte[] array = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      array[i] = (byte) (17 * i + 5);
    }
    return array;
  }

  private static byte[] hex(String digits) {
    return HEX.parseHex(digits.replace(" ", ""));
  }
}
