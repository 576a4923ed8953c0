package chat.free4.sim.abuse;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Changes a captured check and makes its FINGERPRINT fit again (RFC 8489 section 14.7). */
final class StunForgery {
  private static final int HEADER_BYTES = 20;
  private static final int USERNAME = 0x0006;
  private static final int MESSAGE_INTEGRITY = 0x0008;
  private static final int FINGERPRINT_BYTES = 8;
  private static final int FINGERPRINT_XOR = 0x5354554e;

  private StunForgery() {}

  /** The check as one makes it who knows the user fragments and not the password. */
  static byte[] underAnotherPassword(byte[] check) {
    byte[] forged = check.clone();
    forged[attribute(forged, MESSAGE_INTEGRITY)] ^= 1;
    return withFingerprint(forged);
  }

  /** The check for a user fragment that nobody has. */
  static byte[] forAnotherUfrag(byte[] check) {
    byte[] forged = check.clone();
    int value = attribute(forged, USERNAME);
    forged[value] = (byte) (forged[value] == 'x' ? 'y' : 'x');
    return withFingerprint(forged);
  }

  private static int attribute(byte[] message, int type) {
    ByteBuffer buffer = ByteBuffer.wrap(message);
    for (int at = HEADER_BYTES; at < message.length; ) {
      int length = buffer.getShort(at + 2);
      if (buffer.getShort(at) == type) {
        return at + 4;
      }
      at += 4 + (length + 3) / 4 * 4;
    }
    throw new IllegalArgumentException("no attribute " + type);
  }

  private static byte[] withFingerprint(byte[] message) {
    CRC32 crc = new CRC32();
    crc.update(message, 0, message.length - FINGERPRINT_BYTES);
    ByteBuffer.wrap(message).putInt(message.length - 4, (int) crc.getValue() ^ FINGERPRINT_XOR);
    return message;
  }
}
