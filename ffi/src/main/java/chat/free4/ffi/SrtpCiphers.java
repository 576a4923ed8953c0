package chat.free4.ffi;

import chat.free4.rtc.srtp.SrtpCipher;
import chat.free4.rtc.srtp.SrtpProfile;
import org.jspecify.annotations.Nullable;

/** A library with ciphers for SRTP, which may be missing. */
interface SrtpCiphers {
  /** How it is called in {@code --srtp} and in logs. */
  String label();

  /** Why it cannot be used; null when it can. */
  @Nullable String problem();

  /** A cipher for one worker; only without a {@link #problem}. */
  SrtpCipher cipher(SrtpProfile profile);
}
