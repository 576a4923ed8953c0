package chat.free4.room.moderation;

import chat.free4.room.access.Bytes;
import chat.free4.room.access.RoomId;
import chat.free4.room.access.Transcript;
import java.security.GeneralSecurityException;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns addresses into marks that say nothing: an HMAC (RFC 2104) of address and room under a
 * secret: of the process, or of the cluster, so that a mark means the same at all its nodes. Two
 * rooms cannot compare marks, and without the secret nobody can try addresses out.
 */
public final class AddressMarks {
  /** Length of the secret. */
  public static final int SECRET_BYTES = 32;

  /** Length of a mark. */
  public static final int BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final String LABEL = "free4chat address 1";

  private final SecretKeySpec secret;

  /** Marks under a secret. */
  public AddressMarks(Bytes secret) {
    if (secret.length() != SECRET_BYTES) {
      throw new IllegalArgumentException("secret of " + secret.length() + " bytes");
    }
    this.secret = new SecretKeySpec(secret.toArray(), ALGORITHM);
  }

  /** Marks under a new secret. */
  public static AddressMarks make(RandomGenerator random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new AddressMarks(Bytes.of(secret));
  }

  /** The mark in a room of what counts as one address. */
  public Bytes mark(RoomId room, Bytes address) {
    Bytes marked = Transcript.of(LABEL).add(room.value()).add(address).toBytes();
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return Bytes.of(mac.doFinal(marked.toArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
