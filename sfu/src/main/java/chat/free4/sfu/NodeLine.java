package chat.free4.sfu;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The keys between this node and another, and what was taken of it. A key is stretched (HKDF, RFC
 * 5869) from the receiver's secret and who sends to whom, so that each sender has another one.
 */
public final class NodeLine {
  /** Bytes of a node's secret, which only nodes of its cluster learn. */
  public static final int SECRET_BYTES = 32;

  /** Counters this far behind the newest are taken, once; older ones are not. */
  static final int WINDOW = 1024;

  private static final byte[] LABEL = "free4chat relay 1".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_BYTES = 16;
  private static final int TAG_BITS = 128;
  private static final int NONCE_BYTES = 12;
  private static final int COUNTER_AT = 4;

  private final long self;
  private final long peer;
  private final SecretKey sending;
  private final SecretKey receiving;
  private final Cipher sealer;
  private final Cipher opener;
  private final byte[] nonce = new byte[NONCE_BYTES];

  /** A bit for each counter of the window, at its place modulo the window. */
  private final long[] taken = new long[WINDOW / Long.SIZE];

  private long newest;
  boolean wasHeard;
  long heardNanos;
  boolean hearsUs;

  NodeLine(long self, long peer, byte[] ownSecret, byte[] peerSecret) {
    this.self = self;
    this.peer = peer;
    try {
      this.sending = key(peerSecret, self, peer);
      this.receiving = key(ownSecret, peer, self);
      this.sealer = Cipher.getInstance("AES/GCM/NoPadding");
      this.opener = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HKDF and AES-GCM", e);
    }
  }

  private static SecretKey key(byte[] secret, long from, long to) throws GeneralSecurityException {
    byte[] info =
        ByteBuffer.allocate(LABEL.length + 2 * Long.BYTES)
            .put(LABEL)
            .putLong(from)
            .putLong(to)
            .array();
    return KDF.getInstance("HKDF-SHA256")
        .deriveKey("AES", HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info, KEY_BYTES));
  }

  long self() {
    return self;
  }

  long peer() {
    return peer;
  }

  boolean isHeard(long nowNanos) {
    return wasHeard && nowNanos - heardNanos < NodeRelay.SILENCE_NANOS;
  }

  private GCMParameterSpec nonce(long counter) {
    ByteBuffer.wrap(nonce).putLong(COUNTER_AT, counter);
    return new GCMParameterSpec(TAG_BITS, nonce);
  }

  /**
   * Seals behind the header that stands in {@code out}.
   *
   * @return bytes of all
   */
  int seal(long counter, byte[] clear, int length, byte[] out, int headerBytes)
      throws GeneralSecurityException {
    sealer.init(Cipher.ENCRYPT_MODE, sending, nonce(counter));
    sealer.updateAAD(out, 0, headerBytes);
    return headerBytes + sealer.doFinal(clear, 0, length, out, headerBytes);
  }

  /** Opens what is behind the header; false when it is not of this node, or was taken before. */
  boolean open(long counter, byte[] in, int length, int headerBytes, byte[] clear) {
    if (!isNew(counter)) {
      return false;
    }
    try {
      opener.init(Cipher.DECRYPT_MODE, receiving, nonce(counter));
      opener.updateAAD(in, 0, headerBytes);
      opener.doFinal(in, headerBytes, length - headerBytes, clear, 0);
    } catch (AEADBadTagException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
    take(counter);
    return true;
  }

  private boolean isNew(long counter) {
    if (counter > newest) {
      return true;
    }
    return counter > newest - WINDOW && counter > 0 && (word(counter) & bit(counter)) == 0;
  }

  private void take(long counter) {
    if (counter - newest >= WINDOW) {
      Arrays.fill(taken, 0);
      newest = counter;
    }
    while (newest < counter) {
      newest++;
      taken[place(newest)] &= ~bit(newest);
    }
    taken[place(counter)] |= bit(counter);
  }

  private long word(long counter) {
    return taken[place(counter)];
  }

  private static int place(long counter) {
    return (int) (counter / Long.SIZE % (WINDOW / Long.SIZE));
  }

  private static long bit(long counter) {
    return 1L << (counter % Long.SIZE);
  }
}
