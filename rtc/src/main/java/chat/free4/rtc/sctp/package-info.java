/** Data channels of one browser: SCTP over DTLS (RFC 9260, 8261, 8831), sans I/O. */
@NullMarked
package chat.free4.rtc.sctp;

import org.jspecify.annotations.NullMarked;
