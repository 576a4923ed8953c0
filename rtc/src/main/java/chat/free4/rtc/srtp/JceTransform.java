package chat.free4.rtc.srtp;

/**
 * The cryptography of one profile in one direction. Works from one heap array to another at equal
 * offsets, which JCE does fastest: {@code in} holds the packet from 0 on, {@code out} receives what
 * changes of it, from the end of its clear header on. Both have room for the trailer.
 */
interface JceTransform extends SrtpCipher.Keys {
  /** Returned when the tag does not fit. */
  int AUTH_FAILED = -1;

  /** Bytes of an RTCP packet that stay clear: its header and the sender's SSRC. */
  int RTCP_HEADER_BYTES = CipherBatch.RTCP_HEADER_BYTES;

  /** Bytes of the E bit and the index that SRTCP appends (RFC 3711 section 3.4). */
  int RTCP_INDEX_BYTES = CipherBatch.RTCP_INDEX_BYTES;

  /** The E bit: this SRTCP packet is encrypted. */
  int RTCP_ENCRYPTED = CipherBatch.RTCP_ENCRYPTED;

  /** Encrypts and tags; returns the new length. */
  int protectRtp(byte[] in, int header, int length, int ssrc, long index, byte[] out);

  /** Checks and decrypts; returns the new length or {@link #AUTH_FAILED}. */
  int unprotectRtp(byte[] in, int header, int length, int ssrc, long index, byte[] out);

  /** Encrypts and tags; returns the new length. */
  int protectRtcp(byte[] in, int length, int ssrc, int index, byte[] out);

  /** Checks and decrypts; returns the new length or {@link #AUTH_FAILED}. */
  int unprotectRtcp(byte[] in, int length, int ssrc, int index, byte[] out);

  /** Overwrites the salts; JCE gives no way to overwrite its keys. */
  @Override
  void close();
}
