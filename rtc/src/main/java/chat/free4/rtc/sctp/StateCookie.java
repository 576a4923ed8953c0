package chat.free4.rtc.sctp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What an association will be, in the hands of the other side until it has shown that it gets what
 * we send (RFC 9260 section 5.1.3): until it comes back, nothing of it is kept here.
 *
 * @param createdNanos when it was made
 * @param localTag what packets to us must show
 * @param remote what the other side said of itself
 */
record StateCookie(long createdNanos, int localTag, RemoteSide remote) {
  /** How long it may be away (Valid.Cookie.Life of RFC 9260 section 16). */
  static final long LIFETIME_NANOS = 60_000_000_000L;

  static final int SECRET_BYTES = 32;

  private static final String MAC = "HmacSHA256";
  private static final int CONTENT_BYTES = 8 + 4 + 4 + 4 + 8 + 2 + 2 + 1;
  private static final int MAC_BYTES = 32;

  /**
   * What INIT or INIT ACK says of its sender.
   *
   * @param tag what packets to it must show
   * @param initialTsn of its first DATA
   * @param window bytes that it takes in
   * @param outbound streams that it sends on
   * @param inbound streams that it receives on
   * @param forwardTsn true when it understands FORWARD TSN
   * @param reconfig true when it understands RECONFIG
   */
  record RemoteSide(
      int tag,
      int initialTsn,
      long window,
      int outbound,
      int inbound,
      boolean forwardTsn,
      boolean reconfig) {}

  boolean isStale(long nowNanos) {
    return nowNanos - createdNanos > LIFETIME_NANOS;
  }

  byte[] seal(byte[] secret) {
    byte[] content =
        ByteBuffer.allocate(CONTENT_BYTES)
            .putLong(createdNanos)
            .putInt(localTag)
            .putInt(remote.tag)
            .putInt(remote.initialTsn)
            .putLong(remote.window)
            .putShort((short) remote.outbound)
            .putShort((short) remote.inbound)
            .put((byte) ((remote.forwardTsn ? 1 : 0) | (remote.reconfig ? 2 : 0)))
            .array();
    byte[] sealed = Arrays.copyOf(content, CONTENT_BYTES + MAC_BYTES);
    System.arraycopy(mac(secret, content), 0, sealed, CONTENT_BYTES, MAC_BYTES);
    return sealed;
  }

  /** Null when it was not made with this secret. */
  static @Nullable StateCookie open(byte[] sealed, byte[] secret) {
    if (sealed.length != CONTENT_BYTES + MAC_BYTES) {
      return null;
    }
    byte[] content = Arrays.copyOf(sealed, CONTENT_BYTES);
    byte[] mac = Arrays.copyOfRange(sealed, CONTENT_BYTES, sealed.length);
    if (!MessageDigest.isEqual(mac, mac(secret, content))) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(content);
    long created = bytes.getLong();
    int localTag = bytes.getInt();
    int tag = bytes.getInt();
    int tsn = bytes.getInt();
    long window = bytes.getLong();
    int outbound = bytes.getShort() & 0xffff;
    int inbound = bytes.getShort() & 0xffff;
    int flags = bytes.get();
    return new StateCookie(
        created,
        localTag,
        new RemoteSide(tag, tsn, window, outbound, inbound, (flags & 1) != 0, (flags & 2) != 0));
  }

  private static byte[] mac(byte[] secret, byte[] content) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(secret, MAC));
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
