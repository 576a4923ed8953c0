package chat.free4.ffi;

import chat.free4.rtc.srtp.SessionKeys;
import chat.free4.rtc.srtp.SrtpCipher;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The contexts of OpenSSL for one direction of a transport, each with its key, so that a packet
 * costs no key schedule. {@link #close} frees them at once; forgotten ones are freed when the
 * collector finds them.
 */
final class OpensslKeys implements SrtpCipher.Keys {
  private static final AtomicLong HELD = new AtomicLong();

  private static final long RTP_SALT_AT = 0;
  private static final long RTCP_SALT_AT = SrtpIv.BYTES;
  private static final long SECRET_BYTES = 64;

  private final SecretMemory salts = new SecretMemory(SECRET_BYTES);
  private final Contexts rtp;
  private final Contexts rtcp;
  private final Cleaner.Cleanable rtpRelease;
  private final Cleaner.Cleanable rtcpRelease;

  /** Addresses; the MAC is 0 with GCM. */
  private record Contexts(long cipher, long mac) implements Runnable {
    @Override
    public void run() {
      HELD.decrementAndGet();
      LibCrypto.freeCipher(cipher);
      if (mac != 0) {
        LibCrypto.freeMac(mac);
      }
    }
  }

  private OpensslKeys(SessionKeys rtp, SessionKeys rtcp, boolean gcm, boolean encrypting) {
    SrtpIv.putSalt(salts.segment(), RTP_SALT_AT, rtp.salt());
    SrtpIv.putSalt(salts.segment(), RTCP_SALT_AT, rtcp.salt());
    this.rtp = contexts(rtp, gcm, encrypting);
    this.rtpRelease = SecretMemory.CLEANER.register(this, this.rtp);
    this.rtcp = contexts(rtcp, gcm, encrypting);
    this.rtcpRelease = SecretMemory.CLEANER.register(this, this.rtcp);
  }

  static OpensslKeys ofGcm(SessionKeys rtp, SessionKeys rtcp, boolean encrypting) {
    return new OpensslKeys(rtp, rtcp, true, encrypting);
  }

  static OpensslKeys ofCounterMode(SessionKeys rtp, SessionKeys rtcp) {
    return new OpensslKeys(rtp, rtcp, false, true);
  }

  private static Contexts contexts(SessionKeys keys, boolean gcm, boolean encrypting) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment key = arena.allocateFrom(ValueLayout.JAVA_BYTE, keys.key());
      MemorySegment authKey = arena.allocateFrom(ValueLayout.JAVA_BYTE, keys.authKey());
      Contexts contexts =
          gcm
              ? new Contexts(LibCrypto.newGcm(key, encrypting), 0)
              : new Contexts(LibCrypto.newCounterMode(key), LibCrypto.newHmacSha1(authKey));
      HELD.incrementAndGet();
      key.fill((byte) 0);
      authKey.fill((byte) 0);
      return contexts;
    }
  }

  /** Contexts, each of RTP or of RTCP, that have not been given back. */
  static long held() {
    return HELD.get();
  }

  /** The EVP_CIPHER_CTX. */
  long cipher(boolean isRtcp) {
    return isRtcp ? rtcp.cipher : rtp.cipher;
  }

  /** The EVP_MAC_CTX. */
  long mac(boolean isRtcp) {
    return isRtcp ? rtcp.mac : rtp.mac;
  }

  /** Where the salts stand. */
  MemorySegment secret() {
    return salts.segment();
  }

  static long saltAt(boolean isRtcp) {
    return isRtcp ? RTCP_SALT_AT : RTP_SALT_AT;
  }

  @Override
  public void close() {
    rtpRelease.clean();
    rtcpRelease.clean();
    salts.close();
  }
}
