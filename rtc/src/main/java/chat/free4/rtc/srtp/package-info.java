/**
 * SRTP and SRTCP (RFC 3711, RFC 7714), batch by batch: the bookkeeping, which stands once, and
 * behind a small interface the ciphers, here those of the JDK.
 */
@NullMarked
package chat.free4.rtc.srtp;

import org.jspecify.annotations.NullMarked;
