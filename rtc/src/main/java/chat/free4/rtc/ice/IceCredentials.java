package chat.free4.rtc.ice;

import chat.free4.wire.stun.UfragKey;
import java.util.random.RandomGenerator;

/**
 * One side's user fragment and password (RFC 8839 section 5.4).
 *
 * @param ufrag 4 to 256 ice-chars
 * @param password 22 to 256 ice-chars
 */
public record IceCredentials(String ufrag, String password) {
  /**
   * Characters of every user fragment we make: 48 random bits, and just what fits a long, so that
   * the first check from an unknown address is matched to its peer without an object (see {@link
   * chat.free4.wire.stun.UfragKey}).
   */
  public static final int LOCAL_UFRAG_CHARS = UfragKey.CHARS;

  /** Characters of every password we make: 144 random bits. */
  public static final int LOCAL_PASSWORD_CHARS = 24;

  private static final String ICE_CHARS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /** Fresh credentials; {@code random} must be secure outside tests. */
  public static IceCredentials random(RandomGenerator random) {
    return new IceCredentials(
        chars(random, LOCAL_UFRAG_CHARS), chars(random, LOCAL_PASSWORD_CHARS));
  }

  private static String chars(RandomGenerator random, int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(ICE_CHARS.charAt(random.nextInt(ICE_CHARS.length())));
    }
    return text.toString();
  }

  /** The key a check for these (as local) credentials is found by. */
  public long ufragKey() {
    return UfragKey.of(ufrag);
  }

  /** Hides the password. */
  @Override
  public String toString() {
    return "IceCredentials[" + ufrag + "]";
  }
}
