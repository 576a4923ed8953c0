package chat.free4.rtc.ice;

/**
 * One side's user fragment and password (RFC 8839 section 5.4).
 *
 * @param ufrag 4 to 256 ice-chars
 * @param password 22 to 256 ice-chars
 */
public record IceCredentials(String ufrag, String password) {
  /** Hides the password. */
  @Override
  public String toString() {
    return "IceCredentials[" + ufrag + "]";
  }
}
