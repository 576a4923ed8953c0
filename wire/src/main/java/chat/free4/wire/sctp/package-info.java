/** SCTP packets and the data channel messages they carry (RFC 9260, 3758, 6525, 8832). */
@NullMarked
package chat.free4.wire.sctp;

import org.jspecify.annotations.NullMarked;
