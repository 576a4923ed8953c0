package chat.free4.rtc.srtp;

/**
 * The cryptography of one profile, batch by batch: what is left for a library once {@link
 * CipherSrtpBackend} has done what RFC 3711 asks around it. Belongs to one worker thread.
 */
public interface SrtpCipher {
  /** The session keys of one direction of a transport, in the form that the library takes. */
  interface Keys {
    /** Forgets them; a second time does nothing. */
    void close();
  }

  /** Name of the library, for logs. */
  String name();

  /** Keys to encrypt with, or to decrypt with. */
  Keys keys(boolean encrypting, SessionKeys rtp, SessionKeys rtcp);

  /** Encrypts every packet of the batch in place and writes its trailer. Cannot fail. */
  void protect(CipherBatch batch);

  /**
   * Checks every packet and decrypts it in place; {@link CipherBatch#fail} marks those whose tag
   * does not fit, whose bytes are worth nothing afterwards.
   */
  void unprotect(CipherBatch batch);
}
