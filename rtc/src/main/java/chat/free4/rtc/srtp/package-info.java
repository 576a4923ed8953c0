/**
 * SRTP and SRTCP (RFC 3711, RFC 7714): the batch interface that native backends share, and the one
 * built on the JDK's own ciphers.
 */
@NullMarked
package chat.free4.rtc.srtp;

import org.jspecify.annotations.NullMarked;
