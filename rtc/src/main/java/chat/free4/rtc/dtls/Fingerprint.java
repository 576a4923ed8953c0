package chat.free4.rtc.dtls;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/** SHA-256 of a DTLS certificate in DER (RFC 8122 section 5). */
public final class Fingerprint {
  /** Length in bytes. */
  public static final int BYTES = 32;

  private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

  private final byte[] sha256;

  /** Takes a copy of 32 bytes. */
  public Fingerprint(byte[] sha256) {
    if (sha256.length != BYTES) {
      throw new IllegalArgumentException("fingerprint of " + sha256.length + " bytes");
    }
    this.sha256 = sha256.clone();
  }

  /** A copy of the 32 bytes. */
  public byte[] toBytes() {
    return sha256.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that && MessageDigest.isEqual(sha256, that.sha256);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sha256);
  }

  /** As SDP writes it: pairs of upper-case hex digits joined by colons. */
  @Override
  public String toString() {
    return HEX.formatHex(sha256);
  }
}
