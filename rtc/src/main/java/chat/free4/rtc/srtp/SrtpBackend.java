package chat.free4.rtc.srtp;

import chat.free4.wire.PacketBatch;

/**
 * Protects and unprotects RTP and RTCP packets, batch by batch (RFC 3711, RFC 7714). RTP and RTCP
 * stand mixed in a batch and are told apart by RFC 5761 section 4. Works in place; sets each slot's
 * new length; a packet that is refused is dropped in the batch with a typed reason. Belongs to one
 * worker thread.
 */
public interface SrtpBackend {
  /** Name for logs: {@code jce}, {@code openssl}, {@code ipsec-mb}. */
  String name();

  /**
   * A context to send with. Each index is protected once; a packet may come after higher indices as
   * long as it is within the replay window. What is sent again is the kept ciphertext.
   */
  SrtpContext outbound(SrtpProfile profile, byte[] masterKey, byte[] masterSalt);

  /** A context to receive with, with a replay window for each stream. */
  SrtpContext inbound(SrtpProfile profile, byte[] masterKey, byte[] masterSalt);

  /**
   * Protects slots {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @param contexts the context of slot i stands at index i
   */
  void protect(PacketBatch packets, SrtpContext[] contexts, int from, int to);

  /**
   * Checks and decrypts slots {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @param contexts the context of slot i stands at index i
   */
  void unprotect(PacketBatch packets, SrtpContext[] contexts, int from, int to);
}
