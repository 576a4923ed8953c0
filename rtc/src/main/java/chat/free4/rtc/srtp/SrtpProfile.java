package chat.free4.rtc.srtp;

/**
 * The protection profiles we speak, in order of preference (RFC 5764 section 4.1.2, RFC 7714
 * section 14.2).
 */
public enum SrtpProfile {
  AEAD_AES_128_GCM(7, 16, 12, 16),
  AES128_CM_HMAC_SHA1_80(1, 16, 14, 10);

  private final int id;
  private final int keyBytes;
  private final int saltBytes;
  private final int tagBytes;

  SrtpProfile(int id, int keyBytes, int saltBytes, int tagBytes) {
    this.id = id;
    this.keyBytes = keyBytes;
    this.saltBytes = saltBytes;
    this.tagBytes = tagBytes;
  }

  /** Number in the use_srtp extension. */
  public int id() {
    return id;
  }

  /** Bytes of the master key. */
  public int keyBytes() {
    return keyBytes;
  }

  /** Bytes of the master salt. */
  public int saltBytes() {
    return saltBytes;
  }

  /** Bytes of the authentication tag of a packet. */
  public int tagBytes() {
    return tagBytes;
  }

  /** Bytes that protecting adds to a packet: its tag, and the index word of SRTCP. */
  int trailerBytes(boolean rtcp) {
    return rtcp ? CipherBatch.RTCP_INDEX_BYTES + tagBytes : tagBytes;
  }

  /** Bytes of the trailer of an SRTCP packet before its index word. */
  int bytesBeforeRtcpIndex() {
    return this == AEAD_AES_128_GCM ? tagBytes : 0;
  }
}
