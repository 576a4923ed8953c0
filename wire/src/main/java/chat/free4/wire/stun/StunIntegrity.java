package chat.free4.wire.stun;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * MESSAGE-INTEGRITY under one key (RFC 8489 section 14.5): HMAC-SHA1 over the message up to the
 * attribute, with the header's length reaching to the attribute's end. Not thread-safe.
 */
public final class StunIntegrity {
  private static final int TYPE_AND_LENGTH_BYTES = 4;

  private final Mac mac;
  private final byte[] head = new byte[TYPE_AND_LENGTH_BYTES];
  private final byte[] tag = new byte[Stun.INTEGRITY_BYTES];
  private final byte[] received = new byte[Stun.INTEGRITY_BYTES];

  /** Keyed by {@code key}: for short-term credentials the password's bytes. */
  public StunIntegrity(byte[] key) {
    try {
      mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  /** Keyed by a short-term password of ASCII characters, as ICE's are. */
  public static StunIntegrity ofPassword(String password) {
    return new StunIntegrity(password.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The tag of {@code message}, whose attribute begins at {@code attributeOffset}. The array is
   * reused by the next call.
   */
  byte[] tag(ByteBuffer message, int attributeOffset) {
    int length =
        attributeOffset + Stun.ATTRIBUTE_HEADER_BYTES + Stun.INTEGRITY_BYTES - Stun.HEADER_BYTES;
    head[0] = message.get(0);
    head[1] = message.get(1);
    head[2] = (byte) (length >>> 8);
    head[3] = (byte) length;
    mac.update(head);
    message.limit(attributeOffset).position(TYPE_AND_LENGTH_BYTES);
    mac.update(message);
    message.clear();
    try {
      mac.doFinal(tag, 0);
    } catch (ShortBufferException e) {
      throw new IllegalStateException("HMAC-SHA1 has 20 bytes", e);
    }
    return tag;
  }

  /** True when the tag in {@code message} is right; takes the same time for every wrong tag. */
  boolean verify(ByteBuffer message, int attributeOffset) {
    message.get(attributeOffset + Stun.ATTRIBUTE_HEADER_BYTES, received);
    return MessageDigest.isEqual(tag(message, attributeOffset), received);
  }
}
