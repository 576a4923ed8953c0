package chat.free4.server.sealing;

import chat.free4.room.access.Bytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Seals frames of voice under one key id: SFrame (RFC 9605) with AES_128_GCM_SHA256_128. A key id
 * is used by one sealer and never again: its counter is here alone.
 *
 * <pre>
 *  0 1 2 3 4 5 6 7
 * +-+-----+-+-----+------------------------+---------------+
 * |1| 101 |Y|  C  |  key id, 6 bytes       | counter if Y  |   Y: C + 1 bytes follow, else it is C
 * +-+-----+-+-----+------------------------+---------------+
 * </pre>
 */
final class FrameSealer {
  static final int BASE_KEY_BYTES = 16;

  /** A key is used for so many frames and no more (two years of talk). */
  static final long MAX_COUNTER = (1L << 32) - 1;

  private static final int CIPHER_SUITE = 4;
  private static final int KID_BYTES = 6;
  private static final int CONFIG = 0x80 | (KID_BYTES - 1) << 4;
  private static final int MAX_INLINE = 7;

  private final long kid;
  private final Bytes key;
  private final byte[] salt;
  private long counter;

  FrameSealer(long kid, Bytes baseKey) {
    this.kid = kid;
    this.key = expand(baseKey, "SFrame 1.0 Secret key ", BASE_KEY_BYTES);
    this.salt = expand(baseKey, "SFrame 1.0 Secret salt ", AesGcm.IV_BYTES).toArray();
  }

  private Bytes expand(Bytes baseKey, String label, int length) {
    byte[] words = Bytes.utf8(label).toArray();
    byte[] info =
        ByteBuffer.allocate(words.length + Long.BYTES + Short.BYTES)
            .put(words)
            .putLong(kid)
            .putShort((short) CIPHER_SUITE)
            .array();
    return Hkdf.derive(baseKey, Bytes.EMPTY, Bytes.of(info), length);
  }

  /** Header and ciphertext of the next frame; null when the key has been used up. */
  byte @Nullable [] seal(byte[] frame) {
    if (counter > MAX_COUNTER) {
      return null;
    }
    byte[] header = header(counter);
    ByteBuffer iv = ByteBuffer.wrap(salt.clone());
    iv.putLong(Integer.BYTES, iv.getLong(Integer.BYTES) ^ counter);
    counter++;
    Bytes sealed = AesGcm.seal(key, Bytes.of(iv.array()), Bytes.of(header), Bytes.of(frame));
    return ByteBuffer.allocate(header.length + sealed.length())
        .put(header)
        .put(sealed.toArray())
        .array();
  }

  private byte[] header(long count) {
    int bytes = count <= MAX_INLINE ? 0 : (Long.SIZE - Long.numberOfLeadingZeros(count) + 7) / 8;
    int low = bytes == 0 ? (int) count : 0x08 | (bytes - 1);
    ByteBuffer header = ByteBuffer.allocate(1 + KID_BYTES + bytes).put((byte) (CONFIG | low));
    put(header, kid, KID_BYTES);
    put(header, count, bytes);
    return header.array();
  }

  private static void put(ByteBuffer out, long value, int bytes) {
    for (int left = bytes - 1; left >= 0; left--) {
      out.put((byte) (value >>> (left * Byte.SIZE)));
    }
  }
}
